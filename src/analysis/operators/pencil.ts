/** Generalised eigenvalues of two symmetric matrices, A v = λ B v; plain arrays, no GPU. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Square matrices, row by row. */
export type Square = readonly (readonly number[])[];

/** An orthonormal basis in which a symmetric matrix is diagonal. */
export interface Diagonal {
  /** Largest first. */
  readonly values: number[];
  /** Unit vectors, in the order of the values. */
  readonly vectors: number[][];
}

/** Eigenvalues and eigenvectors of a symmetric matrix, largest first. */
export function diagonal(matrix: Square): Diagonal {
  const found = new EigenvalueDecomposition(new Matrix(matrix.map((row) => [...row])), { assumeSymmetric: true });
  const columns = found.eigenvectorMatrix.transpose().to2DArray();
  const order = found.realEigenvalues.map((_, i) => i).sort((a, b) => found.realEigenvalues[b] - found.realEigenvalues[a]);
  return { values: order.map((i) => found.realEigenvalues[i]), vectors: order.map((i) => columns[i]) };
}

/** Σ_ij v_i M_ij w_j. */
export function form(v: readonly number[], matrix: Square, w: readonly number[]): number {
  return v.reduce((sum, x, i) => sum + x * matrix[i].reduce((inner, m, j) => inner + m * w[j], 0), 0);
}

/**
 * A v = λ B v within the span of some vectors b_k that diagonalise B, with v^T B v = 1.
 *
 * In the basis b_k / √β_k, β_k = b_k^T B b_k, the matrix B is 1 and A an ordinary symmetric matrix; so B need not be positive outside of
 * the span. Golub and Van Loan, Matrix Computations (2013), section 8.7.
 * @param basis vectors b_k with b_j^T B b_k = 0 for j ≠ k and β_k > 0
 * @returns λ, largest first, and the vectors v
 */
export function pencil(a: Square, b: Square, basis: readonly (readonly number[])[]): Diagonal {
  const whitened = basis.map((vector) => {
    const norm = Math.sqrt(form(vector, b, vector));
    return vector.map((x) => x / norm);
  });
  const { values, vectors } = diagonal(whitened.map((v) => whitened.map((w) => form(v, a, w))));
  return { values, vectors: vectors.map((u) => whitened[0].map((_, i) => u.reduce((sum, x, k) => sum + x * whitened[k][i], 0))) };
}
