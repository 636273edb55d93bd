/** Taking turns: A B A B ..., so that neighbours meet the same moods of the machine, and what is said of the rates. */
import { type Spread, spread } from '../../numbers.ts';

/** Something whose speed is a rate: what it did in one window, per second. */
export interface Player {
  turn(): Promise<number>;
}

export interface Match {
  ours: Spread;
  theirs: Spread;
  /** Of the ratios ours / theirs of neighbouring windows. */
  ratio: Spread;
  rounds: number;
}

/** @param ours rates of our windows, and @param theirs those of the windows right after each */
export function compare(ours: readonly number[], theirs: readonly number[]): Match {
  if (ours.length !== theirs.length) throw new Error(`compare: expected as many windows of both, got ${ours.length} and ${theirs.length}`);
  return { ours: spread(ours), theirs: spread(theirs), ratio: spread(ours.map((rate, i) => rate / theirs[i])), rounds: ours.length };
}

/** Ours first, then theirs, so many times. */
export async function takeTurns(ours: Player, theirs: Player, rounds: number): Promise<Match> {
  const rates: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    rates[0].push(await ours.turn());
    rates[1].push(await theirs.turn());
  }
  return compare(...rates);
}
