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

/** The sum over edges of their weight times an energy of their two nodes. */
export function energyOf(graph: Graph, of: (a: number, b: number) => number): number {
  let sum = 0;
  graph.edges.forEach(([a, b], e) => {
    sum += weightOf(graph, e) * of(a, b);
  });
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
