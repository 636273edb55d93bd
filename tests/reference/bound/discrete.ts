/** One replica: K samples, S states of H, O logits per sample of which the first S count. */
export interface Sizes {
  K: number;
  S: number;
  O: number;
}

/** m_s = 1/K sum_k p_ks */
export function occupation(p: ArrayLike<number>, { K, S }: Pick<Sizes, 'K' | 'S'>): Float64Array {
  const m = new Float64Array(S);
  for (let k = 0; k < K; k++) for (let s = 0; s < S; s++) m[s] += p[k * S + s] / K;
  return m;
}

/** ln q_ks, (K, S) */
function logs(l: ArrayLike<number>, { K, S, O }: Sizes): Float64Array {
  const q = new Float64Array(K * S);
  for (let k = 0; k < K; k++) {
    const row = Array.from({ length: S }, (_, s) => l[k * O + s]);
    const top = Math.max(...row);
    const norm = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
    for (let s = 0; s < S; s++) q[k * S + s] = row[s] - norm;
  }
  return q;
}

/** term_k = sum_s p_ks (ln q_ks - ln m_s), fit_k = sum_s p_ks ln q_ks */
export function forward(p: ArrayLike<number>, l: ArrayLike<number>, n: Sizes): { term: Float64Array; fit: Float64Array } {
  const m = occupation(p, n);
  const q = logs(l, n);
  const term = new Float64Array(n.K);
  const fit = new Float64Array(n.K);
  for (let k = 0; k < n.K; k++) {
    for (let s = 0; s < n.S; s++) {
      const x = p[k * n.S + s];
      fit[k] += x * q[k * n.S + s];
      if (x > 0) term[k] += x * (q[k * n.S + s] - Math.log(m[s]));
    }
  }
  return { term, fit };
}

/** Derivatives of sum_k dt term_k: the part through m is - sum_k dt p_ks / (K m_s) = - dt for a dt common to all k. */
export function backward(p: ArrayLike<number>, l: ArrayLike<number>, dt: number, n: Sizes): { dp: Float64Array; dl: Float64Array } {
  const m = occupation(p, n);
  const q = logs(l, n);
  const dp = new Float64Array(n.K * n.S);
  const dl = new Float64Array(n.K * n.O);
  for (let k = 0; k < n.K; k++) {
    let total = 0;
    for (let s = 0; s < n.S; s++) total += p[k * n.S + s];
    for (let s = 0; s < n.S; s++) {
      dp[k * n.S + s] = dt * (q[k * n.S + s] - Math.log(m[s]) - 1);
      dl[k * n.O + s] = dt * (p[k * n.S + s] - total * Math.exp(q[k * n.S + s]));
    }
  }
  return { dp, dl };
}
