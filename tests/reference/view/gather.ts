import { spinOf } from '../../support/pack.ts';
import { philox } from '../lib/philox.ts';

export interface GatherCase {
  /** Lattice side. */
  L: number;
  /** Samples in the minibatch. */
  K: number;
  /** First chain and number of chains of the part. */
  first: number;
  chains: number;
  flip: boolean;
  /** 0 to train on, 1 held out. */
  part: number;
  step: number;
  key: ArrayLike<number>;
}

/**
 * Spins (K, sites) at the sites (dx, dy) of a window: sample k of step t is chain first + (t K + k) mod chains at
 * translation x = floor(L w0 / 2^32), y = floor(L w1 / 2^32), all spins flipped if w2 is odd; w = words at counter (k, t, part, 0).
 */
export function gather(spins: ArrayLike<number>, sites: readonly (readonly [number, number])[], n: GatherCase): Int8Array {
  const out = new Int8Array(n.K * sites.length);
  for (let k = 0; k < n.K; k++) {
    const w = philox([k, n.step, n.part, 0], n.key);
    const x = Math.floor((n.L * w[0]) / 2 ** 32);
    const y = Math.floor((n.L * w[1]) / 2 ** 32);
    const sign = n.flip && w[2] % 2 === 1 ? -1 : 1;
    const chain = n.first + Number((BigInt(n.step) * BigInt(n.K) + BigInt(k)) % BigInt(n.chains));
    sites.forEach(([dx, dy], i) => {
      const site = ((y + dy) % n.L) * n.L + ((x + dx) % n.L);
      out[k * sites.length + i] = sign * spinOf(spins, Math.floor(chain / 32) * n.L * n.L + site, chain % 32);
    });
  }
  return out;
}
