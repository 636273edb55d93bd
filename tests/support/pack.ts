/** Packed spins: bit i % 32 of word i / 32 is spin i of a row, 1 = up. */
import { words } from './random.ts';

/**
 * Packs rows of spins +1, -1 into `wordsPerRow` words each. The bits beyond a row's width are filled with noise:
 * a kernel that looks at them gives a wrong result.
 */
export function pack(spins: ArrayLike<number>, width: number, wordsPerRow: number): Uint32Array {
  const rows = spins.length / width;
  const packed = words(width, rows * wordsPerRow);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) {
      const at = row * wordsPerRow + Math.floor(i / 32);
      const bit = (1 << (i % 32)) >>> 0;
      packed[at] = spins[row * width + i] > 0 ? packed[at] | bit : packed[at] & ~bit;
    }
  }
  return packed;
}

/** The spin of one chain at one site of a configuration of 32 chains per word. */
export function spinOf(configuration: ArrayLike<number>, site: number, chain: number): number {
  return (configuration[site] >>> chain) & 1 ? 1 : -1;
}
