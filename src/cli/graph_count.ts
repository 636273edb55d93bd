/** The number of perfect matchings of a graph, where it can be summed, and what is said of them. */
import { BlockspinError } from '../core/errors.ts';
import { said } from '../core/phrase.ts';
import { matchingsOf } from '../exact/matching/matchings.ts';
import type { Graph } from '../space/graph/graph.ts';
import type { MatchingFacts } from '../space/graph/perfect.ts';
import { wordsOf } from './words.ts';

/** The sum is not begun with larger ones: it takes time as the power 3/2 of their nodes, and the sums of level 4 of the tiling some seconds. */
const MOST_NODES = 20_000;

/** ln of the sum over all perfect matchings, or why it is not known. */
export interface Counted {
  readonly log_z: number | null;
  readonly log_z_reason?: string;
}

/** ln Z by the exact sums: of drawings without crossings, and of few matchings one by one. */
export function countMatchings(graph: Graph, { spare }: MatchingFacts): Counted {
  const unknown = (reason: string): Counted => ({ log_z: null, log_z_reason: reason });
  if (spare !== undefined && spare > 0) return unknown('no matching is perfect');
  if (spare === undefined || graph.nodes > MOST_NODES) return unknown(`the graph has ${graph.nodes} nodes, more than are summed over`);
  try {
    return { log_z: matchingsOf(graph).logPartition };
  } catch (error) {
    if (!(error instanceof BlockspinError)) throw error;
    const { expected, got } = error.parts;
    return unknown(`it needs ${said(expected, wordsOf())}; got ${got}`);
  }
}

/** What is known of perfect matchings, in words. */
export function matchingWords({ nodes }: Graph, { colours, spare, hall, never, always }: MatchingFacts): string {
  if (spare === undefined) return 'not looked for: the graph is large and not bipartite';
  const ghosts = `add ${spare === 1 ? 'a ghost' : `${spare} ghosts`} with --ghost rim`;
  if (colours && colours[0] !== colours[1]) {
    const [more, fewer] = [Math.max(...colours), Math.min(...colours)];
    return `none is perfect: ${more} nodes of one colour against ${fewer} of the other; cut a region with --level, or ${ghosts}`;
  }
  if (hall) return `none is perfect: a set of ${hall.nodes} nodes, node ${hall.node} among them, has ${hall.neighbours} neighbours`;
  if (spare > 0) return `none is perfect: the largest leave ${spare} ${spare === 1 ? 'node' : 'nodes'} alone; ${ghosts}`;
  if (always === nodes / 2) return 'one perfect matching alone: nothing to sample';
  const odd = colours ? '' : '; the graph is not bipartite';
  if (never === undefined) return `perfect ones exist${odd}`;
  return never || always
    ? `perfect ones exist; frozen edges: ${never} are in none of them, ${always} in all${odd}`
    : `perfect ones exist; every edge is in some of them, none in all${odd}`;
}
