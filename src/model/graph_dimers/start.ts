/** Where worms on a graph begin: perfect matchings, and the checks of what can be sampled. */

import { blossomMatching, isOnly, type Matching, shuffled, unmatched } from '../../core/blossom.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey } from '../../core/random.ts';
import type { Start } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { checkGraphOnce, graphWords } from '../graph_setting.ts';

/** Words of one chain in `worms`, and what stands in some of them. */
export const WORM_WORDS = 9;
const LIFTED = 1;
export const PIVOTS = 6;
export const CLOSED = 7;
export const LATE = 8;
/** In the place of the lifted half-edge where no worm is open. */
const NO_WORM = 0xffffffff;

/** Of each graph, since it is needed for every check: a perfect matching found in the order of its nodes. */
const firsts = new WeakMap<Graph, Matching>();

/** A perfect matching. @throws BlockspinError where there is none, or no second one */
export function firstMatching(graph: Graph): Matching {
  const known = firsts.get(graph);
  if (known) return known;
  const mates = blossomMatching(graph);
  const left = unmatched(mates);
  const wrong = (expected: string, got: string, remedy: string) => new BlockspinError({ setting: 'graph', expected, got, remedy });
  if (left.length > 0) {
    const expected = 'a graph in which every node can have a dimer at once';
    const got = `${graphWords(graph)} in which ${left.length} of ${graph.nodes} nodes stay without one, such as node ${left[0]}`;
    throw wrong(
      expected,
      got,
      `add ${left.length === 1 ? 'a ghost' : `${left.length} ghosts`}: ${left.length === 1 ? 'a node' : 'nodes'} joined to where the rim was cut`,
    );
  }
  if (isOnly(graph, mates))
    throw wrong('a graph with several perfect matchings', `${graphWords(graph)}, which has one`, 'nothing moves there: add the edges that are missing');
  firsts.set(graph, mates);
  return mates;
}

/** Settings that are checked before anything is allocated. */
interface DimerCheck {
  graph: Graph;
  temperatures: readonly number[];
  /** Closed worms in a sweep; 0 for the default. */
  worms: number;
}

/** @throws BlockspinError naming the setting, what is allowed and what to do */
export function checkGraphDimers({ graph, temperatures, worms }: DimerCheck): void {
  checkGraphOnce(graph);
  const negative = graph.weights?.findIndex((weight) => !(weight > 0)) ?? -1;
  if (negative >= 0) {
    const remedy = 'leave out edges that can have no dimer';
    const got = `${graph.weights?.[negative]} of edge ${negative}`;
    throw new BlockspinError({ setting: 'graph', expected: 'positive weights, the activities of dimers', got, remedy });
  }
  if (!(Number.isInteger(worms) && worms >= 0 && worms < 2 ** 31)) {
    const remedy = phrase`leave it out for about five pivots per node, or use ${setting('worms', 20)}`;
    throw new BlockspinError({ setting: 'worms', expected: 'a whole number of closed worms per sweep', got: worms, remedy });
  }
  const cold = temperatures.find((temperature) => !(temperature > 0));
  if (cold !== undefined) {
    const remedy = phrase`use ${setting('temperature', 1)} for the weights as they are`;
    throw new BlockspinError({ setting: 'temperature', expected: 'a positive temperature, or Infinity', got: String(cold), remedy });
  }
  firstMatching(graph);
}

/**
 * The chains at the start. 'ordered': the matching found in the order of the nodes; 'random': one found in an order drawn at random;
 * 'both': half of the chains of each group each way.
 * @returns mates (G, 32, N), worms (G, 32, 9) and bonds (G, M) as model/graph_dimers/worm.wgsl and state.wgsl describe them
 */
export function startWorms(graph: Graph, ends: Uint32Array, { groups, seed, start }: { groups: number; seed: number; start: Start }) {
  const { nodes, edges } = graph;
  const mates = new Uint32Array(groups * CHAINS_PER_GROUP * nodes);
  const worms = new Uint32Array(groups * CHAINS_PER_GROUP * WORM_WORDS);
  const bonds = new Uint32Array(groups * edges.length);
  const ordered = firstMatching(graph);
  const other = start === 'ordered' ? ordered : blossomMatching(graph, shuffled(nodes, deriveKey(seed, 'start', 0)));
  for (let chain = 0; chain < groups * CHAINS_PER_GROUP; chain++) {
    const lane = chain % CHAINS_PER_GROUP;
    const from = start === 'random' || (start === 'both' && lane >= CHAINS_PER_GROUP / 2) ? other : ordered;
    mates.set(from, chain * nodes);
    worms[chain * WORM_WORDS + LIFTED] = NO_WORM;
    const row = Math.floor(chain / CHAINS_PER_GROUP) * edges.length;
    for (let e = 0; e < edges.length; e++) if (from[ends[2 * e]] === ends[2 * e + 1]) bonds[row + e] |= 1 << lane;
  }
  return { mates, worms, bonds };
}
