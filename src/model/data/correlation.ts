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

/** A time this many standard deviations beyond that of independent samples is none of theirs. */
const LIMIT = 5;
/** Lags that are summed at least: for independent samples each adds 1 / n to the variance of the time. */
const LAGS = 3;

/**
 * The longest autocorrelation time along the file of what is followed of a sample: magnetisation and its square, or the part of each
 * state; correlations of pairs along each axis (`averages`). The variance of the mean of n samples is 1 + 2 tau times that of
 * independent ones, so errors that take them to be independent grow by the square root of it. What a filter reads may forget
 * sooner than the slowest of these; the error is then too large, not too small.
 * Source: Sokal, "Monte Carlo methods in statistical mechanics" (1997), sections 2 and 3, with τ_int = tau + 1/2.
 *
 * @param symmetry of the ensemble: means that differ between images of a sample are not followed
 * @returns undefined where no time is longer than those that independent samples show by chance
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
  return tau > LIMIT * Math.sqrt(LAGS / samples) ? { tau, quantity, factor: Math.sqrt(1 + 2 * tau) } : undefined;
}
