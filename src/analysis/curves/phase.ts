/** The curve of I against temperature (or another parameter) at one buffer: its step, its maximum, its two levels; plain numbers, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { chiSquaredTail, type Estimate, weightedMean } from '../../core/statistics.ts';
import { type CurvePoint, sortedCurve } from './peak.ts';
import { type ResampleOptions, resampled } from './resample.ts';
import { ERRORS } from './verdicts.ts';

/** The steepest part of a curve. */
export interface CurveStep {
  /** Where I falls (or rises) most steeply. */
  position: Estimate;
  /** dI/dx there, nats per unit of x: negative where I falls. */
  slope: Estimate;
  /** (highest I - lowest I) / |slope|: the width of the step if the slope were the same everywhere. */
  width: Estimate;
  /** Width of the interval that the step lies in: the place inside of it is an interpolation. */
  resolution: number;
  /** Whether the steepest interval has neighbours on both sides. */
  inside: boolean;
}

/** Options of `curveStepOf`. */
export interface CurveStepOptions extends ResampleOptions {
  /** -1 looks for the steepest fall (default), 1 for the steepest rise. */
  sign?: 1 | -1;
}

/**
 * The steepest part of a curve. Slopes are differences of neighbouring points; the place is the vertex of the parabola
 * through the steepest slope and its neighbours, or the middle of its interval at an end. Errors are by `resampled`, which looks
 * for the steepest slope in every draw anew. They are large where noise between close points makes slopes as steep as the step.
 * @param points at least three; points without a finite x, value or error, such as infinite T, are left out
 */
export function curveStepOf(points: readonly CurvePoint[], { sign = -1, ...options }: CurveStepOptions = {}): CurveStep {
  const curve = sortedCurve(points, 'step', 3);
  const x = curve.map((point) => point.x);
  const values = curve.map(({ value }) => value);
  const [position, slope, width] = resampled(
    values,
    (y) => {
      const found = steepest(x, y, sign);
      return [found.position, found.slope, (Math.max(...y) - Math.min(...y)) / Math.abs(found.slope)];
    },
    options,
  );
  const { at } = steepest(
    x,
    values.map(({ mean }) => mean),
    sign,
  );
  return { position, slope, width, resolution: x[at + 1] - x[at], inside: at > 0 && at < x.length - 2 };
}

function steepest(x: readonly number[], y: readonly number[], sign: 1 | -1): { at: number; position: number; slope: number } {
  const middle = x.slice(1).map((v, i) => (v + x[i]) / 2);
  const slope = y.slice(1).map((v, i) => (sign * (v - y[i])) / (x[i + 1] - x[i]));
  const at = slope.reduce((best, s, i) => (s > slope[best] ? i : best), 0);
  const found = { at, position: middle[at], slope: sign * slope[at] };
  if (at === 0 || at === slope.length - 1) return found;
  const [a, b] = [middle[at - 1] - middle[at], middle[at + 1] - middle[at]];
  const [p, q] = [(slope[at - 1] - slope[at]) / a, (slope[at + 1] - slope[at]) / b];
  const curvature = (q - p) / (b - a);
  const shift = -(p - curvature * a) / (2 * curvature);
  // All three equally steep: no vertex.
  if (!(curvature < 0)) return found;
  return { at, position: middle[at] + shift, slope: sign * (slope[at] - curvature * shift ** 2) };
}

/** The largest value of a curve, compared with the most that H can hold. */
export interface Maximum {
  /** Where the largest value was measured, and that value, nats. The largest of many noisy values is a little too large. */
  x: number;
  value: Estimate;
  /** The most that H can hold, nats. */
  ceiling: number;
  /** ceiling - value. */
  deficit: Estimate;
  /** value / ceiling. */
  fraction: Estimate;
  /** The deficit is within 3 errors of zero, or within the tolerance. */
  saturates: boolean;
  /** The value is above the ceiling by more than 3 errors, which a correct estimate is not. */
  exceeds: boolean;
}

/**
 * The largest value of a curve, compared with the most that H can hold.
 * @param ceiling nats; n ln 2 for n binary components
 * @param tolerance part of the ceiling that may be missing though the errors are smaller (default 0): just below a transition I is not
 *   n ln 2 exactly, and far below it the error vanishes together with the noise
 * @throws BlockspinError without a usable point
 */
export function maximumOf(points: readonly CurvePoint[], ceiling: number, tolerance = 0): Maximum {
  // An error of 0 is allowed: where H is a function of E the value has no spread.
  const usable = points.filter(({ value: { mean, error } }) => Number.isFinite(mean) && Number.isFinite(error));
  if (usable.length === 0)
    throw new BlockspinError({ who: 'maximum', expected: 'values with errors', got: `${points.length} without`, remedy: 'measure at least one point' });
  const { x, value } = usable.reduce((best, point) => (point.value.mean > best.value.mean ? point : best));
  const deficit = { mean: ceiling - value.mean, error: value.error };
  // Rounding of ln 2 in single precision.
  const noise = Math.max(ERRORS * value.error, 1e-6 * ceiling);
  return {
    x,
    value,
    ceiling,
    deficit,
    fraction: { mean: value.mean / ceiling, error: value.error / ceiling },
    saturates: Math.abs(deficit.mean) <= Math.max(noise, tolerance * ceiling),
    exceeds: deficit.mean < -noise,
  };
}

/** One of two levels. */
export interface Level {
  /** Weighted mean, nats. */
  value: Estimate;
  points: number;
  chi2: number;
  dof: number;
  /** Probability of a χ² at least this large if the values do not depend on x. */
  p: number;
}

/** The mean values on both sides of a transition. */
export interface Levels {
  below: Level;
  above: Level;
  /** below - above, and how many of its errors that is. */
  difference: Estimate;
  z: number;
}

/**
 * The values at which I saturates on both sides of a transition, as weighted means. A small p means that the values of that side
 * still depend on x; then the error of their mean has no meaning.
 * @param transition x of the transition
 * @param gap points within this distance of it belong to neither side (default 0)
 * @throws BlockspinError where a side has no usable point
 */
export function levelsOf(points: readonly CurvePoint[], transition: number, gap = 0): Levels {
  const usable = points.filter(({ value: { mean, error } }) => Number.isFinite(mean) && error > 0 && Number.isFinite(error));
  const level = (side: -1 | 1): Level => {
    const values = usable.filter(({ x }) => side * (x - transition) > gap).map(({ value }) => value);
    if (values.length === 0)
      throw new BlockspinError({
        who: 'levels',
        expected: `values with errors on both sides of ${transition}, further than ${gap} from it`,
        got: `none ${side < 0 ? 'below' : 'above'}`,
        remedy: 'measure more points, or give another transition or a smaller gap',
      });
    const { mean, error, chi2, dof } = weightedMean(values);
    return { value: { mean, error }, points: values.length, chi2, dof, p: chiSquaredTail(chi2, dof) };
  };
  const [below, above] = [level(-1), level(1)];
  const difference = { mean: below.value.mean - above.value.mean, error: Math.hypot(below.value.error, above.value.error) };
  return { below, above, difference, z: difference.mean / difference.error };
}
