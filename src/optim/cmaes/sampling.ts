import { deriveKey, philox } from '../../core/random.ts';
import { ln } from './elementary.ts';

/** A number in (-1, 1) from two words: 53 random bits, symmetric about 0. */
function symmetric(high: number, low: number): number {
  return ((high >>> 5) * 2 ** 27 + (low >>> 6) + 0.5) / 2 ** 52 - 1;
}

/**
 * Independent standard normal numbers by Marsaglia's polar method, a function of key and counter alone: the draws that fall outside of the disc are passed over
 * within the counters of the candidate.
 * @param key of the search, see `searchKey`
 * @param at generation and number of the candidate
 * @param count how many
 * Source: Marsaglia and Bray, SIAM Review 6, 260 (1964).
 */
export function normals(key: readonly number[], [generation, candidate]: readonly [number, number], count: number): Float64Array {
  const all = new Float64Array(count);
  for (let i = 0, draw = 0; i < count; draw++) {
    const [a, b, c, d] = philox([candidate, generation, draw, 0], key);
    const [u, v] = [symmetric(a, b), symmetric(c, d)];
    const square = u * u + v * v;
    if (square >= 1 || square === 0) continue;
    const factor = Math.sqrt((-2 * ln(square)) / square);
    all[i++] = u * factor;
    if (i < count) all[i++] = v * factor;
  }
  return all;
}

/** The key of a search. @param run its number among restarts */
export function searchKey(seed: number, run: number): [number, number] {
  return deriveKey(seed, 'evolution', run);
}

/** Numbers in [0, 1), one per coordinate: where a restart begins. */
export function uniforms(seed: number, run: number, count: number): Float64Array {
  const key = deriveKey(seed, 'evolution', run, 1);
  return Float64Array.from({ length: count }, (_, i) => philox([i, 0, 0, 0], key)[0] / 2 ** 32);
}
