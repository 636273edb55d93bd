/** One replica: spins s (K, V) = +1, -1, kernels w (C, V), output a (K, C). */
export interface Sizes {
  K: number;
  V: number;
  C: number;
}

/** a_kc = sum_v s_kv w_cv */
export function forward(s: ArrayLike<number>, w: ArrayLike<number>, { K, V, C }: Sizes): Float64Array {
  const a = new Float64Array(K * C);
  for (let k = 0; k < K; k++) {
    for (let c = 0; c < C; c++) {
      for (let v = 0; v < V; v++) a[k * C + c] += s[k * V + v] * w[c * V + v];
    }
  }
  return a;
}

/** dw_cv = sum_k da_kc s_kv */
export function backwardW(s: ArrayLike<number>, da: ArrayLike<number>, { K, V, C }: Sizes): Float64Array {
  const dw = new Float64Array(C * V);
  for (let c = 0; c < C; c++) {
    for (let v = 0; v < V; v++) {
      for (let k = 0; k < K; k++) dw[c * V + v] += da[k * C + c] * s[k * V + v];
    }
  }
  return dw;
}
