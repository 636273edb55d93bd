/** Principal components of an ensemble of filters. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Estimate } from '../../core/statistics.ts';
import { checkVectors, dot, unit, type Vectors } from './vectors.ts';

/** Options of `pca`. */
export interface PcaOptions {
  /** Components wanted; default all that are not zero. */
  components?: number;
  /** Subtracts the mean filter. Off by default: the sign of a filter is arbitrary, and only the second moments <f f^T> do not depend on it. */
  centred?: boolean;
  /** Divides every filter by its length, so that all runs have the same weight. Default true. */
  normalised?: boolean;
}

/** Principal components, largest first. */
export interface PrincipalComponents {
  /** Second moment along each component, largest first. */
  values: number[];
  /** Share of the whole second moment that each component explains, with its error over runs. */
  shares: Estimate[];
  /** Unit vectors (components, d); the largest weight of each is positive. */
  components: number[][];
  /** What was subtracted; zeros unless centred. */
  mean: number[];
  /** Coordinates of each run (n, components), of the filter after normalisation and centring. */
  coordinates: number[][];
}

/**
 * Eigenvectors of the second moment M = <f f^T> of filters, found from the smaller of M and the runs' Gram matrix. Filters f
 * and -f count alike unless centred.
 *
 * Errors of the shares s_k = λ_k / tr M are those of the infinitesimal jackknife, which to first order equals the jackknife over runs
 * but needs only one decomposition: the influence of run i on s_k is ((v_k·f_i)² - s_k |f_i|²) / tr M. They hold for eigenvalues
 * that are further apart than their errors; of degenerate ones only the sum is meaningful.
 * Sources: Jolliffe, Principal Component Analysis (2002), chapter 3; Efron, The Jackknife, the Bootstrap (1982), chapter 6;
 * Magnus, Econometric Theory 1, 179 (1985) for the derivative of an eigenvalue.
 *
 * @param vectors (n, d)
 * @throws BlockspinError for fewer than two filters, filters of different lengths or weights that are not finite
 */
export function pca(vectors: Vectors, { components, centred = false, normalised = true }: PcaOptions = {}): PrincipalComponents {
  checkVectors(vectors, 'principal components', 2);
  const [n, d] = [vectors.length, vectors[0].length];
  const scaled = normalised ? vectors.map(unit) : vectors.map((v) => [...v]);
  const mean = Array.from({ length: d }, (_, k) => (centred ? scaled.reduce((sum, v) => sum + v[k], 0) / n : 0));
  const rows = centred ? scaled.map((v) => v.map((x, k) => x - mean[k])) : scaled;
  const { values, vectors: axes } = n < d ? fromRuns(rows) : fromMoment(rows);
  const trace = rows.reduce((sum, f) => sum + dot(f, f), 0) / n;
  const kept = values.filter((value) => value > 1e-12 * trace).slice(0, components);
  const directions = kept.map((_, k) => signed(axes[k]));
  const coordinates = rows.map((f) => directions.map((v) => dot(v, f)));
  const shares = kept.map((value, k) => {
    const share = value / trace;
    const squares = rows.reduce((sum, f, i) => sum + ((coordinates[i][k] ** 2 - share * dot(f, f)) / trace) ** 2, 0);
    return { mean: share, error: Math.sqrt(squares / (n * (n - 1))) };
  });
  return { values: kept, shares, components: directions, mean, coordinates };
}

interface Spectrum {
  /** Largest first. */
  values: number[];
  vectors: number[][];
}

/** From the (d, d) second moment. */
function fromMoment(rows: number[][]): Spectrum {
  const d = rows[0].length;
  const moment = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  for (const f of rows) {
    for (let i = 0; i < d; i++) {
      const [into, weight] = [moment[i], f[i] / rows.length];
      for (let j = 0; j <= i; j++) into[j] += weight * f[j];
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) moment[j][i] = moment[i][j];
  return decompose(moment);
}

/** From the (n, n) Gram matrix of the runs: F F^T / n has the same eigenvalues, its eigenvectors u give F^T u. */
function fromRuns(rows: number[][]): Spectrum {
  const n = rows.length;
  const { values, vectors } = decompose(rows.map((a) => rows.map((b) => dot(a, b) / n)));
  return { values, vectors: vectors.map((u) => unit(rows[0].map((_, k) => rows.reduce((sum, f, i) => sum + u[i] * f[k], 0)))) };
}

function decompose(symmetric: number[][]): Spectrum {
  const found = new EigenvalueDecomposition(new Matrix(symmetric), { assumeSymmetric: true });
  const columns = found.eigenvectorMatrix.transpose().to2DArray();
  const order = found.realEigenvalues.map((_, i) => i).sort((a, b) => found.realEigenvalues[b] - found.realEigenvalues[a]);
  return { values: order.map((i) => found.realEigenvalues[i]), vectors: order.map((i) => columns[i]) };
}

function signed(vector: number[]): number[] {
  const largest = vector.reduce((a, w) => (Math.abs(w) > Math.abs(a) ? w : a), 0);
  return largest < 0 ? vector.map((w) => 0 - w) : vector;
}
