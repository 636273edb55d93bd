import { words } from './random.ts';

/**
 * A chain along a file that keeps its sample with probability `keep` and takes the next of some independent ones otherwise. Every
 * function of a sample then has the autocorrelation keep^t: tau = keep / (1 - keep).
 * @param independent (count, length) samples; as many of them as there are
 * @returns (count, length)
 */
export function sticky(independent: Int8Array, length: number, keep: number, seed: number): Int8Array {
  const count = independent.length / length;
  const out = new Int8Array(independent.length);
  let from = 0;
  for (const [n, word] of words(seed, count).entries()) {
    if (n === 0 || word / 2 ** 32 >= keep) from = n;
    out.set(independent.subarray(from * length, (from + 1) * length), n * length);
  }
  return out;
}
