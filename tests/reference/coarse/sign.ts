import { philox } from '../lib/philox.ts';

/** h = +1 if a > 0, -1 if a < 0, a fair coin if a = 0: the lowest bit of the word at counter (element, step, 1, 0). */
export function forward(a: ArrayLike<number>, step: number, key: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, i) => {
    if (value !== 0) return Math.sign(value);
    return philox([i, step, 1, 0], key)[0] % 2 === 1 ? 1 : -1;
  });
}
