/** Environments drawn from the exact distribution: which nodes of the ring a random perfect matching covers from inside. */
import { deriveKey, philox } from '../../core/random.ts';
import { edgesAt, type MatchingGraph, otherEnd } from './graph.ts';
import type { Parts } from './parts.ts';
import type { Eliminated } from './skew.ts';

/**
 * Draws the edges at the nodes of the ring, one node after another: given those before, an edge has the probability A(a, b) A^-1(b, a) in the graph
 * without the nodes that are covered. Every draw is independent of the others.
 * @param whole the elimination of A
 * @returns a function that gives (ring) 1 for nodes that are covered from inside
 */
export function environments(
  graph: MatchingGraph,
  whole: Eliminated,
  entry: (e: number) => number,
  { ring, beyond }: Parts,
  seed: number,
): (draw: number) => Uint8Array {
  const at = edgesAt(graph);
  // The nodes of the ring in their order, then their neighbours.
  const nodes = [...new Set([...ring, ...ring.flatMap((node) => at[node].map((e) => otherEnd(graph, e, node)))])];
  const place = new Map(nodes.map((node, i) => [node, i]));
  const size = nodes.length;
  const inverse = new Float64Array(size * size);
  nodes.forEach((node, j) => {
    const unit = new Float64Array(graph.nodes);
    unit[node] = 1;
    const column = whole.solve(unit);
    nodes.forEach((other, i) => {
      inverse[i * size + j] = column[other];
    });
  });
  const choices = ring.map((node) => at[node].map((e) => ({ e, a: place.get(graph.edges[e][0]) as number, b: place.get(graph.edges[e][1]) as number })));
  const key = deriveKey(seed, 'environment', 0);
  const now = new Float64Array(size * size);
  return (draw) => {
    now.set(inverse);
    const covered = new Uint8Array(size);
    const inside = new Uint8Array(ring.length);
    for (let k = 0; k < ring.length; k++) {
      if (covered[k]) continue;
      const [high, low] = philox([draw, k, 0, 0], key);
      let left = (high + low / 2 ** 32) / 2 ** 32;
      const open = choices[k].filter(({ a, b }) => !covered[a] && !covered[b]);
      let chosen = open[open.length - 1];
      for (const one of open) {
        left -= entry(one.e) * now[one.b * size + one.a];
        if (left >= 0) continue;
        chosen = one;
        break;
      }
      const { e, a, b } = chosen;
      covered[a] = covered[b] = 1;
      for (const end of [a, b]) if (end < ring.length && !beyond[e]) inside[end] = 1;
      remove(now, size, a, b, covered);
    }
    return inside;
  };
}

/** The inverse of a matrix without two of its rows and columns. */
function remove(inverse: Float64Array, size: number, a: number, b: number, covered: Uint8Array): void {
  const pivot = inverse[a * size + b];
  for (let i = 0; i < size; i++) {
    if (covered[i]) continue;
    const [u, v] = [inverse[i * size + a] / pivot, inverse[i * size + b] / pivot];
    if (u === 0 && v === 0) continue;
    for (let j = 0; j < size; j++) inverse[i * size + j] += u * inverse[b * size + j] - v * inverse[a * size + j];
  }
}
