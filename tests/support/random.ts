/** Test inputs: arrays that are functions of a seed and nothing else. */
import { deriveKey, philox } from '../../src/core/random.ts';

/** Random 32-bit words. */
export function words(seed: number, count: number): Uint32Array {
  const key = deriveKey(seed, 'test', 0);
  return new Uint32Array(count).map((_, i) => philox([i, 0, 0, 0], key)[0]);
}

/** Floats uniform in [low, high), already rounded to single precision so that both sides see the same input. */
export function uniform(seed: number, count: number, low = -1, high = 1): Float32Array {
  const drawn = words(seed, count);
  return new Float32Array(count).map((_, i) => low + ((high - low) * drawn[i]) / 2 ** 32);
}

/** Spins +1, -1. */
export function spins(seed: number, count: number): Int8Array {
  return Int8Array.from(words(seed, count), (word) => (word & 1 ? 1 : -1));
}

/** Pairs of words, as the kernels' keys (count, 2). */
export function keys(seed: number, count: number): Uint32Array {
  return words(seed, 2 * count);
}
