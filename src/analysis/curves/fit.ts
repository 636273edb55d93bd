/** Least squares of y = a exp(-k u), the form of every decay in this folder; plain numbers, no GPU. */
import { internal } from '../../core/errors.ts';
import { chiSquaredTail, type Estimate } from '../../core/statistics.ts';

/** A weighted fit of y = a exp(-k u): an exponential where u is a length, a power law where u is the logarithm of one. */
export interface RateFit {
  /** a, the value at u = 0. */
  amplitude: Estimate;
  /** k. */
  rate: Estimate;
  chi2: number;
  /** Number of points minus two. */
  dof: number;
  /** Probability of a χ² at least this large if the model is right and the points are independent. */
  p: number;
  /** False where χ² has no minimum in k, as when only one point differs from zero; the errors are then NaN. */
  determined: boolean;
}

/** Range of k: from a rise by exp(3) over all points to a fall by exp(-12), 6e-6, from the first point to the second. */
const RISE = 3;
const FALL = 12;
const SCAN = 150;
/** Distances below this part of the whole span do not widen the range of k, or the scan would be too coarse. */
const DENSE = 32;
/** Golden-section steps: each keeps 0.618 of the bracket, 44 of them 6e-10. */
const NARROWING = 44;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Fits a and k to points with independent errors. The best a for given k is a ratio of sums, so that χ² is minimised over
 * k alone (variable projection: Golub and Pereyra, SIAM J. Numer. Anal. 10, 413 (1973)). Values may be negative, because no
 * logarithm of them is taken. Errors are those of the linearised model, (Jᵀ W J)⁻¹.
 * @param u at least two different numbers
 * @param values one for each u, errors > 0
 */
export function fitRate(u: readonly number[], values: readonly Estimate[]): RateFit {
  const sorted = [...new Set(u)].sort((a, b) => a - b);
  if (sorted.length < 2 || u.length !== values.length || !values.every(({ error }) => error > 0))
    throw internal('a fit of fewer than two points, or without errors');
  const first = sorted[0];
  const x = u.map((v) => v - first);
  const span = sorted[sorted.length - 1] - first;
  const nearest = Math.max(sorted[1] - first, span / DENSE);
  const { at, inside } = leastOver((k) => project(x, values, k).chi2, -RISE / span, FALL / nearest);
  return judged(x, values, at, first, inside);
}

/**
 * The minimum of a function of one number in an interval. A scan needs no starting value; a golden-section search about the least
 * value of the scan then finds the place to 1e-11 of the interval.
 * @returns where it is, the value, and whether it is away from both ends
 */
export function leastOver(f: (x: number) => number, from: number, to: number): { at: number; value: number; inside: boolean } {
  const step = (to - from) / SCAN;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= SCAN; i++) {
    const value = f(from + i * step);
    if (value < least) [best, least] = [i, value];
  }
  const at = narrow(f, from + (best - 1) * step, from + (best + 1) * step);
  return { at, value: f(at), inside: best > 0 && best < SCAN };
}

/** The best amplitude at u = 0 of the shifted points for a given k, and its χ². */
function project(x: readonly number[], values: readonly Estimate[], k: number): { a: number; chi2: number } {
  let [top, bottom] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const f = Math.exp(-k * x[i]);
    const weight = 1 / values[i].error ** 2;
    top += weight * f * values[i].mean;
    bottom += weight * f * f;
  }
  const a = top / bottom;
  let chi2 = 0;
  for (let i = 0; i < x.length; i++) chi2 += ((values[i].mean - a * Math.exp(-k * x[i])) / values[i].error) ** 2;
  return { a, chi2 };
}

/** The minimum of a function between two numbers by golden section. */
function narrow(f: (k: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [left, right] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [fLeft, fRight] = [f(left), f(right)];
  for (let i = 0; i < NARROWING; i++) {
    if (fLeft <= fRight) {
      [high, right, fRight] = [right, left, fLeft];
      left = high - GOLDEN * (high - low);
      fLeft = f(left);
    } else {
      [low, left, fLeft] = [left, right, fRight];
      right = low + GOLDEN * (high - low);
      fRight = f(right);
    }
  }
  return (low + high) / 2;
}

/** Errors and χ² at the minimum; the amplitude is taken back to u = 0. */
function judged(x: readonly number[], values: readonly Estimate[], k: number, first: number, inside: boolean): RateFit {
  const { a, chi2 } = project(x, values, k);
  let [aa, ak, kk] = [0, 0, 0];
  x.forEach((distance, i) => {
    const [da, dk] = [Math.exp(-k * distance), -a * distance * Math.exp(-k * distance)];
    const weight = 1 / values[i].error ** 2;
    aa += weight * da * da;
    ak += weight * da * dk;
    kk += weight * dk * dk;
  });
  const determinant = aa * kk - ak * ak;
  const determined = inside && determinant > 0;
  const shift = Math.exp(k * first);
  const error = (variance: number) => (determined ? Math.sqrt(variance / determinant) : Number.NaN);
  const dof = x.length - 2;
  return {
    // d(a exp(k first)) = exp(k first) (da + a first dk)
    amplitude: { mean: a * shift, error: shift * error(kk + 2 * a * first * -ak + (a * first) ** 2 * aa) },
    rate: { mean: k, error: error(aa) },
    chi2,
    dof,
    p: chiSquaredTail(chi2, dof),
    determined,
  };
}
