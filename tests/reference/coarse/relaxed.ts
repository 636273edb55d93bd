/** The relaxed Bernoulli variable, elementwise. */
import { philox, unitOpen } from '../lib/philox.ts';

/** Logistic noise n = ln u - ln(1 - u), u from the first word of counter (element, step, 0, 0). */
export function logistic(count: number, step: number, key: ArrayLike<number>): Float64Array {
  return new Float64Array(count).map((_, i) => {
    const u = unitOpen(philox([i, step, 0, 0], key)[0]);
    return Math.log(u) - Math.log(1 - u);
  });
}

/** h = 2 p - 1, p = 1 / (1 + exp(-(a + n) / tau)); as a hyperbolic tangent, h = tanh((a + n) / 2 tau) */
export function forward(a: ArrayLike<number>, noise: ArrayLike<number>, tau: number): Float64Array {
  return new Float64Array(a).map((value, i) => Math.tanh((value + noise[i]) / (2 * tau)));
}

/** da = dh (1 - h^2) / (2 tau) */
export function backward(h: ArrayLike<number>, dh: ArrayLike<number>, tau: number): Float64Array {
  return new Float64Array(h).map((value, i) => (dh[i] * (1 - value * value)) / (2 * tau));
}
