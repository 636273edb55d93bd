/** Graphs as archives of numpy: arrays nodes, edges, positions, lift, ghost, rim and weights. */
import type { ArrayOfNumbers } from '../../core/array.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { npzOf } from '../archive.ts';
import { formatNpy, parseNpy } from '../npy.ts';
import { unzipped } from '../npz.ts';
import type { Bad, GraphFile } from './file.ts';

/** Reads the arrays of these names; others are left alone, and said. */
export async function npzFile(bytes: Uint8Array, name: string, bad: Bad): Promise<GraphFile> {
  const entries = await unzipped(bytes, name);
  const names = Object.keys(entries).map((entry) => entry.replace(/\.npy$/, ''));
  const array = (wanted: string): ArrayOfNumbers | undefined =>
    names.includes(wanted) ? parseNpy(entries[`${wanted}.npy`] ?? entries[wanted], `${name}, array ${wanted}`) : undefined;
  const rows = (wanted: string, width?: number): number[][] | undefined => {
    const found = array(wanted);
    if (!found) return undefined;
    const [count, columns] = found.shape;
    if (found.shape.length === 2 && (width === undefined || columns === width)) return rowsOf(found.data, count, columns);
    throw bad(`the shape (n, ${width ?? 'd'}) of ${wanted}`, `(${found.shape.join(', ')})`, 'save one row for each node or edge');
  };
  const list = (wanted: string): number[] | undefined => {
    const found = array(wanted);
    return found && Array.from(found.data, Number);
  };
  const edges = names.includes('edges') ? rows('edges', 2) : transposed(array('edge_index'), bad);
  if (!edges) throw bad('an array "edges" of shape (edges, 2)', names.join(', ') || 'no array', 'save pairs of nodes, counted from 0');
  const [ghosts, rim, weights, positions, lift, nodes] = [list('ghost'), list('rim'), list('weights'), rows('positions', 2), rows('lift'), list('nodes')];
  if (nodes && nodes.length !== 1) throw bad('one number in "nodes"', `${nodes.length} entries`, 'save how many nodes there are');
  const ghost = new Set(ghosts);
  const placed = <T extends readonly number[]>(all: number[][]) => all.map((row, node) => (ghost.has(node) ? null : (row as unknown as T)));
  const others = names.filter((one) => !['nodes', 'edges', 'edge_index', 'positions', 'lift', 'ghost', 'rim', 'weights'].includes(one));
  return {
    nodes: nodes?.[0] ?? positions?.length ?? lift?.length,
    edges: edges as [number, number][],
    ...(positions ? { positions: placed<[number, number]>(positions) } : {}),
    ...(lift ? { lift: placed<number[]>(lift) } : {}),
    ...(ghosts ? { ghosts } : {}),
    ...(rim ? { rim } : {}),
    ...(weights ? { weights } : {}),
    remarks: others.length > 0 ? [`arrays that are no part of a graph are left alone: ${others.join(', ')}`] : [],
  };
}

const rowsOf = (data: ArrayLike<number | bigint>, count: number, columns: number) =>
  Array.from({ length: count }, (_, i) => Array.from({ length: columns }, (__, c) => Number(data[i * columns + c])));

function transposed(array: ArrayOfNumbers | undefined, bad: Bad): number[][] | undefined {
  if (!array) return undefined;
  const [rows, columns] = array.shape;
  if (array.shape.length !== 2 || rows !== 2) throw bad('the shape (2, edges) of edge_index', `(${array.shape.join(', ')})`, 'save the two ends in two rows');
  return Array.from({ length: columns }, (_, e) => [Number(array.data[e]), Number(array.data[columns + e])]);
}

/** The bytes of an archive that `npzFile` reads. Names of graph and nodes are left out: arrays hold numbers. Equal graphs are equal files. */
export async function graphNpz({ nodes, edges, positions, lift, ghosts, rim, weights }: Graph): Promise<Uint8Array> {
  const width = lift?.find((point) => point !== null)?.length ?? 0;
  const arrays: Record<string, ArrayOfNumbers | undefined> = {
    nodes: { shape: [], data: Uint32Array.of(nodes) },
    edges: { shape: [edges.length, 2], data: Uint32Array.from(edges.flat()) },
    positions: positions && { shape: [nodes, 2], data: Float64Array.from(positions.flatMap((place) => [...(place ?? [Number.NaN, Number.NaN])])) },
    lift: lift && { shape: [nodes, width], data: Int32Array.from(lift.flatMap((point) => [...(point ?? new Array<number>(width).fill(0))])) },
    ghost: ghosts && { shape: [ghosts.length], data: Uint32Array.from(ghosts) },
    rim: rim && { shape: [rim.length], data: Uint32Array.from(rim) },
    weights: weights && { shape: [weights.length], data: Float64Array.from(weights) },
  };
  const files = Object.entries(arrays).flatMap(([name, array]) => (array ? [[name, formatNpy(array)] as const] : []));
  return npzOf(Object.fromEntries(files));
}
