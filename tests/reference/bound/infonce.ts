/** One replica: embeddings u, v (K, D); the whole matrix of scores is kept here, unlike on the GPU. */
export interface Sizes {
  K: number;
  D: number;
}

/** s_ij = u_i . v_j */
function scores(u: ArrayLike<number>, v: ArrayLike<number>, { K, D }: Sizes): Float64Array {
  const s = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      for (let d = 0; d < D; d++) s[i * K + j] += u[i * D + d] * v[j * D + d];
    }
  }
  return s;
}

/** lse_i = ln sum_j exp s_ij;   term_i = s_ii - lse_i + ln K */
export function forward(u: ArrayLike<number>, v: ArrayLike<number>, n: Sizes): { term: Float64Array; lse: Float64Array } {
  const { K } = n;
  const s = scores(u, v, n);
  const lse = new Float64Array(K);
  const term = new Float64Array(K);
  for (let i = 0; i < K; i++) {
    const row = s.subarray(i * K, (i + 1) * K);
    const top = Math.max(...row);
    lse[i] = top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
    term[i] = row[i] - lse[i] + Math.log(K);
  }
  return { term, lse };
}

/** du_i = dt_i (v_i - sum_j p_ij v_j);   dv_j = dt_j u_j - sum_i dt_i p_ij u_i;   p_ij = exp(s_ij - lse_i) */
export function backward(u: ArrayLike<number>, v: ArrayLike<number>, dterm: ArrayLike<number>, n: Sizes): { du: Float64Array; dv: Float64Array } {
  const { K, D } = n;
  const s = scores(u, v, n);
  const { lse } = forward(u, v, n);
  const du = new Float64Array(K * D);
  const dv = new Float64Array(K * D);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      const ds = dterm[i] * ((i === j ? 1 : 0) - Math.exp(s[i * K + j] - lse[i]));
      for (let d = 0; d < D; d++) {
        du[i * D + d] += ds * v[j * D + d];
        dv[j * D + d] += ds * u[i * D + d];
      }
    }
  }
  return { du, dv };
}
