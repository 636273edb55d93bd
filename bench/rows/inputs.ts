/** Large random inputs: the random numbers of the tests, repeated with a prime period, since drawing millions takes too long. */
import { uniform, words } from '../../tests/support/random.ts';

const PERIOD = 65521;

const repeated = <T extends Float32Array | Uint32Array>(few: T, all: T): T => {
  for (let at = 0; at < all.length; at += few.length) all.set(few.subarray(0, all.length - at) as never, at);
  return all;
};

/** As `words` of the tests. */
export const manyWords = (seed: number, count: number) => repeated(words(seed, Math.min(count, PERIOD)), new Uint32Array(count));

/** As `uniform` of the tests. */
export const manyNumbers = (seed: number, count: number) => repeated(uniform(seed, Math.min(count, PERIOD)), new Float32Array(count));
