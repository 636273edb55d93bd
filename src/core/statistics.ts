/** Statistics of many independent chains; plain numbers, no GPU. */
import { internal } from './errors.ts';

/** A measured number with what is needed to judge it. */
export interface Estimate {
  mean: number;
  /** Standard error of the mean. */
  error: number;
}

/** An estimate from chains of correlated measurements. */
export interface ChainEstimate extends Estimate {
  /** Integrated autocorrelation time Σ_{t>=1} ρ(t), in units of the spacing given; 0 for independent samples. */
  tau: number;
  /** Independent chains the error was taken over. */
  bins: number;
  /** Measurements in all. */
  n: number;
  /** False when the chains are shorter than ten autocorrelation times: then the start may still be felt. */
  reliable: boolean;
}

/** Mean and standard error of independent values. */
export function meanError(values: ArrayLike<number>): Estimate {
  const n = values.length;
  if (n === 0) throw internal('mean of no values');
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return { mean, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : Number.NaN };
}

/**
 * Integrated autocorrelation time of equally long chains about their common mean, in measurements.
 * The sum is cut where the lag exceeds six times the time found so far.
 * Source: Sokal, "Monte Carlo methods in statistical mechanics" (1997), section 3; convention AR(1): τ = a / (1 - a).
 */
export function autocorrelationTime(chains: readonly ArrayLike<number>[]): number {
  const length = chains[0].length;
  const mean = meanError(chains.flatMap((chain) => Array.from(chain))).mean;
  const covariance = (lag: number) => {
    let sum = 0;
    for (const chain of chains) for (let t = 0; t + lag < length; t++) sum += (chain[t] - mean) * (chain[t + lag] - mean);
    return sum / (chains.length * (length - lag));
  };
  const variance = covariance(0);
  // A constant series carries no information on its dynamics; call it uncorrelated.
  if (!(variance > 1e-300)) return 0;
  let tau = 0;
  for (let lag = 1; lag < length && lag <= 6 * (tau + 0.5); lag++) tau += covariance(lag) / variance;
  return Math.max(0, tau);
}

/**
 * Mean, error over independent chains, and autocorrelation time.
 * @param chains one series per chain, measurements `spacing` sweeps apart
 */
export function chainEstimate(chains: readonly ArrayLike<number>[], spacing = 1): ChainEstimate {
  const means = chains.map((chain) => meanError(chain).mean);
  const tau = autocorrelationTime(chains);
  const length = chains[0].length;
  return { ...meanError(means), tau: tau * spacing, bins: chains.length, n: chains.length * length, reliable: length >= 10 * tau };
}

/** A function of means with its error by the jackknife over chains; `rows[c][k]` is the k-th mean of chain c. */
export function jackknife(rows: readonly (readonly number[])[], f: (means: number[]) => number): Estimate {
  const n = rows.length;
  const width = rows[0].length;
  const totals = Array.from({ length: width }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0));
  const all = f(totals.map((total) => total / n));
  const left = rows.map((row) => f(totals.map((total, k) => (total - row[k]) / (n - 1))));
  const { mean } = meanError(left);
  const spread = left.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean: n * all - (n - 1) * mean, error: Math.sqrt(((n - 1) / n) * spread) };
}
