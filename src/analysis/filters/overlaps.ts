/** Similarity of filters: cosines between single filters, principal angles between the subspaces of several components. */
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Components, checkVectors, dot, unit, type Vectors } from './vectors.ts';

/**
 * |<f_i, f_j>| / (|f_i| |f_j|) of every pair: 1 for filters equal up to sign and scale, which carry the same information.
 * A filter of zeros overlaps with nothing, itself included.
 *
 * @param vectors (n, d)
 * @returns (n, n), symmetric
 * @throws BlockspinError for filters of different lengths or weights that are not finite
 */
export function overlapMatrix(vectors: Vectors): number[][] {
  checkVectors(vectors, 'overlaps');
  const units = vectors.map(unit);
  const rows = units.map((a, i) => units.map((b, j) => (j < i ? 0 : Math.min(1, Math.abs(dot(a, b))))));
  return rows.map((row, i) => row.map((overlap, j) => (j < i ? rows[j][i] : overlap)));
}

/**
 * Principal angles between the spans of two sets of components, radians, smallest first: all zero where the components of one are
 * linear combinations of those of the other. There are as many as the smaller span has dimensions; components that depend linearly on
 * others (to 1e-6 of their length) add no dimension.
 * Source: Björck and Golub, Math. Comp. 27, 579 (1973): cosines and sines are singular values of A^T B and of B - A A^T B.
 *
 * @param a (C, d)
 * @param b (C', d)
 */
export function principalAngles(a: Components, b: Components): number[] {
  checkVectors([...a, ...b], 'principal angles');
  const [first, second] = [orthonormal(a), orthonormal(b)].sort((p, q) => q.length - p.length);
  if (second.length === 0) return [];
  const overlap = second.map((v) => first.map((w) => dot(v, w)));
  const rest = second.map((v, i) => v.map((x, k) => first.reduce((left, w, j) => left - overlap[i][j] * w[k], x)));
  const gram = (rows: readonly (readonly number[])[]) => rows.map((p) => rows.map((q) => dot(p, q)));
  const cosines = eigenvalues(gram(overlap)).reverse();
  const sines = eigenvalues(gram(rest));
  // Both are sorted with the smallest angle first. A cosine or sine near 1 hardly depends on the angle; atan2 uses the one that does.
  return cosines.map((cosine, i) => Math.atan2(Math.sqrt(Math.max(0, sines[i])), Math.sqrt(Math.max(0, cosine))));
}

/**
 * The mean squared cosine of the principal angles: 1 where both sets of components span the same space, 0 where the spans are
 * orthogonal. Dimensions that one span lacks count as orthogonal. Signs, order and linear combinations of components do not matter.
 *
 * @param a (C, d)
 * @param b (C', d)
 */
export function subspaceOverlap(a: Components, b: Components): number {
  const shared = principalAngles(a, b).reduce((sum, angle) => sum + Math.cos(angle) ** 2, 0);
  return shared / Math.max(orthonormal(a).length, orthonormal(b).length, 1);
}

/** Subspace overlaps of every pair of runs. @param ensemble (n, C, d) @returns (n, n) */
export function subspaceOverlaps(ensemble: readonly Components[]): number[][] {
  const rows = ensemble.map((a, i) => ensemble.map((b, j) => (j < i ? 0 : subspaceOverlap(a, b))));
  return rows.map((row, i) => row.map((overlap, j) => (j < i ? rows[j][i] : overlap)));
}

/** An orthonormal basis of the span by Gram and Schmidt, in two passes for accuracy; nearly dependent vectors are left out. */
export function orthonormal(vectors: Components): number[][] {
  const basis: number[][] = [];
  for (const vector of vectors) {
    let left = unit(vector);
    for (let pass = 0; pass < 2; pass++) {
      for (const known of basis) {
        const along = dot(known, left);
        left = left.map((x, i) => x - along * known[i]);
      }
    }
    if (Math.sqrt(dot(left, left)) > 1e-6) basis.push(unit(left));
  }
  return basis;
}

/** Eigenvalues of a symmetric matrix, smallest first. */
function eigenvalues(symmetric: number[][]): number[] {
  return [...new EigenvalueDecomposition(new Matrix(symmetric), { assumeSymmetric: true }).realEigenvalues].sort((p, q) => p - q);
}
