/** How far two parts of a series of samples differ, in standard errors. Plain numbers. */
import type { Range } from './drift_parts.ts';

/** Differences between parts of one series. */
interface SeriesScore {
  /** Variance of a sample that counts for the mean of many: n times the variance of the mean of n samples. */
  variance: number;
  mean(part: Range): number;
  /** Mean of b minus mean of a, in errors of a normal variable. */
  difference(a: Range, b: Range): number;
}

/**
 * The error of means from neighbouring segments; see `driftOf`.
 * @param segments number of segments, less than the samples
 */
export function scoreOf(series: Float64Array, segments: number): SeriesScore {
  const sums = new Float64Array(series.length + 1);
  let white = 0;
  for (let t = 0; t < series.length; t++) {
    sums[t + 1] = sums[t] + series[t];
    if (t > 0) white += (series[t] - series[t - 1]) ** 2;
  }
  const mean = ({ from, to }: Range) => (sums[to] - sums[from]) / (to - from);
  const edge = (i: number) => Math.floor((i * series.length) / segments);
  const means = Array.from({ length: segments }, (_, i) => mean({ from: edge(i), to: edge(i + 1) }));
  const steps = means.slice(1).reduce((sum, value, i) => sum + (value - means[i]) ** 2, 0);
  const ofSegments = ((steps / 2 / (segments - 1)) * series.length) / segments;
  const variance = Math.max(ofSegments, white / 2 / (series.length - 1));
  return {
    variance,
    mean,
    difference(a, b) {
      const between = mean(b) - mean(a);
      const error = Math.sqrt(variance * (1 / (a.to - a.from) + 1 / (b.to - b.from)));
      return error > 0 ? asNormal(between / error, (2 * segments) / 3) : 0;
    },
  };
}

/**
 * The score of a normal variable as improbable as one of Student's t. A variance from n squared differences of neighbours has 2 n / 3
 * degrees of freedom.
 * Source of the approximation: Wallace, Ann. Math. Stat. 30, 1124 (1959).
 */
function asNormal(t: number, dof: number): number {
  return ((8 * dof + 1) / (8 * dof + 3)) * Math.sign(t) * Math.sqrt(dof * Math.log1p((t * t) / dof));
}

/**
 * The same by the likelihood: the signed root of twice n_a I(mean of a) + n_b I(mean of b), where I is Cramér's rate of the values of
 * both parts together, I(x) = sup_θ θ x - ln <exp θ v>. For two values it is the deviance of a two-sample test of binomial
 * rates. Rare values make means skew, and a difference of a few of them looks like many standard errors; here it does not.
 * Correlation enters by the ratio of the variance of a sample to the one that counts for means.
 * @param counted `variance` of the series
 * @returns 0 or more
 */
export function tiltedScore(series: Float64Array, a: Range, b: Range, counted: number): number {
  const values = new Map<number, number>();
  for (const { from, to } of [a, b]) for (let t = from; t < to; t++) values.set(series[t], (values.get(series[t]) ?? 0) + 1);
  const all = [...values];
  const n = a.to - a.from + b.to - b.from;
  const mean = all.reduce((sum, [value, count]) => sum + value * count, 0) / n;
  const variance = all.reduce((sum, [value, count]) => sum + count * (value - mean) ** 2, 0) / n;
  if (!(variance > 0)) return 0;
  const weights = all.map(([value, count]) => [(value - mean) / Math.sqrt(variance), count / n] as const);
  const rates = [a, b].map(({ from, to }) => {
    let sum = 0;
    for (let t = from; t < to; t++) sum += series[t];
    const length = to - from;
    return length * rate(weights, (sum / length - mean) / Math.sqrt(variance));
  });
  return Math.sqrt(2 * (rates[0] + rates[1]) * Math.min(1, variance / counted));
}

/** Halvings of the interval that holds the tilt. */
const STEPS = 60;
/** Tilts beyond this see the extreme values only. */
const STEEPEST = 60;

/** Cramér's rate of x for values with weights; any θ gives a lower bound, so that a bounded search only makes the score smaller. */
function rate(weights: readonly (readonly [value: number, weight: number])[], x: number): number {
  let [low, high] = x > 0 ? [0, STEEPEST] : [-STEEPEST, 0];
  let best = 0;
  for (let i = 0; i < STEPS; i++) {
    const tilt = (low + high) / 2;
    const largest = weights.reduce((most, [value]) => Math.max(most, tilt * value), Number.NEGATIVE_INFINITY);
    let [sum, first] = [0, 0];
    for (const [value, weight] of weights) {
      const factor = weight * Math.exp(tilt * value - largest);
      sum += factor;
      first += factor * value;
    }
    best = Math.max(best, tilt * x - largest - Math.log(sum));
    if (first / sum < x) low = tilt;
    else high = tilt;
  }
  return best;
}
