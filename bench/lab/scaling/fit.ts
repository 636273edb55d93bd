/** Power laws through measured points. */

/** A fitted law: value = factor · n^exponent. */
export interface PowerLaw {
  exponent: number;
  /** Standard error of the exponent from the scatter of the points; null with fewer than three of them. */
  error: number | null;
  factor: number;
  /** Smallest and largest n of the fit, and the number of points. */
  first: number;
  last: number;
  points: number;
}

/**
 * Least squares in the logarithms, with equal weights.
 * @param points n and value, both positive
 * @returns undefined with fewer than two points
 */
export function powerLaw(points: readonly (readonly [number, number])[]): PowerLaw | undefined {
  if (points.length < 2) return undefined;
  const [x, y] = [0, 1].map((k) => points.map((point) => Math.log(point[k])));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
  const [middle, height] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  const width = sum((i) => (x[i] - middle) ** 2);
  const exponent = sum((i) => (x[i] - middle) * (y[i] - height)) / width;
  const scatter = sum((i) => (y[i] - height - exponent * (x[i] - middle)) ** 2);
  const sizes = points.map(([n]) => n);
  return {
    exponent,
    error: points.length > 2 ? Math.sqrt(scatter / (points.length - 2) / width) : null,
    factor: Math.exp(height - exponent * middle),
    first: Math.min(...sizes),
    last: Math.max(...sizes),
    points: points.length,
  };
}

/** The exponent with its error, rounded to the digits that the error leaves: 2.01 ± 0.02. */
export function exponentText({ exponent, error }: PowerLaw): string {
  if (error === null) return exponent.toFixed(2);
  const digits = error >= 0.0095 ? 2 : 3;
  return `${exponent.toFixed(digits)} ± ${Math.max(error, 10 ** -digits).toFixed(digits)}`;
}
