import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Constants } from './constants.ts';
import { exp, ln } from './elementary.ts';

/** The distribution of candidates, N(mean, sigma² C), with its paths: everything that the next generation depends on. */
export interface Distribution {
  /** Finished generations. */
  readonly generation: number;
  readonly mean: readonly number[];
  readonly sigma: number;
  readonly pathSigma: readonly number[];
  readonly pathC: readonly number[];
  /** C, row by row. */
  readonly covariance: readonly (readonly number[])[];
}

/** C = B D² Bᵀ. */
export interface Axes {
  /** D, square roots of the eigenvalues. */
  readonly lengths: readonly number[];
  /** The unit vectors that are the columns of B. */
  readonly vectors: readonly (readonly number[])[];
}

/** A generation after it was ranked: how much each step counts for the mean, and for the covariance. */
export interface Ranked {
  readonly steps: readonly (readonly number[])[];
  readonly forMean: readonly number[];
  readonly forCovariance: readonly number[];
}

/** The distribution before the first generation. */
export function initialDistribution(mean: readonly number[], sigma: number): Distribution {
  const zero = mean.map(() => 0);
  return { generation: 0, mean, sigma, pathSigma: zero, pathC: zero, covariance: mean.map((_, i) => mean.map((_one, j) => (i === j ? 1 : 0))) };
}

/** Undefined where C is not positive or not finite. */
export function axesOf({ covariance }: Distribution): Axes | undefined {
  if (!covariance.every((row) => row.every(Number.isFinite))) return undefined;
  const found = new EigenvalueDecomposition(new Matrix(covariance.map((row) => [...row])), { assumeSymmetric: true });
  if (!found.realEigenvalues.every((value) => value > 0 && Number.isFinite(value))) return undefined;
  return { lengths: found.realEigenvalues.map(Math.sqrt), vectors: found.eigenvectorMatrix.transpose().to2DArray() };
}

/** y = B D z. */
export function stepOf({ lengths, vectors }: Axes, z: ArrayLike<number>): number[] {
  return vectors[0].map((_, i) => vectors.reduce((sum, vector, k) => sum + vector[i] * lengths[k] * z[k], 0));
}

/** C^-1/2 y. */
export function whitened({ lengths, vectors }: Axes, y: readonly number[]): number[] {
  const along = vectors.map((vector, k) => dot(vector, y) / lengths[k]);
  return y.map((_, i) => vectors.reduce((sum, vector, k) => sum + vector[i] * along[k], 0));
}

/** One generation. Source: Hansen, arXiv:1604.00772, figure 6 and appendix A. */
export function updated(before: Distribution, axes: Axes, constants: Constants, { steps, forMean, forCovariance }: Ranked): Distribution {
  const { cc, cs, c1, cmu, ds, mueff, chiN } = constants;
  const n = before.mean.length;
  const generation = before.generation + 1;
  const move = before.mean.map((_, i) => steps.reduce((sum, y, k) => sum + forMean[k] * y[i], 0));
  const mean = before.mean.map((m, i) => m + before.sigma * move[i]);
  const white = whitened(axes, move);
  const pathSigma = before.pathSigma.map((p, i) => (1 - cs) * p + Math.sqrt(cs * (2 - cs) * mueff) * white[i]);
  const length = Math.sqrt(dot(pathSigma, pathSigma));
  const steady = length / Math.sqrt(1 - exp(2 * generation * ln(1 - cs))) < (1.4 + 2 / (n + 1)) * chiN;
  const pathC = before.pathC.map((p, i) => (1 - cc) * p + (steady ? Math.sqrt(cc * (2 - cc) * mueff) * move[i] : 0));
  const scaled = forCovariance.map((w, k) => (w >= 0 ? w : (w * n) / squared(whitened(axes, steps[k]))));
  const kept = 1 + (steady ? 0 : c1 * cc * (2 - cc)) - c1 - cmu * forCovariance.reduce((sum, w) => sum + w, 0);
  const covariance = before.covariance.map((row) => [...row]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const ranked = steps.reduce((sum, y, k) => sum + scaled[k] * y[i] * y[j], 0);
      covariance[i][j] = kept * before.covariance[i][j] + c1 * pathC[i] * pathC[j] + cmu * ranked;
      covariance[j][i] = covariance[i][j];
    }
  }
  return { generation, mean, sigma: before.sigma * exp((cs / ds) * (length / chiN - 1)), pathSigma, pathC, covariance };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

function squared(a: readonly number[]): number {
  return dot(a, a);
}
