/** Taking turns: A B A B ..., so that neighbours meet the same moods of the machine, and what is said of the rates. */

/** Something whose speed is a rate: what it did in one window, per second. */
export interface Player {
  turn(): Promise<number>;
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

export interface Match {
  ours: Spread;
  theirs: Spread;
  /** Of the ratios ours / theirs of neighbouring windows. */
  ratio: Spread;
  rounds: number;
}

/** Middle of the values, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('median: expected at least one value, got none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const spread = (values: readonly number[]): Spread => ({ median: median(values), least: Math.min(...values), most: Math.max(...values) });

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
