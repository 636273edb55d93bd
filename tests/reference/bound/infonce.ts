import { embeddingGradients, type Sizes, scores } from './scores.ts';

/** lse_i = ln sum_j exp s_ij */
function logSums(s: ArrayLike<number>, K: number): Float64Array {
  return Float64Array.from({ length: K }, (_, i) => {
    const row = Array.from({ length: K }, (_, j) => s[i * K + j]);
    const top = Math.max(...row);
    return top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
  });
}

/** term_i = s_ii - lse_i + ln K */
export function terms(s: ArrayLike<number>, K: number): Float64Array {
  return logSums(s, K).map((lse, i) => s[i * K + i] - lse + Math.log(K));
}

/** What the gradient is the gradient of. */
export const climbed = terms;

/** ds_ij = dt_i (delta_ij - p_ij);   p_ij = exp(s_ij - lse_i) */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number): Float64Array {
  const lse = logSums(s, K);
  return Float64Array.from({ length: K * K }, (_, at) => {
    const [i, j] = [Math.floor(at / K), at % K];
    return dterm[i] * ((i === j ? 1 : 0) - Math.exp(s[at] - lse[i]));
  });
}

/** Of embeddings u, v (K, D). */
export function forward(u: ArrayLike<number>, v: ArrayLike<number>, n: Sizes): { term: Float64Array; lse: Float64Array } {
  const s = scores(u, v, n);
  return { term: terms(s, n.K), lse: logSums(s, n.K) };
}

/** du_i = dt_i (v_i - sum_j p_ij v_j);   dv_j = dt_j u_j - sum_i dt_i p_ij u_i */
export function backward(u: ArrayLike<number>, v: ArrayLike<number>, dterm: ArrayLike<number>, n: Sizes): { du: Float64Array; dv: Float64Array } {
  return embeddingGradients(slopes(scores(u, v, n), dterm, n.K), u, v, n);
}
