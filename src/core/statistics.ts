/** Statistics of correlated measurements of many chains; plain numbers, no GPU. */
import { internal } from './errors.ts';

/** A measured number with its error. */
export interface Estimate {
  mean: number;
  /** Standard error of the mean. */
  error: number;
}

/** An estimate from chains of correlated measurements. */
export interface ChainEstimate extends Estimate {
  /** Integrated autocorrelation time Σ_{t>=1} ρ(t), in sweeps; 0 for independent measurements. */
  tau: number;
  /** Bins the error was taken over. */
  bins: number;
  /** Sweeps one bin spans. */
  bin_length: number;
  /** Measurements in all. */
  n: number;
  /** False when a bin is shorter than ten autocorrelation times or the bins are fewer than eight: the error is then a guess. */
  reliable: boolean;
}

/** A bin has to be this many autocorrelation times long for a result to be called reliable. */
const RELIABLE_TIMES = 10;
/** Where the series is long enough, bins are twice as long: then their means are correlated by a few percent at most. */
const BIN_TIMES = 20;
/** Fewest bins a result may be called reliable with; the error itself is then known to a quarter. */
const FEWEST_BINS = 8;
/** Bins wanted where there are fewer chains than this. */
const WANTED_BINS = 16;
/** More bins would hardly sharpen the error (2 % at this number), but would be shorter. */
const MOST_BINS = 1024;
/** Lags summed before neighbouring measurements are merged. */
const MOST_LAGS = 512;

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

/** Mean of independent values with known errors, each weighted by 1 / error², and how well one number describes them. */
export function weightedMean(values: readonly Estimate[]): Estimate & { chi2: number; dof: number } {
  if (values.length === 0) throw internal('weighted mean of no values');
  let [weights, sum] = [0, 0];
  for (const { mean, error } of values) {
    weights += 1 / error ** 2;
    sum += mean / error ** 2;
  }
  const mean = sum / weights;
  const chi2 = values.reduce((total, value) => total + ((value.mean - mean) / value.error) ** 2, 0);
  return { mean, error: 1 / Math.sqrt(weights), chi2, dof: values.length - 1 };
}

/**
 * Probability that χ² of `dof` degrees of freedom is at least this large: the regularised Q(dof / 2, χ² / 2).
 * From Q(1, x) = exp(-x) or Q(1/2, x) = erfc(√x) by Q(a + 1, x) = Q(a, x) + x^a exp(-x) / Γ(a + 1).
 * Source: NIST Digital Library of Mathematical Functions, 8.8.6 (recurrence), 7.6.2 and 7.9.1 (erfc).
 * @returns 1 without degrees of freedom
 */
export function chiSquaredTail(chi2: number, dof: number): number {
  if (dof === 0) return 1;
  const x = chi2 / 2;
  let a = dof % 2 === 0 ? 1 : 0.5;
  let tail = dof % 2 === 0 ? Math.exp(-x) : erfcOfRoot(x);
  let term = dof % 2 === 0 ? x * Math.exp(-x) : 2 * Math.sqrt(x / Math.PI) * Math.exp(-x);
  for (; a < dof / 2; a++) {
    tail += term;
    term *= x / (a + 1);
  }
  return Math.min(1, tail);
}

/** erfc(√x): one minus the series of erf for small x, the continued fraction for large x. */
function erfcOfRoot(x: number): number {
  const root = Math.sqrt(x);
  if (x < 4) {
    let term = root;
    let sum = root;
    for (let n = 1; n < 60; n++) {
      term *= (2 * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x) * sum;
  }
  let fraction = root;
  for (let n = 60; n >= 1; n--) fraction = root + n / 2 / fraction;
  return Math.exp(-x) / Math.sqrt(Math.PI) / fraction;
}

/**
 * Integrated autocorrelation time of equally long chains about their common mean, in measurements.
 * The sum is cut where the lag exceeds six times the time found so far. A time beyond a few hundred measurements is
 * found from the means of neighbours, which keep the integral of the covariance and halve the number of lags.
 * Source: Sokal, "Monte Carlo methods in statistical mechanics" (1997), section 3; convention AR(1): τ = a / (1 - a).
 */
export function autocorrelationTime(chains: readonly ArrayLike<number>[]): number {
  const length = chains[0].length;
  const mean = meanError(chains.map((chain) => meanError(chain).mean)).mean;
  const covariance = (lag: number) => {
    let sum = 0;
    for (const chain of chains) for (let t = 0; t + lag < length; t++) sum += (chain[t] - mean) * (chain[t + lag] - mean);
    return sum / (chains.length * (length - lag));
  };
  const variance = covariance(0);
  // A constant series carries no information on its dynamics; call it uncorrelated. Its mean may be off by rounding.
  if (!(variance > Math.max(1e-300, 1e-24 * mean * mean))) return 0;
  let tau = 0;
  for (let lag = 1; lag < length && lag <= 6 * (tau + 0.5); lag++) {
    tau += covariance(lag) / variance;
    if (lag < MOST_LAGS) continue;
    const merged = chains.map((chain) => binMeans(chain, Math.floor(length / 2)));
    const kept = meanError(merged.map((chain) => meanError(chain.map((x) => (x - mean) ** 2)).mean)).mean / variance;
    return Math.max(0, 2 * kept * (autocorrelationTime(merged) + 0.5) - 0.5);
  }
  return Math.max(0, tau);
}

/** Means of `count` parts of a series, equally long to one measurement. */
function binMeans(chain: ArrayLike<number>, count: number): Float64Array {
  const edge = (i: number) => Math.floor((i * chain.length) / count);
  return Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let t = edge(i); t < edge(i + 1); t++) sum += chain[t];
    return sum / (edge(i + 1) - edge(i));
  });
}

/**
 * Bins per chain: as many as are much longer than the autocorrelation time, within what is useful. One bin per chain
 * is always right, however short the chain, because chains are independent. If there are only a few chains, each is cut into
 * several bins.
 */
function binsPerChain(chains: number, length: number, tau: number): number {
  const long = Math.floor(length / (BIN_TIMES * (tau + 0.5)));
  const least = Math.min(length, Math.ceil(WANTED_BINS / chains));
  const most = Math.max(1, Math.floor(MOST_BINS / chains));
  return Math.max(least, Math.min(long, most));
}

/** The fields of an estimate that describe its bins. */
function judged(estimate: Estimate, chains: number, length: number, tau: number, perChain: number, spacing: number): ChainEstimate {
  const binLength = Math.floor(length / perChain);
  const bins = chains * perChain;
  // A single measurement per chain gives no information on the dynamics.
  const reliable = length > 1 && binLength >= RELIABLE_TIMES * tau && bins >= FEWEST_BINS;
  return { ...estimate, tau: tau * spacing, bins, bin_length: binLength * spacing, n: chains * length, reliable };
}

/**
 * Mean, error by binning, and autocorrelation time.
 * @param chains one series per independent chain, all of one length, measurements `spacing` sweeps apart
 */
export function chainEstimate(chains: readonly ArrayLike<number>[], spacing = 1): ChainEstimate {
  const length = chains[0].length;
  const tau = autocorrelationTime(chains);
  const perChain = binsPerChain(chains.length, length, tau);
  const means = chains.flatMap((chain) => Array.from(binMeans(chain, perChain)));
  return judged(meanError(means), chains.length, length, tau, perChain, spacing);
}

/**
 * A function of the means of several observables (specific heat, Binder cumulant, stiffness), by the jackknife over
 * the bins that suit the slowest of them.
 * @param columns `columns[k][c]` is the series of observable k in chain c
 * @param f from the means, in the order of the columns
 * @returns the mean with the leading bias removed; tau is the largest of the columns'
 */
export function derivedEstimate(columns: readonly (readonly ArrayLike<number>[])[], f: (means: number[]) => number, spacing = 1): ChainEstimate {
  const chains = columns[0].length;
  const length = columns[0][0].length;
  const tau = Math.max(...columns.map(autocorrelationTime));
  const perChain = binsPerChain(chains, length, tau);
  const means = columns.map((column) => column.flatMap((chain) => Array.from(binMeans(chain, perChain))));
  const rows = means[0].map((_, i) => means.map((column) => column[i]));
  return judged(jackknife(rows, f), chains, length, tau, perChain, spacing);
}

/** A function of means with its error by the jackknife over independent rows; `rows[c][k]` is the k-th mean of row c. */
export function jackknife(rows: readonly (readonly number[])[], f: (means: number[]) => number): Estimate {
  return jackknifed(leavingOut(rows, f));
}

/** A function of the mean over all rows, and over all rows but one, for each row. */
export interface LeftOut<T> {
  all: T;
  without: T[];
}

/** Evaluates a function of the means over rows with all rows, and with each row left out: the input of a jackknife. */
export function leavingOut<T>(rows: readonly (readonly number[])[], f: (means: number[]) => T): LeftOut<T> {
  const n = rows.length;
  const totals = Array.from({ length: rows[0].length }, (_, k) => rows.reduce((sum, row) => sum + row[k], 0));
  return { all: f(totals.map((total) => total / n)), without: rows.map((row) => f(totals.map((total, k) => (total - row[k]) / (n - 1)))) };
}

/**
 * The jackknife: the mean with its bias of order 1/n removed, and the standard error.
 * Source: Efron, The Jackknife, the Bootstrap and Other Resampling Plans (1982), sections 2 and 3.
 */
export function jackknifed({ all, without }: LeftOut<number>): Estimate {
  const n = without.length;
  const { mean } = meanError(without);
  const spread = without.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean: n * all - (n - 1) * mean, error: Math.sqrt(((n - 1) / n) * spread) };
}

/**
 * The jackknife with an error of second order, for a function that may be at an extremum, as the entropy of evenly
 * distributed states. There the error of first order vanishes, but the estimate still depends on the squared deviation of the
 * means. The correction by the bias b removes only the mean of this square. The square of one normal variable with mean b has
 * the standard deviation √2 |b|.
 */
export function secondOrderJackknife(rows: readonly (readonly number[])[], f: (means: number[]) => number): Estimate {
  const left = leavingOut(rows, f);
  const { mean, error } = jackknifed(left);
  return { mean, error: Math.hypot(error, Math.SQRT2 * (mean - left.all)) };
}
