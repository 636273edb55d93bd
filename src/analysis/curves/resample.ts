/** Errors of quantities that are read off a curve, such as the place of a peak, by resampling the curve; plain numbers, no GPU. */
import { philox } from '../../core/random.ts';
import type { Estimate } from '../../core/statistics.ts';

/** Options of `resampled`. */
export interface ResampleOptions {
  /** Curves that are drawn; the error is known to 1 / sqrt(2 draws), 3 % by default. */
  draws?: number;
  /** A non-negative integer below 2^32: the same seed gives the same error. */
  seed?: number;
}

const DRAWS = 500;
/** Second word of the key, so that other uses of the same seed draw other numbers. */
const KEY = 0x7265_7361;

/**
 * Functions of independent values with their errors by the parametric bootstrap: every value is drawn again from a normal
 * distribution about what was measured, and the functions are evaluated anew. Unlike the jackknife this is right for functions that
 * jump, as the place of a maximum does (Efron and Tibshirani, An Introduction to the Bootstrap (1993), sections 6.5 and 10).
 * @param f from the values, in their order, to any number of results
 * @returns for every result its value from the measured values, and the standard deviation over the draws that gave a finite
 *   number; NaN where fewer than half of them did
 */
export function resampled(values: readonly Estimate[], f: (values: number[]) => number[], { draws = DRAWS, seed = 0 }: ResampleOptions = {}): Estimate[] {
  const measured = f(values.map(({ mean }) => mean));
  const results: number[][] = measured.map(() => []);
  const table = normals(draws, values.length, seed);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = values.map(({ mean, error }, i) => mean + error * table.numbers[draw * table.width + i]);
    f(drawn).forEach((value, k) => {
      if (Number.isFinite(value)) results[k].push(value);
    });
  }
  return measured.map((mean, k) => ({ mean, error: 2 * results[k].length < draws ? Number.NaN : deviation(results[k]) }));
}

/** Standard normal numbers by draw and place. */
interface Normals {
  /** A place of a draw is at draw * width + place. */
  numbers: Float64Array;
  draws: number;
  width: number;
  seed: number;
}

/** Those that were drawn last: all curves of a report are resampled by the same ones. */
let last: Normals | undefined;

function normals(draws: number, width: number, seed: number): Normals {
  if (last && last.seed === seed && last.draws >= draws && last.width >= width) return last;
  const numbers = Float64Array.from({ length: draws * width }, (_, at) => normal(Math.floor(at / width), at % width, seed));
  last = { numbers, draws, width, seed };
  return last;
}

/** A standard normal number by Box and Muller. */
function normal(draw: number, i: number, seed: number): number {
  const [a, b] = philox([draw, i, 0, 0], [seed >>> 0, KEY]);
  return Math.sqrt(-2 * Math.log((a + 0.5) / 2 ** 32)) * Math.cos((2 * Math.PI * b) / 2 ** 32);
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
}
