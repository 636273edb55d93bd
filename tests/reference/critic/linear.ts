/** One replica: x (K, I), w (I + 1, O) with the bias as its last row, y (K, O). */
export interface Sizes {
  K: number;
  I: number;
  O: number;
  /** Whether relu acts on the input. */
  relu: boolean;
}

/** f = identity or relu */
function activation(x: ArrayLike<number>, relu: boolean): Float64Array {
  const y = new Float64Array(x);
  return relu ? y.map((value) => Math.max(0, value)) : y;
}

/** y = f(x) w + c */
export function forward(x: ArrayLike<number>, w: ArrayLike<number>, { K, I, O, relu }: Sizes): Float64Array {
  const f = activation(x, relu);
  const y = new Float64Array(K * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      let sum = w[I * O + o];
      for (let i = 0; i < I; i++) sum += f[k * I + i] * w[i * O + o];
      y[k * O + o] = sum;
    }
  }
  return y;
}

/** dx = f'(x) (dy w^T);   dw = f(x)^T dy, dc = sum_k dy */
export function backward(x: ArrayLike<number>, w: ArrayLike<number>, dy: ArrayLike<number>, { K, I, O, relu }: Sizes): { dx: Float64Array; dw: Float64Array } {
  const f = activation(x, relu);
  const dx = new Float64Array(K * I);
  const dw = new Float64Array((I + 1) * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      for (let i = 0; i < I; i++) {
        const slope = relu && x[k * I + i] < 0 ? 0 : 1;
        dx[k * I + i] += slope * dy[k * O + o] * w[i * O + o];
        dw[i * O + o] += f[k * I + i] * dy[k * O + o];
      }
      dw[I * O + o] += dy[k * O + o];
    }
  }
  return { dx, dw };
}
