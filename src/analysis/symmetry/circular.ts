/** Statistics of angles. Source of all: Mardia and Jupp, Directional Statistics (2000), chapters 6 (uniformity) and 11 (regression). */
import type { Estimate } from '../../core/statistics.ts';
import { fTail, kuiperTail } from '../curves/tails.ts';

/** Rayleigh's test on a multiple of the angle. */
export interface HarmonicTest {
  /** Multiple of the angle. */
  k: number;
  /** Length of the mean of e^{ikθ}: 1 where all angles agree modulo 2π/k. */
  resultant: number;
  /** Rayleigh's statistic 2 n R̄² with the correction that brings it to χ² with two degrees of freedom. */
  statistic: number;
  /** Probability of a statistic as large as this if the angles are uniform on the circle. */
  p: number;
}

/**
 * Rayleigh's test of uniformity, on the angles times k: S = (1 - 1/(2n)) 2n R̄² + n R̄⁴/2 follows χ² with 2 degrees of freedom
 * up to O(1/n²).
 *
 * @param angles radians
 */
export function rayleigh(angles: readonly number[], k = 1): HarmonicTest {
  const n = angles.length;
  const [c, s] = angles.reduce(([x, y], angle) => [x + Math.cos(k * angle), y + Math.sin(k * angle)], [0, 0]);
  const resultant = Math.hypot(c, s) / n;
  const square = resultant * resultant;
  const statistic = (1 - 1 / (2 * n)) * 2 * n * square + (n * square * square) / 2;
  return { k, resultant, statistic, p: Math.exp(-statistic / 2) };
}

/**
 * The resultant R of a multiple of the angle, with its error for large n: √((1 + ρ - 2 R²) / 2n), ρ the mean of cos 2(kθ - kθ_0) about the mean
 * direction. Where angles are uniform R is about 0.9 / √n and not zero. Source: Mardia and Jupp, section 4.8.
 *
 * @param angles radians
 */
export function resultantOf(angles: readonly number[], k: number): Estimate {
  const n = angles.length;
  const [c, s] = angles.reduce(([x, y], angle) => [x + Math.cos(k * angle) / n, y + Math.sin(k * angle) / n], [0, 0]);
  const [resultant, direction] = [Math.hypot(c, s), Math.atan2(s, c)];
  const second = angles.reduce((sum, angle) => sum + Math.cos(2 * (k * angle - direction)) / n, 0);
  return { mean: resultant, error: Math.sqrt(Math.max(0, 1 + second - 2 * resultant ** 2) / (2 * n)) };
}

/** Kuiper's test of uniform angles. */
export interface KuiperTest {
  /** V = D+ + D-, the largest deviations of the distribution of the angles above and below the uniform one. */
  statistic: number;
  p: number;
}

/** Kuiper's test of uniformity, on the angles times k. It is sensitive to every alternative, but less than a test made for that alternative. */
export function kuiper(angles: readonly number[], k = 1): KuiperTest {
  const n = angles.length;
  const turns = angles.map((angle) => (k * angle) / (2 * Math.PI)).map((turn) => turn - Math.floor(turn));
  turns.sort((a, b) => a - b);
  let [above, below] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  turns.forEach((turn, i) => {
    above = Math.max(above, (i + 1) / n - turn);
    below = Math.max(below, turn - i / n);
  });
  const statistic = above + below;
  return { statistic, p: kuiperTail(statistic, n) };
}

/** The regression of values on harmonics of an angle. */
export interface HarmonicRegression {
  /** Multiples of the angle in the regression, with the amplitude found for each, in the units of the values. */
  harmonics: { k: number; amplitude: number }[];
  /** F of the harmonics together. */
  statistic: number;
  degrees: [number, number];
  /** Probability of an F as large as this if the values do not depend on the angle. */
  p: number;
}

/**
 * Least squares of values on cos kθ, sin kθ, and the F test that all amplitudes vanish. Exact for normal values of one
 * variance: Fourier regression of a linear on a circular variable.
 *
 * @param values one of each angle
 * @returns undefined with too few values
 */
export function harmonicRegression(angles: readonly number[], values: readonly number[], ks: readonly number[]): HarmonicRegression | undefined {
  const n = angles.length;
  const degrees: [number, number] = [2 * ks.length, n - 2 * ks.length - 1];
  if (degrees[1] < 1) return undefined;
  const columns = [angles.map(() => 1), ...ks.flatMap((k) => [angles.map((a) => Math.cos(k * a)), angles.map((a) => Math.sin(k * a))])];
  const coefficients = leastSquares(columns, values);
  if (!coefficients) return undefined;
  const mean = values.reduce((sum, y) => sum + y, 0) / n;
  const total = values.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  const rest = values.reduce((sum, y, i) => sum + (y - columns.reduce((fit, column, j) => fit + coefficients[j] * column[i], 0)) ** 2, 0);
  const harmonics = ks.map((k, i) => ({ k, amplitude: Math.hypot(coefficients[2 * i + 1], coefficients[2 * i + 2]) }));
  const tiny = 1e-24 * (total + n * mean * mean);
  if (rest <= tiny) return { harmonics, statistic: total <= tiny ? 0 : Number.POSITIVE_INFINITY, degrees, p: total <= tiny ? 1 : 0 };
  const statistic = Math.max(0, total - rest) / degrees[0] / (rest / degrees[1]);
  return { harmonics, statistic, degrees, p: fTail(statistic, ...degrees) };
}

/** Normal equations by Gaussian elimination with pivots; undefined where columns depend on one another. */
function leastSquares(columns: readonly (readonly number[])[], values: readonly number[]): number[] | undefined {
  const product = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
  const rows = columns.map((a) => [...columns.map((b) => product(a, b)), product(a, values)]);
  const size = rows.length;
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    if (Math.abs(rows[k][k]) < 1e-9 * values.length) return undefined;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return rows.map((row, i) => row[size] / row[i]);
}
