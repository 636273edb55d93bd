/**
 * Threefry-4x32 with any number of rounds and a key of four words.
 * Round d mixes the pairs (0,1), (2,3) for even d and (0,3), (2,1) for odd d: x += y, y = rotl(y, R) xor x;
 * after rounds 4, 8, ... the s-th subkey k_(s + i) mod 5 is added to word i, and s to the last word.
 * Source: Salmon et al., SC11 (2011), section 3 and table of rotations.
 */
const ROTATIONS = [
  [10, 26],
  [11, 21],
  [13, 27],
  [23, 5],
  [6, 20],
  [17, 11],
  [25, 10],
  [18, 20],
];

export function threefry(counter: ArrayLike<number>, key: ArrayLike<number>, rounds: number): number[] {
  const k = [key[0], key[1], key[2], key[3], (0x1bd11bda ^ key[0] ^ key[1] ^ key[2] ^ key[3]) >>> 0];
  const x = Array.from({ length: 4 }, (_, i) => (counter[i] + k[i]) >>> 0);
  const mix = (i: number, j: number, rotation: number) => {
    x[i] = (x[i] + x[j]) >>> 0;
    x[j] = (((x[j] << rotation) | (x[j] >>> (32 - rotation))) ^ x[i]) >>> 0;
  };
  for (let d = 0; d < rounds; d++) {
    const [first, second] = ROTATIONS[d % 8];
    mix(0, d % 2 === 0 ? 1 : 3, first);
    mix(2, d % 2 === 0 ? 3 : 1, second);
    if (d % 4 !== 3) continue;
    const s = (d + 1) / 4;
    for (let i = 0; i < 4; i++) x[i] = (x[i] + k[(s + i) % 5] + (i === 3 ? s : 0)) >>> 0;
  }
  return x;
}

/** Twelve rounds, the key filled up with zeros: what the samplers use. */
export function threefry12(counter: ArrayLike<number>, key: ArrayLike<number>): number[] {
  return threefry(counter, [key[0], key[1], 0, 0], 12);
}
