/** One replica of a separable critic: embeddings u, v (K, D), scores (K, K); the matrix is kept here, unlike on the GPU. */
export interface Sizes {
  K: number;
  D: number;
}

/** s_ij = u_i . v_j */
export function scores(u: ArrayLike<number>, v: ArrayLike<number>, { K, D }: Sizes): Float64Array {
  const s = new Float64Array(K * K);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      let sum = 0;
      for (let d = 0; d < D; d++) sum += u[i * D + d] * v[j * D + d];
      s[i * K + j] = sum;
    }
  }
  return s;
}

/** du_i = sum_j ds_ij v_j;   dv_j = sum_i ds_ij u_i */
export function embeddingGradients(ds: ArrayLike<number>, u: ArrayLike<number>, v: ArrayLike<number>, { K, D }: Sizes): { du: Float64Array; dv: Float64Array } {
  const du = new Float64Array(K * D);
  const dv = new Float64Array(K * D);
  for (let i = 0; i < K; i++) {
    for (let j = 0; j < K; j++) {
      for (let d = 0; d < D; d++) {
        du[i * D + d] += ds[i * K + j] * v[j * D + d];
        dv[j * D + d] += ds[i * K + j] * u[i * D + d];
      }
    }
  }
  return { du, dv };
}

/** The mean of f(s_ij, i, j) over the negatives j != i of row i. */
export function overNegatives(s: ArrayLike<number>, K: number, i: number, f: (score: number, j: number) => number): number {
  let sum = 0;
  for (let j = 0; j < K; j++) if (j !== i) sum += f(s[i * K + j], j);
  return sum / (K - 1);
}

/** d_ii = own(s_ii);   d_ij = - negative(s_ij) / (K - 1): the gradient of a term that is a sum of functions of one score. */
export function pairSlopes(
  s: ArrayLike<number>,
  dterm: ArrayLike<number>,
  K: number,
  own: (score: number) => number,
  negative: (score: number) => number,
): Float64Array {
  return new Float64Array(K * K).map((_, at) => {
    const i = Math.floor(at / K);
    return dterm[i] * (i === at % K ? own(s[at]) : -negative(s[at]) / (K - 1));
  });
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** ln(1 + e^x) */
export const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
