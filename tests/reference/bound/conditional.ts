/** One replica: K samples, S states of all components of which G are those of the known ones, O logits per sample of which the first S count. */
export interface Sizes {
  K: number;
  S: number;
  G: number;
  O: number;
}

/** Sum of exp over the states that share the known part g. */
function normalised(row: readonly number[], G: number): number[] {
  return row.map((x, s) => {
    const same = row.filter((_, other) => other % G === s % G);
    const top = Math.max(...same);
    return x - top - Math.log(same.reduce((sum, y) => sum + Math.exp(y - top), 0));
  });
}

/** ln of m_s / M_(s mod G), m the mean of p over the samples, M_g the sum of m over the states with known part g. */
function conditionalLog(p: ArrayLike<number>, { K, S, G }: Sizes): number[] {
  const m = Array.from({ length: S }, (_, s) => Array.from({ length: K }, (__, k) => p[k * S + s] / K).reduce((a, b) => a + b, 0));
  const known = Array.from({ length: G }, (_, g) => m.filter((__, s) => s % G === g).reduce((a, b) => a + b, 0));
  return m.map((x, s) => Math.log(x / known[s % G]));
}

const rowOf = (l: ArrayLike<number>, k: number, { S, O }: Sizes) => Array.from({ length: S }, (_, s) => l[k * O + s]);

/** term_k = sum_s p_ks (ln q_ks - ln (m_s / M_g)), fit_k = sum_s p_ks ln q_ks */
export function forward(p: ArrayLike<number>, l: ArrayLike<number>, n: Sizes): { term: Float64Array; fit: Float64Array } {
  const own = conditionalLog(p, n);
  const term = new Float64Array(n.K);
  const fit = new Float64Array(n.K);
  for (let k = 0; k < n.K; k++) {
    for (const [s, logq] of normalised(rowOf(l, k, n), n.G).entries()) {
      const x = p[k * n.S + s];
      fit[k] += x * logq;
      if (x > 0) term[k] += x * (logq - own[s]);
    }
  }
  return { term, fit };
}

/**
 * Derivatives of sum_k dt term_k for a dt common to all k: with the entropy -K dt sum_s m_s ln(m_s / M_g), whose derivative by p_ks is
 * -dt ln(m_s / M_g), since the constants of m and of M cancel.
 */
export function backward(p: ArrayLike<number>, l: ArrayLike<number>, dt: number, n: Sizes): { dp: Float64Array; dl: Float64Array } {
  const own = conditionalLog(p, n);
  const dp = new Float64Array(n.K * n.S);
  const dl = new Float64Array(n.K * n.O);
  for (let k = 0; k < n.K; k++) {
    for (const [s, logq] of normalised(rowOf(l, k, n), n.G).entries()) {
      let total = 0;
      for (let other = s % n.G; other < n.S; other += n.G) total += p[k * n.S + other];
      dp[k * n.S + s] = dt * (logq - own[s]);
      dl[k * n.O + s] = dt * (p[k * n.S + s] - total * Math.exp(logq));
    }
  }
  return { dp, dl };
}
