/**
 * The CPU twin of shaders/lib/philox.wgsl, used to derive keys.
 * Randomness is keyed by (seed, purpose, stream) and counted by (site, step, draw): there is no generator state, the
 * seed is part of the key and never an offset of the counter, and any draw can be repeated alone.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/**
 * The high word of a 32 x 32 -> 64 bit product, from 16-bit limbs: a BigInt would be ten times slower. Sums of products stay below 2^33,
 * of which & gives the low and a division the high bits.
 */
function high(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const cross = a0 * b1 + (middle & 0xffff);
  return a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(cross / 0x10000);
}

/**
 * Philox-4x32-10.
 * @param counter four unsigned 32-bit words
 * @param key two unsigned 32-bit words
 * @returns four unsigned 32-bit words
 * Source: Salmon et al., SC11 (2011), section 4.
 */
export function philox(counter: readonly number[], key: readonly number[]): [number, number, number, number] {
  // By index: it is called millions of times, and iterators cost as much as the rounds.
  let x = counter[0];
  let y = counter[1];
  let z = counter[2];
  let w = counter[3];
  let k0 = key[0];
  let k1 = key[1];
  for (let round = 0; round < 10; round++) {
    const nextX = (high(MULTIPLIER_1, z) ^ y ^ k0) >>> 0;
    const nextY = Math.imul(MULTIPLIER_1, z) >>> 0;
    const nextZ = (high(MULTIPLIER_0, x) ^ w ^ k1) >>> 0;
    const nextW = Math.imul(MULTIPLIER_0, x) >>> 0;
    x = nextX;
    y = nextY;
    z = nextZ;
    w = nextW;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [x, y, z, w];
}

/** What a stream of random numbers is for; two purposes never share a key. */
export const PURPOSES = [
  'sweep',
  'start',
  'gather',
  'noise',
  'tie',
  'weights',
  'test',
  'cluster',
  'exchange',
  'worm',
  'flip',
  'hop',
  'disorder',
  'validation',
  'dropout',
  'symmetry',
  'environment',
  'evolution',
] as const;
/** One of them. */
export type Purpose = (typeof PURPOSES)[number];

/**
 * The key of one stream: a hash of seed, purpose and stream number.
 * @param seed a non-negative integer below 2^53
 * @param stream e.g. the replica or the group of chains; an optional second number tells sub-streams apart
 */
export function deriveKey(seed: number, purpose: Purpose, stream: number, sub = 0): [number, number] {
  const low = seed >>> 0;
  const highWord = Math.floor(seed / 2 ** 32) >>> 0;
  const words = philox([PURPOSES.indexOf(purpose) + 1, stream, sub, 0x626c6f63], [low, highWord]);
  return [words[0], words[1]];
}

/** Keys of the given streams, or of streams 0 .. count - 1, as the array<vec2u> the kernels read. */
export function deriveKeys(seed: number, purpose: Purpose, streams: number | readonly number[], sub = 0): Uint32Array {
  const all = typeof streams === 'number' ? Array.from({ length: streams }, (_, i) => i) : streams;
  return Uint32Array.from(all.flatMap((stream) => deriveKey(seed, purpose, stream, sub)));
}

/** floor(p 2^32), at most 2^32 - 1: u < threshold has probability p to within 2^-32. */
export function threshold(probability: number): number {
  return Math.min(2 ** 32 - 1, Math.floor(probability * 2 ** 32));
}
