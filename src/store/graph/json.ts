/** Graphs as JSON: our own keys, a list of edges alone, or the node-link form of networkx. */
import { nearest } from '../../core/errors.ts';
import { parseJson } from '../json.ts';
import type { Bad, GraphFile } from './file.ts';
import { edgesOf } from './lines.ts';
import { isNodeLink, nodeLinkFile } from './node_link.ts';

const KEYS = ['nodes', 'edges', 'name', 'positions', 'lift', 'ghost', 'rim', 'weights', 'labels'] as const;
type Key = (typeof KEYS)[number];

/** Reads one object or list. */
export function jsonFile(bytes: Uint8Array, bad: Bad): GraphFile {
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw bad('JSON', (error as Error).message);
  }
  const object = (Array.isArray(value) ? { edges: value } : (value ?? {})) as Partial<Record<Key, unknown>>;
  if (isNodeLink(object)) return nodeLinkFile(object, bad);
  const { edges, nodes, name } = object;
  const unknown = Object.keys(object).find((key) => !(KEYS as readonly string[]).includes(key));
  if (!Array.isArray(edges) || (nodes !== undefined && typeof nodes !== 'number')) {
    throw bad('a list of edges, and the number of nodes if some have none', (JSON.stringify(value) ?? 'nothing').slice(0, 40));
  }
  if (unknown !== undefined) {
    const near = nearest(unknown, KEYS);
    throw bad(`a list of edges with other keys out of ${KEYS.join(', ')}`, unknown, near ? `did you mean ${near}?` : 'leave it out');
  }
  if (name !== undefined && typeof name !== 'string') throw bad('words as name', JSON.stringify(name));
  const list = <T>(key: Key, entry: string, fits: (one: unknown) => boolean): T[] | undefined => {
    const all = object[key];
    if (all === undefined) return undefined;
    const wrong = Array.isArray(all) ? all.findIndex((one) => !fits(one)) : -1;
    if (Array.isArray(all) && wrong < 0) return all as T[];
    throw bad(
      `${entry} in "${key}"`,
      (JSON.stringify(Array.isArray(all) ? all[wrong] : all) ?? 'nothing').slice(0, 40),
      `write a list of them, "${key}": [...]`,
    );
  };
  const isNumber = (one: unknown) => typeof one === 'number';
  const isRow = (one: unknown) => one === null || (Array.isArray(one) && one.every(isNumber));
  const rows = edgesOf(edges, bad);
  const weights = list<number>('weights', 'numbers', isNumber);
  if (weights && rows.weights) throw bad('weights once', 'third numbers of edges, and "weights"', 'leave one of them out');
  const read = {
    positions: list<[number, number] | null>('positions', 'pairs of numbers', isRow),
    lift: list<number[] | null>('lift', 'lists of whole numbers', isRow),
    ghosts: typeof object.ghost === 'number' ? [object.ghost] : list<number>('ghost', 'numbers of nodes', isNumber),
    rim: list<number>('rim', 'numbers of nodes', isNumber),
    weights: weights ?? rows.weights,
    labels: list<string>('labels', 'names', (one) => typeof one === 'string'),
    name,
  };
  const given = Object.fromEntries(Object.entries(read).filter(([, one]) => one !== undefined));
  return { nodes, edges: rows.edges, ...given, remarks: [] };
}
