import { overNegatives, pairSlopes, sigmoid, softplus } from './scores.ts';

/** term_i = s_ii - ln mean_{i != j} clip(exp s_ij, exp(-tau), exp(tau)) */
export function terms(s: ArrayLike<number>, K: number, { TAU }: { TAU: number }): Float64Array {
  const rows = Array.from({ length: K }, (_, i) => overNegatives(s, K, i, (x) => Math.exp(Math.max(-TAU, Math.min(TAU, x)))));
  const z = Math.log(rows.reduce((sum, row) => sum + row, 0) / K);
  return Float64Array.from({ length: K }, (_, i) => s[i * K + i] - z);
}

/** J_i = - softplus(- s_ii) - mean_{j != i} softplus(s_ij) */
export function climbed(s: ArrayLike<number>, K: number): Float64Array {
  return Float64Array.from({ length: K }, (_, i) => -softplus(-s[i * K + i]) - overNegatives(s, K, i, softplus));
}

/** ds_ii = dt_i sigmoid(- s_ii);   ds_ij = - dt_i sigmoid(s_ij) / (K - 1) */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number): Float64Array {
  return pairSlopes(s, dterm, K, (x) => sigmoid(-x), sigmoid);
}
