/** Whether a graph has perfect matchings at all, and what to say where it has none or only one. */
import { blossomMatching, type Matching, unmatched } from '../../core/blossom.ts';
import { BlockspinError, type ErrorParts } from '../../core/errors.ts';
import { halfEdges } from '../../core/half_edges.ts';
import { coloursOf, edgesAt, type MatchingGraph, otherEnd } from './graph.ts';

/**
 * @throws BlockspinError for an odd number of nodes, colours of different numbers, and no perfect matching: for bipartite graphs with a set of nodes
 *   that have fewer neighbours (P. Hall, J. London Math. Soc. 10, 26 (1935))
 */
export function checkPerfect(graph: MatchingGraph): void {
  const bad = (expected: string, got: string, remedy: string, more: Partial<ErrorParts> = {}) =>
    new BlockspinError({ setting: 'graph', expected, got, remedy, ...more });
  if (graph.nodes % 2 === 1) {
    throw bad('an even number of nodes, to be covered in pairs', `${graph.nodes}`, 'add a ghost at the rim, or take one node away');
  }
  const colours = coloursOf(graph);
  if (colours) {
    const ones = colours.reduce((sum, colour) => sum + colour, 0);
    const balanced = pieceSizes(graph, colours).every(([zeros, others]) => zeros === others);
    if (!balanced && ones * 2 !== graph.nodes) {
      const counts = `${Math.max(ones, graph.nodes - ones)} against ${Math.min(ones, graph.nodes - ones)}`;
      throw bad('as many nodes of one colour as of the other', counts, 'add a ghost at the rim, or cut the graph along a region');
    }
  }
  const mates = blossomMatching(graph);
  const alone = unmatched(mates);
  if (alone.length === 0) return;
  const [single] = alone;
  if (!colours)
    throw bad('a graph with a perfect matching', `${alone.length} nodes that stay alone at best, such as node ${single}`, 'take nodes away, or add edges');
  const { size, neighbours } = deficient(graph, mates, single);
  const got = `${size} nodes, such as ${single}, with ${neighbours} neighbours among them all`;
  throw bad('a graph with a perfect matching', got, 'take nodes away, or add edges');
}

/** Nodes of both colours in each connected piece. */
function pieceSizes(graph: MatchingGraph, colours: Uint8Array): [number, number][] {
  const at = edgesAt(graph);
  const seen = new Uint8Array(graph.nodes);
  const sizes: [number, number][] = [];
  for (let start = 0; start < graph.nodes; start++) {
    if (seen[start]) continue;
    seen[start] = 1;
    const queue = [start];
    for (let next = 0; next < queue.length; next++) {
      for (const e of at[queue[next]]) {
        const other = otherEnd(graph, e, queue[next]);
        if (!seen[other]) queue.push(other);
        seen[other] = 1;
      }
    }
    const ones = queue.filter((node) => colours[node] === 1).length;
    sizes.push([queue.length - ones, ones]);
  }
  return sizes;
}

/** Nodes of one colour that paths from a single node reach, and their neighbours, which are fewer by one. */
function deficient(graph: MatchingGraph, mates: Matching, single: number): { size: number; neighbours: number } {
  const { offsets, to } = halfEdges(graph);
  const set = new Set([single]);
  const neighbours = new Set<number>();
  for (const node of set) {
    for (let h = offsets[node]; h < offsets[node + 1]; h++) {
      neighbours.add(to[h]);
      set.add(to[mates[to[h]]]);
    }
  }
  return { size: set.size, neighbours: neighbours.size };
}
