/** Distances in a graph. */
import { halfEdges } from '../../core/half_edges.ts';
import type { Graph } from './graph.ts';

/** Bonds from a node to every other, Infinity for ghosts and what cannot be reached without them. */
export function bondsFrom(graph: Graph, start: number): Float64Array {
  const { offsets, to } = halfEdges(graph);
  const found = new Float64Array(graph.nodes).fill(Number.POSITIVE_INFINITY);
  const ghost = new Set(graph.ghosts);
  found[start] = 0;
  const queue = [start];
  for (let next = 0; next < queue.length; next++) {
    for (let h = offsets[queue[next]]; h < offsets[queue[next] + 1]; h++) {
      if (found[to[h]] !== Number.POSITIVE_INFINITY || ghost.has(to[h])) continue;
      found[to[h]] = found[queue[next]] + 1;
      queue.push(to[h]);
    }
  }
  return found;
}
