/** All perfect matchings of a small graph, one by one. */
import { edgesAt, type MatchingGraph, otherEnd, weightsOf } from './graph.ts';

/** Matchings that are visited at most. */
export const MOST_MATCHINGS = 1e7;
/** Nodes that are tried at most: dead ends count, too. */
const MOST_STEPS = 3e8;
/** Larger graphs are not begun with. */
const MOST_NODES = 2000;

/** What a visitor sees of a matching. */
interface Visitor {
  /** An edge gets a dimer, after all that lie on nodes of lower numbers. */
  lay?(e: number): void;
  /** The last edge that got a dimer loses it. */
  lift?(e: number): void;
  /** All nodes are covered. @param weight product of the activities; @param edges those with a dimer */
  whole(weight: number, edges: readonly number[]): void;
}

/**
 * Visits all perfect matchings, each once: the lowest node that is not covered takes each of its edges in turn.
 * @param free nodes that may be left uncovered, as far as `chosen` does not name them
 * @returns their number; Infinity where there are more than `most`, or it takes too long
 */
export function enumerate(graph: MatchingGraph, visitor: Visitor, most = MOST_MATCHINGS, free: ReadonlySet<number> = new Set()): number {
  if (graph.nodes > MOST_NODES) return Number.POSITIVE_INFINITY;
  const weights = weightsOf(graph);
  const up = edgesAt(graph).map((edges, node) => edges.filter((e) => otherEnd(graph, e, node) > node));
  const covered = new Uint8Array(graph.nodes);
  const edges: number[] = [];
  let [count, steps] = [0, 0];
  const visit = (from: number, weight: number): boolean => {
    if (++steps > MOST_STEPS) return false;
    let node = from;
    while (node < graph.nodes && covered[node]) node++;
    if (node === graph.nodes) {
      if (++count > most) return false;
      visitor.whole(weight, edges);
      return true;
    }
    for (const e of up[node]) {
      const other = otherEnd(graph, e, node);
      if (covered[other]) continue;
      covered[other] = 1;
      edges.push(e);
      visitor.lay?.(e);
      const goes = visit(node + 1, weight * weights[e]);
      visitor.lift?.(e);
      edges.pop();
      covered[other] = 0;
      if (!goes) return false;
    }
    return !free.has(node) || visit(node + 1, weight);
  };
  return visit(0, 1) ? count : Number.POSITIVE_INFINITY;
}
