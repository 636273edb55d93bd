/** Where a measured curve is highest; plain numbers, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import type { Estimate } from '../../core/statistics.ts';
import { type ResampleOptions, resampled } from './resample.ts';

/** A measured value at some temperature, rate or other parameter. */
export interface CurvePoint {
  x: number;
  value: Estimate;
}

/** The peak of a curve. */
export interface Peak {
  /** Vertex of the parabola through the highest points. */
  position: Estimate;
  /** Its value there. */
  height: Estimate;
  /** Distance over which the parabola falls to half of its height; NaN without a vertex. */
  width: Estimate;
  /** Half the distance between the neighbours of the highest point: unless the curve is a parabola, the place of its peak is known no better. */
  resolution: number;
  /** Whether the highest point has neighbours on both sides; else the peak may lie outside of the measured range. */
  inside: boolean;
  /** By how many errors the highest point exceeds the higher one of the two ends; below 3 a peak is not established. */
  significance: number;
}

/** Options of `peakOf`. */
export interface PeakOptions extends ResampleOptions {
  /** Points on either side of the highest one that the parabola goes through: 1 by default, a fit for more. */
  neighbours?: number;
}

/**
 * The peak of a curve with errors: the vertex of a weighted parabola about the highest point, errors by `resampled`,
 * which chooses the highest point anew in every draw.
 * @param points at least three different x; sorted here, those without a finite value or an error are left out
 * @throws BlockspinError with fewer than three usable points
 */
export function peakOf(points: readonly CurvePoint[], { neighbours = 1, ...options }: PeakOptions = {}): Peak {
  const curve = sortedCurve(points, 'peak', 3);
  const x = curve.map((point) => point.x);
  const errors = curve.map(({ value }) => value.error);
  const values = curve.map(({ value }) => value);
  const [position, height, width] = resampled(values, (y) => vertex(x, y, errors, neighbours), options);
  const top = highest(values.map(({ mean }) => mean));
  const last = x.length - 1;
  const end = values[values[0].mean > values[last].mean ? 0 : last];
  return {
    position,
    height,
    width,
    resolution: (x[Math.min(last, top + 1)] - x[Math.max(0, top - 1)]) / 2,
    inside: top > 0 && top < last,
    significance: (values[top].mean - end.mean) / Math.hypot(values[top].error, end.error) || 0,
  };
}

/**
 * The points of a curve with a finite place and value and an error above 0, in ascending order.
 * @param who name of the caller in messages
 * @param least number of different places that are needed
 * @throws BlockspinError with fewer places, or two values at one place
 */
export function sortedCurve<P extends CurvePoint>(points: readonly P[], who: string, least: number): P[] {
  const usable = points.filter(({ x, value: { mean, error } }) => Number.isFinite(x) && Number.isFinite(mean) && error > 0 && Number.isFinite(error));
  const different = new Set(usable.map(({ x }) => x)).size;
  if (different < least || different < usable.length)
    throw new BlockspinError({
      who,
      expected: `at least ${least} different points with finite values and errors above 0`,
      got: `${different} different ones among ${usable.length} usable of ${points.length}`,
      remedy: 'measure more points, one value at each',
    });
  return [...usable].sort((a, b) => a.x - b.x);
}

function highest(y: readonly number[]): number {
  return y.reduce((best, value, i) => (value > y[best] ? i : best), 0);
}

/** [position, height, width] of the parabola about the highest point; that point itself where it is at an end or there is no vertex between. */
function vertex(x: readonly number[], y: readonly number[], errors: readonly number[], neighbours: number): number[] {
  const top = highest(y);
  const from = Math.max(0, top - neighbours);
  const to = Math.min(x.length - 1, top + neighbours);
  if (top === 0 || top === x.length - 1) return [x[top], y[top], Number.NaN];
  const [c0, c1, c2] = parabola(x.slice(from, to + 1), y.slice(from, to + 1), errors.slice(from, to + 1), x[top]);
  const shift = -c1 / (2 * c2);
  if (!(c2 < 0 && x[top] + shift >= x[from] && x[top] + shift <= x[to])) return [x[top], y[top], Number.NaN];
  const height = c0 - c1 ** 2 / (4 * c2);
  return [x[top] + shift, height, Math.sqrt(height / (-2 * c2))];
}

/** Coefficients of the weighted parabola in (x - centre), by the normal equations. */
function parabola(x: readonly number[], y: readonly number[], errors: readonly number[], centre: number): [number, number, number] {
  const scale = Math.max(...x.map((v) => Math.abs(v - centre)));
  const s = [0, 0, 0, 0, 0];
  const t = [0, 0, 0];
  x.forEach((v, i) => {
    const z = (v - centre) / scale;
    const weight = 1 / errors[i] ** 2;
    for (let n = 0; n < 5; n++) s[n] += weight * z ** n;
    for (let n = 0; n < 3; n++) t[n] += weight * z ** n * y[i];
  });
  const determinant = (a: number[], b: number[], c: number[]) =>
    a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1]) + c[0] * (a[1] * b[2] - a[2] * b[1]);
  const [a, b, c] = [s.slice(0, 3), s.slice(1, 4), s.slice(2, 5)];
  const whole = determinant(a, b, c);
  return [determinant(t, b, c) / whole, determinant(a, t, c) / whole / scale, determinant(a, b, t) / whole / scale ** 2];
}
