import { overNegatives, pairSlopes } from './scores.ts';

/** The kernel's ceiling of exponents, so that a bad critic is not lost. */
const negative = (s: number) => Math.exp(Math.min(s - 1, 30));

/** term_i = s_ii - mean_{j != i} exp(s_ij - 1) */
export function terms(s: ArrayLike<number>, K: number): Float64Array {
  return Float64Array.from({ length: K }, (_, i) => s[i * K + i] - overNegatives(s, K, i, negative));
}

/** What the gradient is the gradient of. */
export const climbed = terms;

/** ds_ii = dt_i;   ds_ij = - dt_i exp(s_ij - 1) / (K - 1) */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number): Float64Array {
  return pairSlopes(s, dterm, K, () => 1, negative);
}
