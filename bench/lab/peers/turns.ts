/** Timing in turns, A B A B ..., so that changes in the speed of the machine affect both alike. */
import { type Spread, spread } from '../../numbers.ts';

/** One of two programs that are compared. */
export interface Contender {
  /** Units of work per second in one timed interval. */
  rate(): Promise<number>;
}

/** Rates of both, and their ratio. */
export interface RateComparison {
  ours: Spread;
  theirs: Spread;
  /** Ratios ours / theirs of neighbouring intervals. */
  ratio: Spread;
  rounds: number;
}

/**
 * Compares rates that were measured in turns.
 * @param ours rates of our intervals
 * @param theirs rates of the intervals after each of ours
 */
export function compare(ours: readonly number[], theirs: readonly number[]): RateComparison {
  if (ours.length !== theirs.length) throw new Error(`compare: expected as many intervals of both, got ${ours.length} and ${theirs.length}`);
  return { ours: spread(ours), theirs: spread(theirs), ratio: spread(ours.map((rate, i) => rate / theirs[i])), rounds: ours.length };
}

/** Times ours and theirs in turns, so many times each. */
export async function takeTurns(ours: Contender, theirs: Contender, rounds: number): Promise<RateComparison> {
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    rates[0].push(await ours.rate());
    rates[1].push(await theirs.rate());
  }
  return compare(...rates);
}
