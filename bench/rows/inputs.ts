/** Random inputs by the million: a few of the numbers of the tests, again and again, at a distance that is no multiple of anything. */
import { uniform, words } from '../../tests/support/random.ts';

/** A prime. */
const PERIOD = 65521;

const repeated = <T extends Float32Array | Uint32Array>(few: T, all: T): T => {
  for (let at = 0; at < all.length; at += few.length) all.set(few.subarray(0, all.length - at) as never, at);
  return all;
};

/** As `words` of the tests. */
export const manyWords = (seed: number, count: number) => repeated(words(seed, Math.min(count, PERIOD)), new Uint32Array(count));

/** As `uniform` of the tests. */
export const manyNumbers = (seed: number, count: number) => repeated(uniform(seed, Math.min(count, PERIOD)), new Float32Array(count));
