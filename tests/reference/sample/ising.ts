/**
 * Checkerboard Metropolis for H = -J sum s s' on the L x L torus, one chain after the other: a spin with c satisfied
 * bonds costs dE = 2|J| (c - (4 - c)) to flip; it flips if dE <= 0 or u < floor(2^32 exp(-dE / T)), u a 32-bit integer.
 */
import { threefry12 } from '../lib/threefry.ts';

export interface HalfSweep {
  L: number;
  /** Sublattice that moves: (x + y) mod 2. */
  colour: number;
  /** Sign of J. */
  coupling: number;
  /** Number of the sweep. */
  time: number;
  key: ArrayLike<number>;
  /** floor(2^32 exp(-dE / T)) of a chain for 3 and for 4 satisfied bonds. */
  threshold: (chain: number, satisfied: number) => number;
}

/** floor(2^32 exp(-4 |J| (c - 2) / T)), at most 2^32 - 1. */
export function boltzmann(temperature: number, coupling: number, satisfied: number): number {
  return Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * Math.exp((-4 * Math.abs(coupling) * (satisfied - 2)) / temperature)));
}

/** The random integers of 32 chains at a site: the k-th of 32 words holds everyone's k-th bit, most significant first. */
export function integers(site: number, { time, colour, key }: Pick<HalfSweep, 'time' | 'colour' | 'key'>): number[] {
  const planes = Array.from({ length: 8 }, (_, draw) => threefry12([site, time, draw, colour], key)).flat();
  return Array.from({ length: 32 }, (_, chain) => planes.reduce((u, word) => 2 * u + ((word >>> chain) & 1), 0));
}

/** Moves the 32 chains of one group in place; spins (L, L), bit = chain. */
export function halfSweep(spins: Uint32Array, n: HalfSweep): void {
  const { L } = n;
  const spin = (x: number, y: number, chain: number) => ((spins[((y + L) % L) * L + ((x + L) % L)] >>> chain) & 1 ? 1 : -1);
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      if ((x + y) % 2 !== n.colour) continue;
      const site = y * L + x;
      const u = integers(site, n);
      for (let chain = 0; chain < 32; chain++) {
        const neighbours = [spin(x + 1, y, chain), spin(x - 1, y, chain), spin(x, y + 1, chain), spin(x, y - 1, chain)];
        const satisfied = neighbours.filter((s) => n.coupling * s * spin(x, y, chain) > 0).length;
        if (satisfied <= 2 || u[chain] < n.threshold(chain, satisfied)) spins[site] ^= 1 << chain;
      }
    }
  }
}

/** Infinite temperature: every spin of the colour drawn afresh. */
export function redraw(spins: Uint32Array, { L, colour, time, key }: Pick<HalfSweep, 'L' | 'colour' | 'time' | 'key'>): void {
  for (let site = 0; site < L * L; site++) {
    if ((Math.floor(site / L) + (site % L)) % 2 === colour) spins[site] = threefry12([site, time, 8, colour], key)[0];
  }
}
