/** h = tanh(a) */
export function forward(a: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, Math.tanh);
}

/** da = dh (1 - h^2) */
export function backward(h: ArrayLike<number>, dh: ArrayLike<number>): Float64Array {
  return Float64Array.from(h, (value, i) => dh[i] * (1 - value * value));
}
