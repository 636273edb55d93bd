import { threefry12 } from './threefry.ts';

/**
 * A word of which bit b is set where u_b < threshold: u_b is the integer of 32 bits, most significant first, whose k-th bit is
 * bit b of the k-th random word. Words come four at a time, Threefry-12 of the counter (site, time, draw, n), n = 0 .. 7.
 */
export function bernoulli(threshold: number, counter: readonly number[], key: readonly number[]): number {
  const planes = Array.from({ length: 8 }, (_, n) => threefry12([...counter, n], key)).flat();
  let word = 0;
  for (let b = 0; b < 32; b++) {
    const u = planes.reduce((sum, plane) => 2 * sum + ((plane >>> b) & 1), 0);
    if (u < threshold) word |= 1 << b;
  }
  return word >>> 0;
}
