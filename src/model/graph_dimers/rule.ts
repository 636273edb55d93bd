/** The worm's rule as tables: half-edges, and weights as integers. */
import { halfEdges } from '../../core/half_edges.ts';
import type { Graph } from '../../space/graph/graph.ts';

/** Half-edges as the kernels read them. */
export interface WormGraph {
  readonly nodes: number;
  readonly edges: number;
  /** (2 M, 4): node it leads to, the half-edge back, then the first half-edge and the degree of that node. */
  readonly half: Uint32Array;
  /** (M, 2): a node of each edge, and the half-edge at it. */
  readonly ends: Uint32Array;
}

/** Tables of a graph. */
export function wormGraph(graph: Graph): WormGraph {
  const { offsets, to, reverse, first } = halfEdges(graph);
  const half = new Uint32Array(4 * to.length);
  to.forEach((node, h) => {
    half.set([node, reverse[h], offsets[node], offsets[node + 1] - offsets[node]], 4 * h);
  });
  const ends = Uint32Array.from(graph.edges.flatMap(([node], e) => [node, first[e]]));
  return { nodes: graph.nodes, edges: graph.edges.length, half, ends };
}

/** The largest weight: 30 bits, fewer at nodes of more than four edges. */
const LARGEST = 2 ** 30 - 1;

/** Whether all dimers weigh the same. */
export function isFree({ weights }: Graph, temperature: number): boolean {
  return temperature === Number.POSITIVE_INFINITY || !weights || weights.every((weight) => weight === weights[0]);
}

/**
 * w^(1 / T) of every half-edge as an integer of at least 1, in a unit of each node: its largest weight has 30 bits, or so many that the sum
 * over its edges fits 32. A unit of a node is in all matchings once, so that it does not count.
 * @returns (2 M)
 */
export function integerWeights(graph: Graph, temperature: number): Uint32Array {
  const { offsets, edge } = halfEdges(graph);
  const logs = (graph.weights ?? graph.edges.map(() => 1)).map((weight) => Math.log(weight) / temperature);
  const weights = new Uint32Array(edge.length);
  for (let node = 0; node < graph.nodes; node++) {
    const [first, end] = [offsets[node], offsets[node + 1]];
    let most = Number.NEGATIVE_INFINITY;
    for (let h = first; h < end; h++) most = Math.max(most, logs[edge[h]]);
    const largest = Math.min(LARGEST, Math.floor((2 ** 32 - 1) / (end - first)));
    for (let h = first; h < end; h++) weights[h] = Math.max(1, Math.round(largest * Math.exp(logs[edge[h]] - most)));
  }
  return weights;
}
