/** shifted_kc = a_kc + bias_c, for a of one replica (K, A). */
export function forward(a: ArrayLike<number>, bias: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, i) => value + bias[i % bias.length]);
}

/** da = dshifted, dbias_c = sum_k dshifted_kc; `count` biases */
export function backward(dshifted: ArrayLike<number>, count: number): { da: Float64Array; dbias: Float64Array } {
  const dbias = new Float64Array(count);
  for (let i = 0; i < dshifted.length; i++) dbias[i % count] += dshifted[i];
  return { da: Float64Array.from(dshifted), dbias };
}
