import { spinOf } from '../../support/pack.ts';
import { philox } from '../lib/philox.ts';

export interface GatherCase {
  /** Lattice side. */
  L: number;
  /** Samples in the minibatch. */
  K: number;
  /** First group of 32 chains and number of groups of the part. */
  first: number;
  groups: number;
  flip: boolean;
  /** 0 to train on, 1 held out. */
  part: number;
  step: number;
  key: ArrayLike<number>;
}

/**
 * Spins (K, sites) at the sites (dx, dy) of a window: sample k = 32 b + j of step t is chain (t K + k) mod 32 of group
 * first + (t + b) mod groups at translation x = floor(L w0 / 2^32), y = floor(L w1 / 2^32), all its spins flipped if
 * that bit of w2 is set; w = words at counter (b, t, part, 0).
 */
export function gather(spins: ArrayLike<number>, sites: readonly (readonly [number, number])[], n: GatherCase): Int8Array {
  const out = new Int8Array(n.K * sites.length);
  for (let k = 0; k < n.K; k++) {
    const b = Math.floor(k / 32);
    const w = philox([b, n.step, n.part, 0], n.key);
    const x = Math.floor((n.L * w[0]) / 2 ** 32);
    const y = Math.floor((n.L * w[1]) / 2 ** 32);
    const chain = Number((BigInt(n.step) * BigInt(n.K) + BigInt(k)) % 32n);
    const group = n.first + ((n.step + b) % n.groups);
    const sign = n.flip && (w[2] >>> chain) % 2 === 1 ? -1 : 1;
    sites.forEach(([dx, dy], i) => {
      const site = ((y + dy) % n.L) * n.L + ((x + dx) % n.L);
      out[k * sites.length + i] = sign * spinOf(spins, group * n.L * n.L + site, chain);
    });
  }
  return out;
}
