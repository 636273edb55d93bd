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
export function profileMatrix({ shells, coefficients }: Profile, sector: Sector): Matrix {
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

/** The symmetric matrix whose eigenvalues give the levels, and the factor L of eps for TM. @throws BlockspinError where eps is not positive */
export function hamiltonian(profile: Profile, sector: Sector): { matrix: Matrix; factor?: Matrix } {
  const matrix = profileMatrix(profile, sector);
  const n = sector.columns.length;
  if (profile.physics === 'schroedinger') {
    for (let i = 0; i < n; i++) matrix.set(i, i, matrix.get(i, i) + sector.squares[i] / 2);
    return { matrix };
  }
  const cholesky = new CholeskyDecomposition(matrix);
  if (!cholesky.isPositiveDefinite()) throw notPositive();
  const factor = cholesky.lowerTriangularMatrix;
  const root = lowerSolve(factor, Matrix.diag(sector.squares.map(Math.sqrt)));
  return { matrix: root.mmul(root.transpose()), factor };
}

/** The error of a dielectric function that is 0 or negative somewhere. */
function notPositive(): BlockspinError {
  const remedy = phrase`use for example ${setting('eps', [1, 12])}`;
  return new BlockspinError({ setting: 'eps', expected: 'a dielectric function that is positive everywhere', got: 'one with places at or below 0', remedy });
}

/** X with L X = B for a lower triangular L. */
export function lowerSolve(lower: Matrix, right: Matrix): Matrix {
  const solved = right.clone();
  for (let i = 0; i < lower.rows; i++) {
    for (let c = 0; c < right.columns; c++) {
      let sum = solved.get(i, c);
      for (let j = 0; j < i; j++) sum -= lower.get(i, j) * solved.get(j, c);
      solved.set(i, c, sum / lower.get(i, i));
    }
  }
  return solved;
}

/** A level from an eigenvalue. */
const levelOf = (physics: Physics, eigenvalue: number) => (physics === 'tm' ? Math.sqrt(Math.max(0, eigenvalue)) / (2 * Math.PI) : eigenvalue);

/** All levels of a sector, ascending, each once. */
export function sectorLevels(profile: Profile, sector: Sector): number[] {
  if (sector.columns.length === 0) return [];
  const { realEigenvalues } = new EigenvalueDecomposition(hamiltonian(profile, sector).matrix, { assumeSymmetric: true });
  const sorted = [...realEigenvalues].sort((a, b) => a - b).map((value) => levelOf(profile.physics, value));
  return sorted.filter((_, i) => i % sector.copies === 0);
}

/** All levels at a momentum, ascending, with their irreps. */
export function levelsAt(profile: Profile, { sectors }: Momentum): Level[] {
  return sectors
    .flatMap((sector) => sectorLevels(profile, sector).map((value) => ({ irrep: sector.irrep, dimension: sector.dimension, value })))
    .sort((a, b) => a.value - b.value);
}

/** The lowest levels as bands: one of dimension 2 stands twice. */
export function bandsAt(profile: Profile, momentum: Momentum, count: number): Level[] {
  return levelsAt(profile, momentum)
    .flatMap((level) => Array.from({ length: level.dimension }, () => level))
    .slice(0, count);
}
