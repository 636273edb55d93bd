/** The twin of shaders/bands/fill: U^T P U of a dense profile matrix between plane waves, in double precision. */

/** A sector as columns of weights by wave. */
export interface DenseSector {
  /** Waves (m, n). */
  readonly waves: readonly (readonly [number, number])[];
  /** By column and wave. */
  readonly columns: readonly (readonly number[])[];
  /** |k + G|^2 by column. */
  readonly squares: readonly number[];
}

/**
 * The matrix of a sector.
 * @param coefficient of the profile at a vector
 * @param tm minus the inverse TM problem in place of the Schroedinger Hamiltonian; its first column is taken out where it is constant
 */
export function matrixOf({ waves, columns, squares }: DenseSector, coefficient: (m: number, n: number) => number, tm: boolean): number[][] {
  const dense = waves.map(([a, b]) => waves.map(([c, d]) => coefficient(a - c, b - d)));
  const product = columns.map((u) => columns.map((v) => u.reduce((sum, x, i) => sum + x * v.reduce((inner, y, j) => inner + y * dense[i][j], 0), 0)));
  if (!tm) return product.map((row, i) => row.map((entry, j) => entry + (i === j ? squares[i] / 2 : 0)));
  const constant = squares[0] < 1e-9;
  // Schur's complement of the constant field.
  const rest = constant
    ? product.slice(1).map((row, i) => row.slice(1).map((entry, j) => entry - (product[i + 1][0] * product[0][j + 1]) / product[0][0]))
    : product;
  const kept = constant ? squares.slice(1) : squares;
  return rest.map((row, i) => row.map((entry, j) => -entry / Math.sqrt(kept[i] * kept[j])));
}
