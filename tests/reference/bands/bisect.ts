/** The twin of shaders/bands/bisect: all eigenvalues of a tridiagonal matrix by the QL algorithm with implicit shifts, in double precision. */

/** Eigenvalues, ascending. Source of the algorithm: Golub and Van Loan, Matrix Computations, section 8.3. */
export function eigenvalues(diagonal: readonly number[], beside: readonly number[]): number[] {
  const d = [...diagonal];
  const e = [...beside, 0];
  for (let l = 0; l < d.length; l++) {
    for (;;) {
      let m = l;
      while (m < d.length - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      sweep(d, e, l, m);
    }
  }
  return d.sort((a, b) => a - b);
}

/** One QL step on rows l..m with Wilkinson's shift. */
function sweep(d: number[], e: number[], l: number, m: number): void {
  const half = (d[l + 1] - d[l]) / (2 * e[l]);
  let g = d[m] - d[l] + e[l] / (half + (half >= 0 ? 1 : -1) * Math.hypot(half, 1));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const [f, b] = [s * e[i], c * e[i]];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    [s, c] = [f / r, g / r];
    g = d[i + 1] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}
