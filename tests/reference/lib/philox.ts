/** Philox-4x32-10 with the wide products taken in BigInt. Source: Salmon et al., SC11 (2011), section 4. */
const WORD = 0xffffffffn;

export function philox(counter: ArrayLike<number>, key: ArrayLike<number>): number[] {
  let [a, b, c, d] = Array.from(counter, BigInt);
  let [k0, k1] = Array.from(key, BigInt);
  for (let round = 0; round < 10; round++) {
    const p = 0xd2511f53n * a;
    const q = 0xcd9e8d57n * c;
    [a, b, c, d] = [(q >> 32n) ^ b ^ k0, q & WORD, (p >> 32n) ^ d ^ k1, p & WORD];
    k0 = (k0 + 0x9e3779b9n) & WORD;
    k1 = (k1 + 0xbb67ae85n) & WORD;
  }
  return [a, b, c, d].map(Number);
}

/** The middle of one of 2^23 equal cells of (0, 1): (floor(word / 2^9) + 1/2) / 2^23. */
export function unitOpen(word: number): number {
  return (Math.floor(word / 512) + 0.5) / 2 ** 23;
}
