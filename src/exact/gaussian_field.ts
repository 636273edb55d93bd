/** Gaussian fields on a lattice or graph: real values with the weight exp(-φ K φ / 2), K the graph Laplacian plus a mass. */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { ExactInformation } from './exact.ts';
import { gaussianSignInformation } from './gaussian.ts';
import type { Region } from './system/region.ts';
import type { ExactSpace } from './system/space.ts';

/** Matrices of this many sites take a few seconds. */
const MOST_SITES = 1024;

/** @throws BlockspinError for a mass that is not positive, and too many sites */
export function checkGaussianField(space: ExactSpace, mass: number): void {
  if (!(Number.isFinite(mass) && mass > 0)) {
    const expected = 'a positive number: without it the mean of the field is not bounded';
    throw new BlockspinError({ setting: 'mass', expected, got: mass, remedy: phrase`use for example ${setting('mass', 0.1)}` });
  }
  if (space.sites <= MOST_SITES) return;
  const remedy = phrase`use a smaller ${setting('size')}`;
  throw new BlockspinError({ who: 'size of the sum', expected: `matrices of at most ${MOST_SITES} sites`, got: space.sites, remedy });
}

/**
 * I(V:E) = (ln det Σ_V - ln det Σ_{V|E}) / 2, and I(H:E) of the sign of Λ·V, whose correlation with its mean given E is
 * ρ² = 1 - Λ Σ_{V|E} Λ / Λ Σ_V Λ. The best Λ has the largest canonical correlation of V and E. Nats.
 * @param mass m² of K = Laplacian + m²
 * @param weights Λ, one for each site of V; all 1 unless given
 * @throws BlockspinError before any work
 */
export function exactGaussianField(space: ExactSpace, { block, environment }: Region, mass: number, weights?: readonly number[]): ExactInformation {
  checkGaussianField(space, mass);
  const covariance = cholesky(precision(space, mass)).solve(Matrix.eye(space.sites));
  const part = (rows: readonly number[], columns: readonly number[]) => covariance.selection([...rows], [...columns]);
  const own = part(block, block);
  const across = part(environment, block);
  const explained = across.transpose().mmul(cholesky(part(environment, environment)).solve(across));
  const given = Matrix.sub(own, explained);
  const share = (weights: readonly number[]) => quadratic(explained, weights) / quadratic(own, weights);
  const best = bestWeights(own, explained);
  const value = gaussianSignInformation(correlation(share(best)));
  return {
    information_VE: Math.max(0, (logDeterminant(own) - logDeterminant(given)) / 2),
    information_HE: gaussianSignInformation(correlation(share(weights ?? block.map(() => 1)))),
    best_binary: { value, function: 'sign of a sum of weights times values', weights: [best], threshold: 0, family: 'half-spaces through the mean' },
  };
}

/** Of a matrix that is symmetric up to rounding. */
const cholesky = (matrix: Matrix) => new CholeskyDecomposition(Matrix.add(matrix, matrix.transpose()).mul(0.5));

const correlation = (share: number) => Math.sqrt(Math.max(0, share));

/** Laplacian plus mass; sites that are missing stand alone. */
function precision({ sites, bonds }: ExactSpace, mass: number): Matrix {
  const K = Matrix.eye(sites).mul(mass);
  for (const [a, b, J] of bonds) {
    for (const [row, column, sign] of [
      [a, a, 1],
      [b, b, 1],
      [a, b, -1],
      [b, a, -1],
    ] as const) {
      K.set(row, column, K.get(row, column) + sign * J);
    }
  }
  return K;
}

function quadratic(matrix: Matrix, weights: readonly number[]): number {
  const column = Matrix.columnVector([...weights]);
  return column.transpose().mmul(matrix).mmul(column).get(0, 0);
}

function logDeterminant(matrix: Matrix): number {
  return (
    2 *
    cholesky(matrix)
      .lowerTriangularMatrix.diagonal()
      .reduce((sum, x) => sum + Math.log(x), 0)
  );
}

/** The direction with the largest part of its variance explained by E, normalised to a largest weight of 1. */
function bestWeights(own: Matrix, explained: Matrix): number[] {
  const lower = cholesky(own).lowerTriangularMatrix;
  const half = solveLower(lower, explained);
  const whitened = solveLower(lower, half.transpose());
  const symmetric = Matrix.add(whitened, whitened.transpose()).mul(0.5);
  const eigen = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  const values = eigen.realEigenvalues;
  const top = values.indexOf(Math.max(...values));
  const direction = eigen.eigenvectorMatrix.getColumn(top);
  // Λ = L^-T u, from the last row up.
  const weights = new Array<number>(direction.length).fill(0);
  for (let i = direction.length - 1; i >= 0; i--) {
    const sum = direction.reduce((a, _, j) => (j > i ? a + lower.get(j, i) * weights[j] : a), 0);
    weights[i] = (direction[i] - sum) / lower.get(i, i);
  }
  const largest = weights.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return weights.map((weight) => Number((weight / largest).toFixed(12)));
}

/** L^-1 M for a lower triangular L. */
function solveLower(lower: Matrix, matrix: Matrix): Matrix {
  const out = matrix.clone();
  for (let column = 0; column < matrix.columns; column++) {
    for (let row = 0; row < matrix.rows; row++) {
      let sum = matrix.get(row, column);
      for (let k = 0; k < row; k++) sum -= lower.get(row, k) * out.get(k, column);
      out.set(row, column, sum / lower.get(row, row));
    }
  }
  return out;
}
