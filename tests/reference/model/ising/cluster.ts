/**
 * Swendsen-Wang for H = -J sum s s' on the L x L torus, one chain after the other: satisfied bonds are occupied with
 * probability 1 - exp(-2|J|/T), every cluster of occupied bonds flips if the coin of its first site says so.
 * Random integers belong to (chain, segment of 32 sites of a row); a site has a bit in each of their words.
 */
import { spinOf } from '../../../support/pack.ts';
import { threefry12 } from '../../lib/threefry.ts';

export interface ClusterSweep {
  L: number;
  coupling: number;
  /** Number of the sweep. */
  time: number;
  key: ArrayLike<number>;
  /** floor(2^32 (1 - exp(-2|J|/T))) */
  threshold: number;
}

/** floor(2^32 (1 - exp(-2|J|/T))), at most 2^32 - 1. */
export function bondThreshold(temperature: number, coupling: number): number {
  return Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * (1 - Math.exp((-2 * Math.abs(coupling)) / temperature))));
}

/** The random bits of a chain: that of a site in the k-th word of a draw. */
export function bitsOf(chain: number, { L, time, key }: Pick<ClusterSweep, 'L' | 'time' | 'key'>): (site: number, draw: number, k: number) => number {
  // 32 sites share a draw; the slow twin of the generator is asked once.
  const drawn = new Map<number, number[]>();
  return (site, draw, k) => {
    const [x, y] = [site % L, Math.floor(site / L)];
    const segment = y * Math.ceil(L / 32) + Math.floor(x / 32);
    const words = drawn.get(17 * segment + draw) ?? threefry12([chain, segment, time, draw], key);
    drawn.set(17 * segment + draw, words);
    return (words[k] >>> (x % 32)) & 1;
  };
}

/** The random integer of the bond to the right (direction 0) or down (1), most significant bit first. */
export function bondInteger(site: number, direction: number, bit: ReturnType<typeof bitsOf>): number {
  let u = 0;
  for (let plane = 0; plane < 32; plane++) u = 2 * u + bit(site, Math.floor(plane / 2), 2 * direction + (plane % 2));
  return u;
}

/** u < threshold, decided at the first plane where they differ: the later ones need not be drawn. */
function below(threshold: number, site: number, direction: number, bit: ReturnType<typeof bitsOf>): boolean {
  for (let plane = 0; plane < 32; plane++) {
    const [ours, theirs] = [bit(site, Math.floor(plane / 2), 2 * direction + (plane % 2)), (threshold >>> (31 - plane)) & 1];
    if (ours !== theirs) return ours < theirs;
  }
  return false;
}

/** Moves the 32 chains of one group in place; spins (L, L), bit = chain. */
export function clusterSweep(spins: Uint32Array, n: ClusterSweep): void {
  for (let chain = 0; chain < 32; chain++) clusterSweepOf(chain, spins, n);
}

function clusterSweepOf(chain: number, spins: Uint32Array, n: ClusterSweep): void {
  const { L } = n;
  const bit = bitsOf(chain, n);
  const spin = Array.from({ length: L * L }, (_, site) => spinOf(spins, site, chain));
  const joined: number[][] = spin.map(() => []);
  for (let site = 0; site < L * L; site++) {
    const [x, y] = [site % L, Math.floor(site / L)];
    [y * L + ((x + 1) % L), ((y + 1) % L) * L + x].forEach((other, direction) => {
      if (n.coupling * spin[site] * spin[other] < 0 || !below(n.threshold, site, direction, bit)) return;
      joined[site].push(other);
      joined[other].push(site);
    });
  }
  const seen = new Set<number>();
  for (let first = 0; first < L * L; first++) {
    if (seen.has(first)) continue;
    // Sites are tried in order, so that the first one of a cluster is its smallest.
    const coin = bit(first, 16, 0);
    const flood = [first];
    seen.add(first);
    for (let site = flood.pop(); site !== undefined; site = flood.pop()) {
      if (coin === 1) spins[site] ^= 1 << chain;
      for (const other of joined[site]) {
        if (seen.has(other)) continue;
        seen.add(other);
        flood.push(other);
      }
    }
  }
}
