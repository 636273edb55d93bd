import { philox } from '../lib/philox.ts';

/** p_i = limit (2 x - 1), x the upper 24 bits of word i mod 4 at counter (i / 4, 0, 0, 0) as a fraction of one. */
export function fill(count: number, limit: number, key: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const word = philox([Math.floor(i / 4), 0, 0, 0], key)[i % 4];
    return limit * ((2 * Math.floor(word / 2 ** 8)) / 2 ** 24 - 1);
  });
}
