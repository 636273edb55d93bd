import { philox } from '../lib/philox.ts';

/**
 * One-hot of the largest of every q logits. Of n that tie it is number floor(n w / 2^32), w the first word of counter
 * (row, step, 1, 0).
 */
export function forward(a: ArrayLike<number>, q: number, step: number, key: ArrayLike<number>): Float64Array {
  const h = new Float64Array(a.length);
  for (let row = 0; row * q < a.length; row++) {
    const values = Array.from({ length: q }, (_, s) => a[row * q + s]);
    const top = Math.max(...values);
    const largest = values.flatMap((value, s) => (value === top ? [s] : []));
    const chosen = Math.floor((largest.length * philox([row, step, 1, 0], key)[0]) / 2 ** 32);
    h[row * q + largest[chosen]] = 1;
  }
  return h;
}
