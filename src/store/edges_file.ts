import { BlockspinError } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import { shown, textOf } from './encoding.ts';
import type { Files } from './files.ts';
import { parseJson } from './json.ts';

const REMEDY = 'write { "edges": [[0, 1], [1, 2, -1]] }, or lines "0 1" and "1 2 -1"';

/** A graph as a file holds it. */
interface EdgesFile {
  /** Two nodes, counted from 0, and a coupling, 1 unless given. */
  readonly edges: readonly (readonly [number, number, number])[];
  /** Undefined where the largest number tells. */
  readonly nodes: number | undefined;
}

/**
 * Reads a graph: JSON { "edges": [[i, j], [i, j, J]], "nodes": n } or the list alone, or text with an edge in each line, "i j" or "i j J",
 * parted by spaces or commas; # begins a comment. Nodes are counted from 0. An edge that is listed twice counts twice.
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readEdgesFile(files: Files, path: string): Promise<EdgesFile> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ setting: setting('edges', path), expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  const { edges, nodes } = /\.json$/i.test(path) ? ofJson(bytes, path) : { edges: ofText(bytes), nodes: undefined };
  const rows = edges.map((row) => {
    const numbers = Array.isArray(row) && (row.length === 2 || row.length === 3) && row.every((one) => typeof one === 'number');
    if (!numbers) throw bad(path, 'two nodes, and a coupling if it is not 1, for each edge', JSON.stringify(row).slice(0, 40));
    const [a, b, J = 1] = row as number[];
    return [a, b, J] as const;
  });
  return { edges: rows, nodes };
}

const bad = (path: string, expected: string, got: string) => new BlockspinError({ setting: setting('edges', path), expected, got: shown(got), remedy: REMEDY });
function ofJson(bytes: Uint8Array, path: string): { edges: unknown[]; nodes: number | undefined } {
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw bad(path, 'JSON', (error as Error).message);
  }
  const { edges, nodes, ...others } = (Array.isArray(value) ? { edges: value } : (value ?? {})) as { edges?: unknown; nodes?: unknown };
  if (!Array.isArray(edges) || Object.keys(others).length > 0 || (nodes !== undefined && typeof nodes !== 'number')) {
    throw bad(path, 'a list of edges, and the number of nodes if some have none', JSON.stringify(value).slice(0, 40));
  }
  return { edges, nodes };
}

/** Numbers where they are numbers, so that the message shows what else there is. */
function ofText(bytes: Uint8Array): unknown[] {
  const lines = textOf(bytes)
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  return lines.map((line) => line.split(/[\s,;]+/).map((word) => (word !== '' && Number.isFinite(Number(word)) ? Number(word) : word)));
}
