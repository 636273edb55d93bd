import { spinOf } from '../../../support/pack.ts';

/**
 * bonds = sum over right and down neighbours of s s', each with its sign;  m = sum s;  staggered = sum (-1)^(x+y) s, of
 * one chain. Signs: (L, L, 2) right and down, -1 for a bond of coupling -J.
 */
export function measure(spins: ArrayLike<number>, L: number, chain: number, sign: (bond: number) => number = () => 1): [number, number, number] {
  let bonds = 0;
  let magnetisation = 0;
  let staggered = 0;
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      const s = spinOf(spins, y * L + x, chain);
      const at = 2 * (y * L + x);
      bonds += s * (sign(at) * spinOf(spins, y * L + ((x + 1) % L), chain) + sign(at + 1) * spinOf(spins, ((y + 1) % L) * L + x, chain));
      magnetisation += s;
      staggered += (-1) ** (x + y) * s;
    }
  }
  return [bonds, magnetisation, staggered];
}
