/** Exact informations of a block of edges about its surroundings, over all perfect matchings of a graph. */
import { BlockspinError } from '../../core/errors.ts';
import { entropyOf } from '../information.ts';
import type { Draws } from './drawn.ts';
import { checkParts, type MatchingGraph } from './graph.ts';
import { type BlockMap, jointOf } from './joint.ts';
import { type Matchings, matchingsOf } from './matchings.ts';
import { bestPartitions, MOST_CLASSES } from './partition.ts';
import { type Coarse, classesOf, coarseTable, drawnInformation, rowSums, type Table, tableInformation } from './table.ts';

/** Block and environment by the numbers of their edges. */
export interface EdgeCut {
  readonly block: readonly number[];
  readonly environment: readonly number[];
}

/** The best H of some number of states. */
export interface BestOfStates {
  readonly states: number;
  /** I(H:E), nats. */
  readonly value: number;
  /** For each state of H the numbers of classes of V. */
  readonly parts: readonly (readonly number[])[];
}

/** Informations in nats. */
export interface DimerInformation {
  readonly method: 'lift' | 'faces' | 'enumeration';
  readonly log_partition: number;
  readonly information_VE: number;
  /** Standard errors of I(V:E) and I(H:E) where environments were drawn. */
  readonly information_VE_error?: number;
  readonly information_HE_error?: number;
  /** Of the given H, or of H = V. */
  readonly information_HE: number;
  /** H(V); undefined for blocks with activities and too many states to enumerate. */
  readonly entropy_V: number | undefined;
  readonly entropy_H: number | undefined;
  /**
   * Classes of states of V that E can tell apart: how probable each is, and what it leaves to others: nodes of V without a dimer in it, joined by +,
   * or, where matchings are enumerated, the edges of V with a dimer.
   */
  readonly classes: readonly { readonly probability: number; readonly states: readonly string[] }[];
  /** The best deterministic H, by its number of states; none if there are more than 16 classes. */
  readonly best: readonly BestOfStates[];
  /** Nodes at which E is met. */
  readonly ring?: readonly number[];
}

/** What may be asked for beside I(V:E). */
export interface DimerRequestOptions {
  /** H; V itself unless given. */
  readonly map?: BlockMap | undefined;
  /** Numbers of states of the best H; 2, 4 and 8 unless given. */
  readonly states?: readonly number[] | undefined;
  /** Environments to draw where they are too many to be listed; the best H is then the best for those. */
  readonly draws?: Draws | undefined;
}

/** Numbers of states of the best H unless given. */
const USUAL_STATES = [2, 4, 8];

/**
 * I(V:E), I(H:E) and the best H. A drawn graph is cut at the rim of V and at the ring where E is met; a small one is enumerated.
 * @throws BlockspinError for a graph without perfect matchings, V and E that are no different edges, and too many states
 */
export function dimerInformation(
  graph: MatchingGraph,
  { block, environment }: EdgeCut,
  { map, states = USUAL_STATES, draws }: DimerRequestOptions = {},
): DimerInformation {
  const matchings = matchingsOf(graph);
  checkParts(graph, block, environment);
  checkStates(states);
  checkFree(matchings);
  checkDraws(draws);
  const joint = jointOf(graph, matchings, block, environment, draws);
  const { table, ring, probabilities: ofRows } = joint;
  const coarse = map && joint.coarse(map);
  const ofH = coarse && coarseTable(table, coarse);
  const ofStates = coarse && statesOf(coarse, ofRows);
  const information = (of: Table, known: Float64Array) => (draws ? drawnInformation(of, known) : { value: tableInformation(of), error: 0 });
  const V = information(table, ofRows);
  const H = ofH && ofStates ? information(ofH, ofStates) : V;
  const { of, count } = classesOf(table);
  const byClass = coarseTable(table, {
    states: count,
    p: Float64Array.from({ length: table.rows * count }, (_, i) => (of[Math.floor(i / count)] === i % count ? 1 : 0)),
  });
  const probabilities = rowSums(byClass);
  const rows = Array.from(of.keys());
  const entropy_V = joint.entropy();
  return {
    method: matchings.method,
    log_partition: matchings.logPartition,
    information_VE: V.value,
    information_HE: H.value,
    ...(draws ? { information_VE_error: V.error, information_HE_error: H.error } : {}),
    entropy_V,
    entropy_H: ofStates ? entropyOf(ofStates) : entropy_V,
    classes: Array.from(probabilities, (probability, k) => ({ probability, states: rows.filter((r) => of[r] === k).map(joint.label) })),
    best:
      count > MOST_CLASSES
        ? []
        : bestPartitions(
            byClass,
            states.filter((number) => number <= count),
          ),
    ...(ring ? { ring } : {}),
  };
}

/** The distribution of H. */
function statesOf({ states, p }: Coarse, ofRows: Float64Array): Float64Array {
  return Float64Array.from({ length: states }, (_, h) => ofRows.reduce((sum, x, r) => sum + (x > 0 ? x * p[r * states + h] : 0), 0));
}

function checkDraws(draws: Draws | undefined): void {
  if (draws === undefined || (Number.isInteger(draws.samples) && draws.samples >= 2)) return;
  throw new BlockspinError({ setting: 'samples', expected: 'a whole number of environments from 2 on', got: draws.samples, remedy: 'use for example 2000' });
}

/** @throws BlockspinError for a graph with one perfect matching, which has no cycle whose edges are taken and left in turn */
function checkFree(matchings: Matchings): void {
  if (matchings.edgeProbabilities().some((p) => p > SURE && p < 1 - SURE)) return;
  throw new BlockspinError({
    setting: 'graph',
    expected: 'a graph with at least two perfect matchings',
    got: 'one: every edge is in it or never used',
    remedy: 'there is nothing to know; add edges',
  });
}

/** Probabilities nearer to 0 or 1 are rounding errors. */
const SURE = 1e-9;

function checkStates(states: readonly number[]): void {
  const wrong = states.find((number) => !(Number.isInteger(number) && number >= 2));
  if (wrong === undefined) return;
  throw new BlockspinError({ setting: 'states', expected: 'whole numbers of states from 2 on', got: wrong, remedy: 'leave it out for 2, 4 and 8' });
}
