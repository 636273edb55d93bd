import { embeddingGradients, type Sizes, scores } from './scores.ts';

/** lse_i = ln sum_j exp s_ij */
function logSums(s: ArrayLike<number>, K: number): Float64Array {
  return new Float64Array(K).map((_, i) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < K; j++) top = Math.max(top, s[i * K + j]);
    let sum = 0;
    for (let j = 0; j < K; j++) sum += Math.exp(s[i * K + j] - top);
    return top + Math.log(sum);
  });
}

const termsOf = (s: ArrayLike<number>, sums: Float64Array, K: number) => sums.map((lse, i) => s[i * K + i] - lse + Math.log(K));

/** term_i = s_ii - lse_i + ln K */
export function terms(s: ArrayLike<number>, K: number): Float64Array {
  return termsOf(s, logSums(s, K), K);
}

/** What the gradient is the gradient of. */
export const climbed = terms;

/** ds_ij = dt_i (delta_ij - p_ij);   p_ij = exp(s_ij - lse_i) */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number): Float64Array {
  const lse = logSums(s, K);
  return new Float64Array(K * K).map((_, at) => {
    const i = Math.floor(at / K);
    return dterm[i] * ((i === at % K ? 1 : 0) - Math.exp(s[at] - lse[i]));
  });
}

/** Of embeddings u, v (K, D). */
export function forward(u: ArrayLike<number>, v: ArrayLike<number>, n: Sizes): { term: Float64Array; lse: Float64Array } {
  const s = scores(u, v, n);
  const lse = logSums(s, n.K);
  return { term: termsOf(s, lse, n.K), lse };
}

/** du_i = dt_i (v_i - sum_j p_ij v_j);   dv_j = dt_j u_j - sum_i dt_i p_ij u_i */
export function backward(u: ArrayLike<number>, v: ArrayLike<number>, dterm: ArrayLike<number>, n: Sizes): { du: Float64Array; dv: Float64Array } {
  return embeddingGradients(slopes(scores(u, v, n), dterm, n.K), u, v, n);
}
