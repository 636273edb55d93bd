/**
 * Levels in double precision. Units hbar = m = 1, lattice constant 1.
 * Schroedinger: |k + G|^2 / 2 + V_(G - G'), levels are energies. TM: |k + G|^2 E_G = w^2 sum eps_(G - G') E_G', levels are w a / 2 pi c;
 * with eps = L L^T the matrix L^-1 |k + G|^2 L^-T is symmetric.
 */
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { entryOf, type Momentum, type Sector } from './sectors.ts';
import type { Shells } from './waves.ts';

/** What the levels are of. */
export const PHYSICS = ['schroedinger', 'tm'] as const;
/** One of them. */
export type Physics = (typeof PHYSICS)[number];

/** A periodic profile: V or eps. */
export interface Profile {
  readonly physics: Physics;
  readonly shells: Shells;
  /** Real Fourier coefficient by shell; that of G = 0 is the mean. */
  readonly coefficients: ArrayLike<number>;
}

/** A level with its irrep. */
export interface Level {
  readonly irrep: string;
  readonly dimension: number;
  readonly value: number;
}

/** The profile as a matrix between the columns of a sector. */
function profileMatrix({ shells, coefficients }: Profile, sector: Sector): Matrix {
  const n = sector.columns.length;
  const matrix = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (const [shell, weight] of entryOf(sector, shells, i, j)) sum += weight * (coefficients[shell] ?? 0);
      matrix.set(i, j, sum);
      matrix.set(j, i, sum);
    }
  }
  return matrix;
}

/** eps between the columns of a sector, and L^-1 of eps = L L^T. @throws BlockspinError where eps is not positive */
export function metricOf(profile: Profile, sector: Sector): { eps: Matrix; inverse: Matrix } {
  const eps = profileMatrix(profile, sector);
  const cholesky = new CholeskyDecomposition(eps);
  if (cholesky.isPositiveDefinite()) return { eps, inverse: inverseOf(cholesky.lowerTriangularMatrix) };
  const remedy = phrase`use for example ${setting('eps', [1, 12])}`;
  throw new BlockspinError({ setting: 'eps', expected: 'a dielectric function that is positive everywhere', got: 'one with places at or below 0', remedy });
}

/** The symmetric matrix whose eigenvalues give the levels. @param metric of TM, where it is known @throws BlockspinError as `metricOf` */
export function hamiltonian(profile: Profile, sector: Sector, metric?: ReturnType<typeof metricOf>): Matrix {
  const n = sector.columns.length;
  if (profile.physics === 'schroedinger') {
    const matrix = profileMatrix(profile, sector);
    for (let i = 0; i < n; i++) matrix.set(i, i, matrix.get(i, i) + sector.squares[i] / 2);
    return matrix;
  }
  const root = (metric ?? metricOf(profile, sector)).inverse.clone();
  for (let i = 0; i < n; i++) root.mulColumn(i, Math.sqrt(sector.squares[i]));
  return root.mmul(root.transpose());
}

/** The inverse of a lower triangular matrix, row by row. */
function inverseOf(lower: Matrix): Matrix {
  const rows = lower.to2DArray();
  const inverse: Float64Array[] = [];
  for (const [i, row] of rows.entries()) {
    const made = new Float64Array(rows.length);
    made[i] = 1;
    for (let j = 0; j < i; j++) for (let c = 0; c <= j; c++) made[c] -= row[j] * inverse[j][c];
    inverse.push(made.map((entry) => entry / row[i]));
  }
  return new Matrix(inverse.map((row) => Array.from(row)));
}

/** A level from an eigenvalue. */
const levelOf = (physics: Physics, eigenvalue: number) => (physics === 'tm' ? Math.sqrt(Math.max(0, eigenvalue)) / (2 * Math.PI) : eigenvalue);

/** All levels of a sector, ascending, each once. */
export function sectorLevels(profile: Profile, sector: Sector): number[] {
  if (sector.columns.length === 0) return [];
  const { realEigenvalues } = new EigenvalueDecomposition(hamiltonian(profile, sector), { assumeSymmetric: true });
  const sorted = [...realEigenvalues].sort((a, b) => a - b).map((value) => levelOf(profile.physics, value));
  return sorted.filter((_, i) => i % sector.copies === 0);
}

/** The lowest bands at a momentum with their irreps: a level of dimension 2 stands twice. */
export function bandsAt(profile: Profile, { sectors }: Momentum, count: number): Level[] {
  return sectors
    .flatMap(({ irrep, dimension }, i) =>
      sectorLevels(profile, sectors[i]).flatMap((value) => Array.from({ length: dimension }, () => ({ irrep, dimension, value }))),
    )
    .sort((a, b) => a.value - b.value)
    .slice(0, count);
}
