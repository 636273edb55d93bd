/**
 * One replica: spins s (K, I) = +1, -1 of which the first `width` of a row count, w (I + 1, O) with the bias as its
 * last row, y (K, O).
 */
export interface Sizes {
  K: number;
  I: number;
  O: number;
  width: number;
}

/** y = s w + c over the live inputs */
export function forward(s: ArrayLike<number>, w: ArrayLike<number>, { K, I, O, width }: Sizes): Float64Array {
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

/** dw = s^T dy, dc = sum_k dy; rows of absent inputs stay zero */
export function backwardW(s: ArrayLike<number>, dy: ArrayLike<number>, { K, I, O, width }: Sizes): Float64Array {
  const dw = new Float64Array((I + 1) * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      for (let i = 0; i < width; i++) dw[i * O + o] += s[k * I + i] * dy[k * O + o];
      dw[I * O + o] += dy[k * O + o];
    }
  }
  return dw;
}
