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

/** Cosine and sine of 2π i / L. */
type Wave = (i: number) => readonly [number, number];

/**
 * Σ s cos and Σ s sin along x, then along y, of L × L spins given by `spin`; of staggered spins (-1)^(x+y) s where asked for.
 * @param wave exact unless given
 */
export function waveSums(
  L: number,
  spin: (x: number, y: number) => number,
  staggered: boolean,
  wave: Wave = (i) => [Math.cos((2 * Math.PI * i) / L), Math.sin((2 * Math.PI * i) / L)],
): number[] {
  const waves = Array.from({ length: L }, (_, i) => wave(i));
  const sums = [0, 0, 0, 0];
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      const s = staggered && (x + y) % 2 === 1 ? -spin(x, y) : spin(x, y);
      for (const [k, part] of waves[x].entries()) sums[k] += s * part;
      for (const [k, part] of waves[y].entries()) sums[2 + k] += s * part;
    }
  }
  return sums;
}

/** |S(k)|² / N² of the same spins, the mean of k = 2π / L along x and y, in float64. */
export function structure(L: number, spin: (x: number, y: number) => number, staggered: boolean): number {
  return waveSums(L, spin, staggered).reduce((sum, part) => sum + part * part, 0) / 2 / L ** 4;
}
