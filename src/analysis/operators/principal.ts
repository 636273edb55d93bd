/** Principal correlators: the combinations of fields that decay alone, by generalised eigenvalues of their matrix; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknifed, meanError } from '../../core/statistics.ts';
import type { Correlator } from '../field/correlator.ts';
import { type FieldMatrix, type FieldRow, pairOf } from './covariance.ts';
import { type Diagonal, diagonal, form, pencil, type Square } from './pencil.ts';

/** Errors by which an eigenvalue of C(r0) has to exceed zero. */
const ERRORS = 3;

/** Distances between which fields are told apart, and with which weights places enter. */
export interface PrincipalOptions {
  /** r0, sites: C(r0) is the metric. Blocks should not overlap there. */
  near: number;
  /** r1 > r0, sites: the eigenvectors of C(r1) v = λ C(r0) v are kept for all distances. */
  far: number;
  /** 'zero' where symmetry makes all means vanish; by default the squares of the means are subtracted. */
  mean?: 'measured' | 'zero';
}

/** Combinations of fields, the slowest decay first. */
export interface Principals {
  /** [principal][operator], with v^T C(r0) v = 1. */
  vectors: number[][];
  /** λ at r1. */
  values: number[];
  /** Eigenvalues of C(r0), of fields divided by their standard deviations, that are not positive within their errors: these directions are left out. */
  dropped: Estimate[];
}

/** Connected C_ab at some places, averaged with their weights, from the means of all rows or of all but one. */
export interface WeightedPlaces {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/** The places of a matrix whose distance rounds to r; without any, the nearest one. */
export function ringAt({ distances }: Pick<FieldMatrix, 'distances'>, r: number): WeightedPlaces {
  const places = distances.flatMap((d, i) => (Math.round(d) === r ? [i] : []));
  return { places, weights: places.map(() => 1 / places.length) };
}

/** Means over rows, all of them or all but one. */
export function meanRow(rows: readonly FieldRow[], without = -1): FieldRow {
  const count = rows.length - (without < 0 ? 0 : 1);
  const means = rows[0].means.map(() => 0);
  const pairs = rows[0].pairs.map((values) => new Float64Array(values.length));
  rows.forEach((row, i) => {
    if (i === without) return;
    row.means.forEach((mean, k) => {
      means[k] += mean / count;
    });
    row.pairs.forEach((values, p) => {
      for (let k = 0; k < values.length; k++) pairs[p][k] += values[k] / count;
    });
  });
  return { means, pairs };
}

/** The connected matrix at some places out of one row of means. */
export function matrixAt(
  { operators: n, components }: Pick<FieldMatrix, 'operators' | 'components'>,
  row: FieldRow,
  { places, weights }: WeightedPlaces,
  mean: 'measured' | 'zero',
): Square {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (__, b) => {
      const values = row.pairs[pairOf(a, b, n)];
      const whole = places.reduce((sum, place, i) => sum + weights[i] * values[place], 0);
      if (mean === 'zero') return whole;
      let square = 0;
      for (let c = 0; c < components; c++) square += row.means[a * components + c] * row.means[b * components + c];
      return whole - total * square;
    }),
  );
}

/**
 * Orthogonal directions in which a matrix is positive beyond its error over chains, of fields divided by their standard deviations.
 * @throws BlockspinError where there is none
 */
function positive(matrix: FieldMatrix, at: WeightedPlaces, mean: 'measured' | 'zero'): { basis: number[][]; dropped: Estimate[] } {
  const average = meanRow(matrix.rows);
  const own = matrixAt(matrix, average, { places: [0], weights: [1] }, mean);
  const scale = own.map((row, a) => Math.sqrt(Math.max(row[a], Number.MIN_VALUE)));
  const scaled = matrixAt(matrix, average, at, mean).map((row, a) => row.map((x, b) => x / scale[a] / scale[b]));
  const { vectors } = diagonal(scaled);
  const directions = vectors.map((vector) => vector.map((x, a) => x / scale[a]));
  const basis: number[][] = [];
  const dropped: Estimate[] = [];
  for (const direction of directions) {
    const value = jackknifedForm(matrix, direction, at, mean);
    if (value.mean > ERRORS * value.error) basis.push(direction);
    else dropped.push(value);
  }
  if (basis.length > 0) return { basis, dropped };
  throw new BlockspinError({
    who: 'covariance',
    expected: `correlators that are positive by ${ERRORS} errors at the nearest distance`,
    got: dropped.map(({ mean: m, error }) => `${m.toPrecision(2)} ± ${error.toPrecision(1)}`).join(', '),
    remedy: 'sample more, or take operators of this sector that have a correlator',
  });
}

/** v^T C v with its error over chains. */
function jackknifedForm(matrix: FieldMatrix, v: readonly number[], at: WeightedPlaces, mean: 'measured' | 'zero'): Estimate {
  const { operators: n, components, rows } = matrix;
  const means = meanRow(rows).means;
  const projected = (of: readonly number[], c: number) => v.reduce((sum, x, a) => sum + x * of[a * components + c], 0);
  const total = at.weights.reduce((sum, w) => sum + w, 0);
  const values = rows.map((row) => {
    let value = form(v, matrixAt({ operators: n, components }, row, at, 'zero'), v);
    // To first order the square of the mean changes by twice the mean times the deviation of the chain.
    if (mean === 'measured') {
      for (let c = 0; c < components; c++) {
        const [m, own] = [projected(means, c), projected(row.means, c)];
        value -= total * (2 * m * (own - m) + m * m);
      }
    }
    return value;
  });
  return meanError(values);
}

/**
 * The combinations of fields that solve C(r1) v = λ C(r0) v. In a field theory C(r) = Σ_i A_i A_i^T d(r)^(-2 Δ_i), so that v of every dimension is one
 * vector for all distances, up to dimensions beyond the number of fields. Sources: Lüscher and Wolff, Nucl. Phys. B 339, 222 (1990); Sandvik, arXiv:2406.12681.
 * @throws BlockspinError where no direction of C(r0) is positive within its error, or a distance has no place
 */
export function principals(matrix: FieldMatrix, { near, far, mean = 'measured' }: PrincipalOptions): Principals {
  const [close, distant] = [ringAt(matrix, near), ringAt(matrix, far)];
  if (close.places.length === 0 || distant.places.length === 0)
    throw new BlockspinError({ who: 'covariance', expected: `displacements of ${near} and ${far} sites`, got: 'none', remedy: 'take others' });
  return solved(matrix, matrix, close, distant, mean);
}

/** The same between two matrices of correlators of the same fields, as of two lattices. */
export function solved(first: FieldMatrix, second: FieldMatrix, at: WeightedPlaces, to: WeightedPlaces, mean: 'measured' | 'zero'): Principals {
  const { basis, dropped } = positive(first, at, mean);
  const near = matrixAt(first, meanRow(first.rows), at, mean);
  const far = matrixAt(second, meanRow(second.rows), to, mean);
  const { values, vectors } = pencil(far, near, basis);
  return { values, vectors, dropped };
}

/**
 * The correlator of one combination of the fields, v^T C(r) v: that of the field Σ_a v_a φ_a. So it is fitted and judged as that of a single filter. The vector
 * is the same for all chains and distances; its own noise enters the result in second order only.
 */
export function principalCorrelator(matrix: FieldMatrix, vector: readonly number[]): Correlator {
  const { size, distances, places, components, operators: n } = matrix;
  const rows = matrix.rows.map(({ means, pairs }) => {
    const mean = Array.from({ length: components }, (_, c) => vector.reduce((sum, v, a) => sum + v * means[a * components + c], 0));
    const values = new Float64Array(distances.length);
    for (let a = 0; a < n; a++) {
      for (let b = a; b < n; b++) {
        const weight = (a === b ? 1 : 2) * vector[a] * vector[b];
        const of = pairs[pairOf(a, b, n)];
        for (let i = 0; i < values.length; i++) values[i] += weight * of[i];
      }
    }
    return [...mean, ...values];
  });
  return { size, distances, ...(places ? { places } : {}), components, rows };
}

/** Generalised eigenvalues at one distance, in the order of the vectors that they belong to. */
export interface Followed {
  readonly r: number;
  /** λ_i(r), which is 1 at r0, with errors by the jackknife over chains. */
  readonly values: Estimate[];
  /** Cosine in the metric C(r0) between the vector at r and the one that it was followed from. */
  readonly overlaps: number[];
}

/**
 * C(r) v = λ C(r0) v solved anew at every distance, each eigenvalue given to the vector with which its own overlaps most: a check that the
 * vectors do not turn with the distance.
 */
export function followed(matrix: FieldMatrix, { vectors }: Principals, { near, mean = 'measured' }: PrincipalOptions, radii: readonly number[]): Followed[] {
  const { rows } = matrix;
  const rowsOf = [meanRow(rows), ...rows.map((_, i) => meanRow(rows, i))];
  const close = ringAt(matrix, near);
  const metrics = rowsOf.map((row) => matrixAt(matrix, row, close, mean));
  return radii.map((r) => {
    const ring = ringAt(matrix, r);
    const [all, ...without] = rowsOf.map((row, i) => matched(pencil(matrixAt(matrix, row, ring, mean), metrics[i], vectors), metrics[i], vectors));
    const values = vectors.map((_, i) => jackknifed({ all: all.values[i], without: without.map((one) => one.values[i]) }));
    return { r, values, overlaps: all.overlaps };
  });
}

/** Eigenvalues in the order of given vectors: pairs by the largest overlap left. */
function matched(found: Diagonal, metric: Square, vectors: readonly (readonly number[])[]): { values: number[]; overlaps: number[] } {
  const n = vectors.length;
  const table = vectors.flatMap((v, i) => found.vectors.map((w, j) => ({ i, j, overlap: Math.abs(form(v, metric, w)) })));
  const values = new Array<number>(n).fill(Number.NaN);
  const overlaps = new Array<number>(n).fill(0);
  const taken = new Set<number>();
  for (const { i, j, overlap } of table.sort((a, b) => b.overlap - a.overlap)) {
    if (!Number.isNaN(values[i]) || taken.has(j)) continue;
    taken.add(j);
    [values[i], overlaps[i]] = [found.values[j], overlap];
  }
  return { values, overlaps };
}
