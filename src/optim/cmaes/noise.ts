import { ranking, ranksOf } from './ranks.ts';

/** How a noisy objective is handled. */
export interface Noise {
  /** Candidates that are evaluated twice in each generation. */
  readonly repeated: number;
  /** Largest effort that is asked for; 1 is that of an evaluation without need. */
  readonly most: number;
}

/** What two evaluations of some candidates say. */
interface Compared {
  /** Keys to rank the candidates by: the sum of the ranks of both evaluations. */
  readonly keys: number[];
  /** Above 0 where the ranks change more than is tolerable. */
  readonly uncertainty: number;
}

/** Tolerated part of rank changes. */
const TOLERATED = 0.2;
/** Factor by which the effort grows and falls. */
export const EFFORT_FACTOR = 1.5;

/** The usual number of candidates that are evaluated twice. */
export function usualRepeated(population: number): number {
  return Math.min(population, Math.max(2, Math.round(population / 10)));
}

/**
 * Compares ranks among both evaluations of all candidates; where there is no second one, it is the first.
 * Source: Hansen, Niederberger, Guzzella and Koumoutsakos, IEEE Trans. Evol. Comput. 13, 180 (2009), section III; that equal sums of ranks stay equal is our choice.
 * @param values of all candidates
 * @param again of the first of them, once more
 */
export function compared(values: readonly number[], again: readonly number[]): Compared {
  const population = values.length;
  const both = [...values, ...again, ...values.slice(again.length)].map(ranking);
  const ranks = ranksOf(both);
  const keys = values.map((_, i) => ranks[i] + ranks[population + i]);
  const changes = again.map((_, i) => {
    const [before, after] = [ranks[i], ranks[population + i]];
    const [rose, fell] = [after > before ? 1 : 0, before > after ? 1 : 0];
    const change = Math.abs(after - before) - (rose + fell);
    return 2 * Math.max(0, change) - limit(after - rose, population) - limit(before - fell, population);
  });
  return { keys, uncertainty: changes.reduce((sum, one) => sum + one, 0) / changes.length };
}

/** The tolerated change of a rank: a percentile of those that a rank drawn at random would have. */
function limit(rank: number, population: number): number {
  const all = Array.from({ length: 2 * population - 1 }, (_, i) => Math.abs(i + 1 - rank)).sort((a, b) => a - b);
  return all[Math.floor((TOLERATED / 2) * (all.length - 1))];
}
