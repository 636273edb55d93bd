/** How far samples are correlated along their file: a Markov chain that was not thinned, a slow drift of an experiment. Plain arrays, no GPU. */
import { elements } from '../../core/shape.ts';
import { autocorrelationTime } from '../../core/statistics.ts';
import type { DataSet } from './data_set.ts';
import { averages, followedValues } from './quantities.ts';
import type { Symmetry } from './symmetry.ts';

/** Correlation of the samples along their file. */
export interface FileCorrelation {
  /** Integrated autocorrelation time Σ_{t>=1} ρ(t), samples; 0 for independent ones. */
  tau: number;
  /** What remembers longest, in words. */
  quantity: string;
  /** What errors are enlarged by, sqrt(1 + 2 tau). */
  factor: number;
}

/**
 * A time this many standard deviations long is none of independent samples: the largest of nine quantities passed it in none of 1800 files of
 * random spins, and in one of 1200 files of rare ones.
 */
const LIMIT = 4;

/** Whether a time differs from 0. Lags up to 6 (tau + 1/2) were summed, and each adds 1 / n to its variance for independent samples. */
function significant(tau: number, samples: number): boolean {
  return tau > LIMIT * Math.sqrt((6 * (tau + 0.5)) / samples);
}

/**
 * The longest autocorrelation time along the file of what is followed of a sample: magnetisation and its square, or the part of each
 * state; correlations of pairs along each axis (`averages`). The variance of the mean of n samples is 1 + 2 tau times that of
 * independent ones, so errors that take them to be independent grow by the square root of it. What a filter reads may forget
 * sooner than the slowest of these; the error is then too large, not too small.
 * Source: Sokal, "Monte Carlo methods in statistical mechanics" (1997), sections 2 and 3, with τ_int = tau + 1/2.
 *
 * @param symmetry of the ensemble: means that differ between images of a sample are not followed
 * @returns undefined where no time is longer than those that independent samples show by chance: below 0.6 of 300, 0.2 of 3000 samples
 */
export function correlationOf(data: DataSet, symmetry: Symmetry = 'none'): FileCorrelation | undefined {
  const { samples, shape } = data;
  const values = followedValues(data, samples);
  const length = elements(shape);
  let [tau, quantity] = [0, ''];
  for (const { name, of } of averages(data, { symmetry })) {
    const own = autocorrelationTime([Float64Array.from({ length: samples }, (_, n) => of(values, n * length))]);
    if (own > tau) [tau, quantity] = [own, name];
  }
  return significant(tau, samples) ? { tau, quantity, factor: Math.sqrt(1 + 2 * tau) } : undefined;
}
