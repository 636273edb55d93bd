/** What models of values on nodes measure and check alike. */
import { BlockspinError } from '../../core/errors.ts';
import { halfEdges } from '../../core/half_edges.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { colourClasses } from '../../space/graph/colouring.ts';
import type { Graph } from '../../space/graph/graph.ts';

/** Of an edge; 1 unless the graph has weights. */
export function weightOf({ weights }: Graph, edge: number): number {
  return weights?.[edge] ?? 1;
}

/** (M, 2) the nodes of every edge: an energy is summed for each chain and measurement. */
const flat = new WeakMap<Graph, Uint32Array>();

/** The sum over edges of their weight times an energy of their two nodes. */
export function energyOf(graph: Graph, of: (a: number, b: number) => number): number {
  const ends = flat.get(graph) ?? Uint32Array.from(graph.edges.flat());
  flat.set(graph, ends);
  const { weights } = graph;
  let sum = 0;
  for (let e = 0; 2 * e < ends.length; e++) {
    const energy = of(ends[2 * e], ends[2 * e + 1]);
    sum += weights ? weights[e] * energy : energy;
  }
  return sum;
}

/** 1 on the first class of nodes without neighbours among them, -1 elsewhere: the two sides of most bipartite graphs. */
export function sidesOf(graph: Graph): Int8Array {
  const signs = new Int8Array(graph.nodes).fill(-1);
  for (const node of colourClasses(halfEdges(graph))[0]) signs[node] = 1;
  return signs;
}

/** @throws BlockspinError for values of the control parameter that are not positive */
export function checkPoints(key: string, points: readonly number[]): void {
  const wrong = points.find((point) => !(point > 0));
  if (wrong === undefined) return;
  throw new BlockspinError({ setting: key, expected: 'a positive number', got: String(wrong), remedy: phrase`use for example ${setting(key, 1)}` });
}
