import * as nwj from './nwj.ts';
import { overNegatives, pairSlopes, sigmoid, softplus } from './scores.ts';

/** The value is that of NWJ at the same scores. */
export const terms = nwj.terms;

/** J_i = - softplus(1 - s_ii) - mean_{j != i} softplus(s_ij - 1) */
export function climbed(s: ArrayLike<number>, K: number): Float64Array {
  return Float64Array.from({ length: K }, (_, i) => -softplus(1 - s[i * K + i]) - overNegatives(s, K, i, (x) => softplus(x - 1)));
}

/** ds_ii = dt_i sigmoid(1 - s_ii);   ds_ij = - dt_i sigmoid(s_ij - 1) / (K - 1) */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number): Float64Array {
  return pairSlopes(
    s,
    dterm,
    K,
    (x) => sigmoid(1 - x),
    (x) => sigmoid(x - 1),
  );
}
