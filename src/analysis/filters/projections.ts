/** Filters as points in the plane of two given filters, and the density of these points. */
import { BlockspinError } from '../../core/errors.ts';
import { checkVectors, dot, unit, type Vector, type Vectors } from './vectors.ts';

/** Options of `project`. */
export interface ProjectionOptions {
  /**
   * 'unit': coordinates are the cosines with each axis as it is given; 'orthonormal': the second axis is replaced by its part
   * orthogonal to the first, so that x² + y² is the share of the filter in the plane. They agree for orthogonal axes.
   */
  axes?: 'unit' | 'orthonormal';
  /** Divides every filter by its length. Default true. */
  normalised?: boolean;
}

/** Coordinates of one filter. */
export type Point = readonly [x: number, y: number];

/**
 * Coordinates of each filter on two given filters, e.g. the plaquette or the electric fields of dimers.
 *
 * @param vectors (n, d)
 * @param axes two filters (d), of any length
 * @returns one point per filter; a filter of zeros lies at the origin
 * @throws BlockspinError for filters that do not fit, and for parallel axes where they are to be made orthonormal
 */
export function project(vectors: Vectors, axes: readonly [Vector, Vector], { axes: kind = 'orthonormal', normalised = true }: ProjectionOptions = {}): Point[] {
  checkVectors([...axes, ...vectors], 'projection');
  const first = unit(axes[0]);
  let second = unit(axes[1]);
  if (kind === 'orthonormal') {
    const along = dot(first, second);
    const rest = second.map((x, i) => x - along * first[i]);
    if (dot(rest, rest) < 1e-12) {
      throw new BlockspinError({ who: 'projection', expected: 'two axes that are not parallel', got: `a cosine of ${along}`, remedy: 'choose another axis' });
    }
    second = unit(rest);
  }
  return vectors.map((vector) => {
    const f = normalised ? unit(vector) : vector;
    return [dot(first, f), dot(second, f)] as const;
  });
}

/** A histogram of points in two dimensions. */
export interface Density {
  /** bins + 1 edges, alike along x and y. */
  edges: number[];
  /** counts[row][column] = points with y in row, x in column; row 0 is the lowest y. */
  counts: number[][];
  /** Points beyond the edges. */
  outside: number;
}

/**
 * A histogram in two dimensions, for a density plot.
 *
 * @param points e.g. from `project`
 * @param bins along each axis
 * @param range the plot reaches from -range to range along both axes; points on its rim count
 */
export function density(points: readonly Point[], bins = 40, range = 1): Density {
  if (!(Number.isInteger(bins) && bins > 0 && range > 0)) {
    throw new BlockspinError({
      who: 'density',
      expected: 'a whole number of bins and a positive range',
      got: `${bins}, ${range}`,
      remedy: 'use 40 bins, range 1',
    });
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => range * ((2 * i) / bins - 1));
  const counts = Array.from({ length: bins }, () => new Array<number>(bins).fill(0));
  let outside = 0;
  const binOf = (x: number) => (Math.abs(x) <= range ? Math.min(bins - 1, Math.floor(((x / range + 1) / 2) * bins)) : -1);
  for (const [x, y] of points) {
    const [column, row] = [binOf(x), binOf(y)];
    if (column < 0 || row < 0) outside += 1;
    else counts[row][column] += 1;
  }
  return { edges, counts, outside };
}
