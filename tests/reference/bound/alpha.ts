/** The kernel's ceiling of exponents, so that a bad critic is not lost. */
const LIMIT = 30;

/** exp of a score relative to the largest of its row, and the constant e likewise, so that nothing overflows. */
function row(s: ArrayLike<number>, K: number, i: number) {
  const top = Math.max(1, ...Array.from({ length: K }, (_, j) => s[i * K + j]));
  const e = Float64Array.from({ length: K }, (_, j) => Math.exp(s[i * K + j] - top));
  const meanWithout = (left: number) => e.reduce((sum, x, j) => sum + (j === left ? 0 : x), 0) / (K - 1);
  return { top, e, constant: Math.exp(1 - top), meanWithout };
}

/** A_i, B_i and m_i, all divided by exp(top). */
function denominators(s: ArrayLike<number>, K: number, i: number, alpha: number) {
  const { top, e, constant, meanWithout } = row(s, K, i);
  const next = (i + 1) % K;
  const m = meanWithout(i);
  const A = alpha * meanWithout(next) + (1 - alpha) * constant;
  const B = alpha * m + (1 - alpha) * constant;
  return { top, e, next, A, B, m };
}

/**
 * term_i = 1 + s_ii - ln A_i - m_i / B_i, A_i = alpha mean_{j != i + 1} exp s_ij + (1 - alpha) e,
 * B_i = alpha m_i + (1 - alpha) e, m_i = mean_{j != i} exp s_ij
 */
export function terms(s: ArrayLike<number>, K: number, { ALPHA }: { ALPHA: number }): Float64Array {
  return Float64Array.from({ length: K }, (_, i) => {
    const { top, A, B, m } = denominators(s, K, i, ALPHA);
    return 1 + s[i * K + i] - (top + Math.log(A)) - Math.min(m / B, Math.exp(LIMIT));
  });
}

export const climbed = terms;

/** ds_ij = dt_i (delta_ij - [j != i + 1] alpha exp(s_ij) / ((K - 1) A_i) - [j != i] (1 - alpha m_i / B_i) exp(s_ij) / ((K - 1) B_i)) */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number, { ALPHA }: { ALPHA: number }): Float64Array {
  const ds = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    const { e, next, A, B, m } = denominators(s, K, i, ALPHA);
    for (let j = 0; j < K; j++) {
      const own = j === next ? 0 : (ALPHA * e[j]) / A / (K - 1);
      const negative = j === i ? 0 : ((1 - (ALPHA * m) / B) * e[j]) / B / (K - 1);
      ds[i * K + j] = dterm[i] * ((i === j ? 1 : 0) - Math.min(own + negative, Math.exp(LIMIT)));
    }
  }
  return ds;
}
