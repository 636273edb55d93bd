/** The twin of shaders/bands/tridiagonal: Householder's reduction by products with whole reflections, in double precision. */

/** Diagonal and the entries beside it; their signs are those of the kernel. */
export function tridiagonal(matrix: readonly (readonly number[])[]): { diagonal: number[]; beside: number[] } {
  const n = matrix.length;
  let a = matrix.map((row) => [...row]);
  for (let k = 0; k + 2 < n; k++) {
    const below = a.slice(k + 1).map((row) => row[k]);
    if (below.slice(1).every((x) => x === 0)) continue;
    const alpha = -(below[0] >= 0 ? 1 : -1) * Math.hypot(...below);
    const v = new Array<number>(n).fill(0);
    below.forEach((x, i) => {
      v[k + 1 + i] = x - (i === 0 ? alpha : 0);
    });
    const square = v.reduce((sum, x) => sum + x * x, 0);
    const reflection = v.map((x, i) => v.map((y, j) => (i === j ? 1 : 0) - (2 * x * y) / square));
    a = multiply(multiply(reflection, a), reflection);
  }
  return { diagonal: a.map((row, i) => row[i]), beside: a.slice(1).map((row, i) => row[i]) };
}

function multiply(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
}
