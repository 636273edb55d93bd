/**
 * One replica: spins s (K, I) = +1, -1 of which the first `width` of a row count, w (I + 1, O) with the bias as its
 * last row, y (K, O).
 */
import { throughActivation } from './linear.ts';

export interface Sizes {
  K: number;
  I: number;
  O: number;
  relu: boolean;
  width: number;
}

/** s w + c over the live inputs, before the activation. */
export function affine(s: ArrayLike<number>, w: ArrayLike<number>, { K, I, O, width }: Sizes): Float64Array {
  const y = new Float64Array(K * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      let sum = w[I * O + o];
      for (let i = 0; i < width; i++) sum += s[k * I + i] * w[i * O + o];
      y[k * O + o] = sum;
    }
  }
  return y;
}

/** y = f(s w + c), f = identity or relu */
export function forward(s: ArrayLike<number>, w: ArrayLike<number>, n: Sizes): Float64Array {
  return affine(s, w, n).map((z) => (n.relu ? Math.max(0, z) : z));
}

/** g = dy f'(y);   dw = s^T g, dc = sum_k g; rows of absent inputs stay zero */
export function backwardW(s: ArrayLike<number>, y: ArrayLike<number>, dy: ArrayLike<number>, { K, I, O, relu, width }: Sizes): Float64Array {
  const g = throughActivation(y, dy, relu);
  const dw = new Float64Array((I + 1) * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      for (let i = 0; i < width; i++) dw[i * O + o] += s[k * I + i] * g[k * O + o];
      dw[I * O + o] += g[k * O + o];
    }
  }
  return dw;
}
