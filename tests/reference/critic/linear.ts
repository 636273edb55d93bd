/** One replica: x (K, I), w (I + 1, O) with the bias as its last row, y (K, O). */
export interface Sizes {
  K: number;
  I: number;
  O: number;
  relu: boolean;
}

/** x w + c, before the activation. */
export function affine(x: ArrayLike<number>, w: ArrayLike<number>, { K, I, O }: Sizes): Float64Array {
  const y = new Float64Array(K * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      let sum = w[I * O + o];
      for (let i = 0; i < I; i++) sum += x[k * I + i] * w[i * O + o];
      y[k * O + o] = sum;
    }
  }
  return y;
}

/** y = f(x w + c), f = identity or relu */
export function forward(x: ArrayLike<number>, w: ArrayLike<number>, n: Sizes): Float64Array {
  return affine(x, w, n).map((z) => (n.relu ? Math.max(0, z) : z));
}

/** g = dy f'(y) */
export function throughActivation(y: ArrayLike<number>, dy: ArrayLike<number>, relu: boolean): Float64Array {
  return Float64Array.from(dy, (g, i) => (relu && !(y[i] > 0) ? 0 : g));
}

/** dx = g w^T;   dw = x^T g, dc = sum_k g */
export function backward(
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  y: ArrayLike<number>,
  dy: ArrayLike<number>,
  { K, I, O, relu }: Sizes,
): { dx: Float64Array; dw: Float64Array } {
  const g = throughActivation(y, dy, relu);
  const dx = new Float64Array(K * I);
  const dw = new Float64Array((I + 1) * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      for (let i = 0; i < I; i++) {
        dx[k * I + i] += g[k * O + o] * w[i * O + o];
        dw[i * O + o] += x[k * I + i] * g[k * O + o];
      }
      dw[I * O + o] += g[k * O + o];
    }
  }
  return { dx, dw };
}
