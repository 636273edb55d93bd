/** Reads a graph from a file of any of the formats, told apart by ending and first bytes. */
import { BlockspinError } from '../../core/errors.ts';
import { type SettingRef, setting } from '../../core/phrase.ts';
import { checkGraph } from '../../space/graph/check.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { shown } from '../encoding.ts';
import type { Files } from '../files.ts';
import type { Bad, GraphFile } from './file.ts';
import { graphmlFile } from './graphml.ts';
import { jsonFile } from './json.ts';
import { linesFile } from './lines.ts';
import { npzFile } from './npz.ts';

const REMEDY = 'write { "edges": [[0, 1], [1, 2, -1]] }, or lines "0 1" and "1 2 -1"';

/** Whence a graph comes, for messages: a setting that names a file, or the file itself. */
type From = { who: string } | { setting: SettingRef };

/**
 * Reads a graph: JSON with nodes and edges, or a list of edges alone; networkx's node-link JSON; .npz with the same arrays; GraphML; or text with an edge in each line, "i j"
 * or "i j weight", parted by spaces or commas, # begins a comment. Nodes are counted from 0 where they have no names. Numbers are not checked.
 * @param key of the setting that named the file, for messages
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readGraphFile(files: Files, path: string, key: string): Promise<GraphFile> {
  const from = { setting: setting(key, path) };
  return graphFile(await bytesOf(files, path, from), path, from);
}

/**
 * Reads a graph from a file of any of these formats and checks all that it holds.
 * @returns it, named after its file where it has no name, and what a person should know of how it was understood
 * @throws BlockspinError as `parseGraph`, and for a file that cannot be read
 */
export async function readGraph(files: Files, path: string): Promise<{ graph: Graph; remarks: readonly string[] }> {
  return parseGraph(await bytesOf(files, path, { who: path }), path);
}

/**
 * The graph in the bytes of a file: JSON of nodes and edges, node-link JSON of networkx, an archive of numpy, GraphML, or a list of edges as text.
 * @param path of the file, whose ending tells JSON from text, for names and messages
 * @returns the graph, named after its file where it has no name, and what a person should know of how it was understood
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function parseGraph(bytes: Uint8Array, path: string): Promise<{ graph: Graph; remarks: readonly string[] }> {
  const { nodes, remarks, ...others } = await graphFile(bytes, path, { who: path });
  const largest = others.edges.reduce((most, [a, b]) => Math.max(most, a, b), -1);
  const graph = { name: path.replace(/^.*[\\/]/, ''), nodes: nodes ?? largest + 1, ...others };
  try {
    checkGraph(graph);
  } catch (error) {
    // Keys of the file, which are no settings.
    throw error instanceof BlockspinError ? error.of((key) => `"${key}"`, path) : error;
  }
  return { graph, remarks };
}

async function bytesOf(files: Files, path: string, from: From): Promise<Uint8Array> {
  try {
    return await files.read(path);
  } catch (error) {
    throw new BlockspinError({ ...from, expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
}

async function graphFile(bytes: Uint8Array, path: string, from: From): Promise<GraphFile> {
  const bad: Bad = (expected, got, remedy = REMEDY) => new BlockspinError({ ...from, expected, got: shown(got, 80), remedy });
  const first = firstOf(bytes);
  if (first === 'PK' || /\.npz$/i.test(path)) return npzFile(bytes, path, bad);
  if (first.startsWith('<') || /\.(graphml|xml)$/i.test(path)) return graphmlFile(bytes, bad);
  return /\.json$/i.test(path) ? jsonFile(bytes, bad) : linesFile(bytes, bad);
}

/** The first two characters that are neither blank nor a byte order mark. */
function firstOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 64));
  return text.replace(/^\s+/, '').slice(0, 2);
}
