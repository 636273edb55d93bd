/**
 * Parallel tempering, one pair of configurations after the other: at inverse temperatures b1 > b2 they are exchanged
 * with probability min(1, exp((b1 - b2)(E1 - E2))), u < floor(2^32 p), with E = -J sum s s'.
 */
import { spinOf } from '../../../support/pack.ts';
import { threefry12 } from '../../lib/threefry.ts';
import { measure } from './measure.ts';

export interface Exchange {
  L: number;
  coupling: number;
  /** Number of the sweep: pairs (0, 1), (2, 3), ... are tried at even ones, (1, 2), (3, 4), ... at odd ones. */
  time: number;
  key: ArrayLike<number>;
  /** From the coldest. */
  temperatures: readonly number[];
  /** Probability of an exchange that costs `cost` = (b1 - b2)(E2 - E1) > 0. */
  probability?: (cost: number) => number;
}

/** Moves one ladder in place: `ladder[k]` holds the 32 chains (L, L) at temperature k. @returns chains exchanged per pair */
export function exchange(ladder: readonly Uint32Array[], n: Exchange): number[] {
  const probability = n.probability ?? ((cost: number) => Math.exp(-cost));
  return n.temperatures.slice(1).map((hot, pair) => {
    if (pair % 2 !== n.time % 2) return 0;
    const difference = 1 / n.temperatures[pair] - 1 / hot;
    let made = 0;
    for (let chain = 0; chain < 32; chain++) {
      const [a, b] = [ladder[pair], ladder[pair + 1]];
      const cost = difference * -n.coupling * (measure(b, n.L, chain)[0] - measure(a, n.L, chain)[0]);
      const u = threefry12([pair, n.time, chain - (chain % 4), 0], n.key)[chain % 4];
      if (cost > 0 && u >= Math.floor(2 ** 32 * probability(cost))) continue;
      made += 1;
      for (let site = 0; site < n.L * n.L; site++) {
        if (spinOf(a, site, chain) === spinOf(b, site, chain)) continue;
        a[site] ^= 1 << chain;
        b[site] ^= 1 << chain;
      }
    }
    return made;
  });
}
