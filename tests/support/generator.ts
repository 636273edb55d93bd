import { philox } from '../../src/core/random.ts';

/**
 * Random numbers in [0, 1) of 53 bits, for tests that need millions of them. By sfc32 of C. Doty-Humphrey (PractRand), whose start is
 * drawn by Philox.
 */
export function generator(seed: number): () => number {
  let [a, b, c] = philox([seed, 0, 0, 0], [seed, 11]);
  let counter = 1;
  const word = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) word();
  return () => (word() >>> 5) * 2 ** -27 + (word() >>> 6) * 2 ** -53;
}
