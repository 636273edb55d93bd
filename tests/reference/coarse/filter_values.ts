/** One replica: values x (K, V), kernels w (A, V), output a (K, A); f is the identity or relu. */
export interface Sizes {
  K: number;
  V: number;
  A: number;
  relu: boolean;
}

const f = (x: number, relu: boolean) => (relu && x <= 0 ? 0 : x);

/** a_kc = sum_v f(x_kv) w_cv */
export function forward(x: ArrayLike<number>, w: ArrayLike<number>, { K, V, A, relu }: Sizes): Float64Array {
  const a = new Float64Array(K * A);
  for (let k = 0; k < K; k++) {
    for (let c = 0; c < A; c++) {
      for (let v = 0; v < V; v++) a[k * A + c] += f(x[k * V + v], relu) * w[c * V + v];
    }
  }
  return a;
}

/** dx_kv = f'(x_kv) sum_c da_kc w_cv, dw_cv = sum_k da_kc f(x_kv) */
export function backward(x: ArrayLike<number>, w: ArrayLike<number>, da: ArrayLike<number>, { K, V, A, relu }: Sizes): { dx: Float64Array; dw: Float64Array } {
  const dx = new Float64Array(K * V);
  const dw = new Float64Array(A * V);
  for (let k = 0; k < K; k++) {
    for (let c = 0; c < A; c++) {
      for (let v = 0; v < V; v++) {
        const slope = relu && x[k * V + v] <= 0 ? 0 : 1;
        dx[k * V + v] += slope * da[k * A + c] * w[c * V + v];
        dw[c * V + v] += da[k * A + c] * f(x[k * V + v], relu);
      }
    }
  }
  return { dx, dw };
}
