/** Philox-4x32-10. Source: Salmon et al., SC11 (2011), section 4. Called some 10^5 times by a file: neither BigInt nor iterators. */

const HALF = 2 ** 16;
const WORD = 2 ** 32;

/** Upper word of the product of two words, by halves of one of them: no sum reaches 2^53, so that doubles hold each of them exactly. */
function upper(a: number, b: number): number {
  return Math.floor((Math.floor(a / HALF) * b + Math.floor(((a % HALF) * b) / HALF)) / HALF);
}

/** Lower word of the product. */
function lower(a: number, b: number): number {
  return (((Math.floor(a / HALF) * b) % HALF) * HALF + (a % HALF) * b) % WORD;
}

export function philox(counter: ArrayLike<number>, key: ArrayLike<number>): number[] {
  const x = [counter[0], counter[1], counter[2], counter[3]];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const a = x[0];
    const c = x[2];
    x[0] = (upper(0xcd9e8d57, c) ^ x[1] ^ k0) >>> 0;
    x[1] = lower(0xcd9e8d57, c);
    x[2] = (upper(0xd2511f53, a) ^ x[3] ^ k1) >>> 0;
    x[3] = lower(0xd2511f53, a);
    k0 = (k0 + 0x9e3779b9) % WORD;
    k1 = (k1 + 0xbb67ae85) % WORD;
  }
  return x;
}

/** The middle of one of 2^23 equal cells of (0, 1): (floor(word / 2^9) + 1/2) / 2^23. */
export function unitOpen(word: number): number {
  return (Math.floor(word / 512) + 0.5) / 2 ** 23;
}
