import { overNegatives, pairSlopes } from './scores.ts';

/** ln mean_{i != j} exp s_ij */
export function logMean(s: ArrayLike<number>, K: number): number {
  const top = Math.max(...Array.from(s));
  let sum = 0;
  for (let i = 0; i < K; i++) sum += overNegatives(s, K, i, (x) => Math.exp(x - top));
  return top + Math.log(sum / K);
}

/** term_i = s_ii - ln mean_{i != j} exp s_ij */
export function terms(s: ArrayLike<number>, K: number): Float64Array {
  const z = logMean(s, K);
  return Float64Array.from({ length: K }, (_, i) => s[i * K + i] - z);
}

/** Of this the gradient is one where `average` is the batch's own. */
export const climbed = terms;

/** M <- (1 - w) M + w m with w = max(1 - decay, 1 / n) at the n-th batch; `before` and the result are (ln M, n). */
export function advanced(before: readonly number[], z: number, decay: number): [number, number] {
  const n = before[1] + 1;
  const w = Math.max(1 - decay, 1 / n);
  const kept = n === 1 ? 0 : (1 - w) * Math.exp(before[0] - z);
  return [z + Math.log(kept + w), n];
}

/** ds_ii = dt_i;   ds_ij = - dt_i exp(s_ij - average) / (K - 1), average = ln M */
export function slopes(s: ArrayLike<number>, dterm: ArrayLike<number>, K: number, { average = logMean(s, K) }: { average?: number } = {}): Float64Array {
  return pairSlopes(
    s,
    dterm,
    K,
    () => 1,
    (x) => Math.exp(x - average),
  );
}
