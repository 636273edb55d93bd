/**
 * Random sequential aggregation and chipping on a ring, one chain: N picks per sweep. A pick with the words (a, b)
 * takes site floor(N a / 2^32); if it is occupied, one unit goes when floor(b / 2) < chip, otherwise all of it, to
 * the right when b is odd or the model biased, otherwise to the left. Pick k of a sweep has words 2 (k mod 2) and
 * 2 (k mod 2) + 1 of threefry12(counter = (floor(k / 2), sweep, chain, 0)).
 */
import { threefry12 } from '../../lib/threefry.ts';

export interface Ring {
  biased: boolean;
  /** floor(2^31 w / (1 + w)). */
  chip: number;
  /** Number of the sweep. */
  time: number;
  chain: number;
  key: ArrayLike<number>;
}

/** One sweep, in place; masses (N). */
export function sweep(masses: Uint32Array | number[], { biased, chip, time, chain, key }: Ring): void {
  const N = masses.length;
  for (let k = 0; k < N; k++) {
    const words = threefry12([Math.floor(k / 2), time, chain, 0], key);
    const [a, b] = words.slice(2 * (k % 2));
    const site = Math.floor((N * a) / 2 ** 32);
    if (masses[site] === 0) continue;
    const moved = Math.floor(b / 2) < chip ? 1 : masses[site];
    const target = (site + (biased || b % 2 === 1 ? 1 : N - 1)) % N;
    masses[site] -= moved;
    masses[target] += moved;
  }
}
