import { spinOf } from '../../support/pack.ts';

/** bonds = sum over right and down neighbours of s s';  m = sum s;  staggered = sum (-1)^(x+y) s, of one chain. */
export function measure(spins: ArrayLike<number>, L: number, chain: number): [number, number, number] {
  let bonds = 0;
  let magnetisation = 0;
  let staggered = 0;
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      const s = spinOf(spins, y * L + x, chain);
      bonds += s * (spinOf(spins, y * L + ((x + 1) % L), chain) + spinOf(spins, ((y + 1) % L) * L + x, chain));
      magnetisation += s;
      staggered += (-1) ** (x + y) * s;
    }
  }
  return [bonds, magnetisation, staggered];
}
