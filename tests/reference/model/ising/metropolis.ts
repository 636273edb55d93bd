/**
 * Checkerboard Metropolis for H = -J sum s s' on the L x L torus, one chain after the other: a spin with c satisfied
 * bonds costs dE = 2|J| (c - (4 - c)) to flip; it flips if dE <= 0 or u < floor(2^32 exp(-dE / T)), u a 32-bit integer.
 */
import { philox } from '../../lib/philox.ts';
import { threefry12 } from '../../lib/threefry.ts';
import { xoshiro } from '../../lib/xoshiro.ts';

export interface HalfSweep {
  L: number;
  /** Sublattice that moves: (x + y) mod 2. */
  colour: number;
  /** Sign of J. */
  coupling: number;
  /** Number of the sweep. */
  time: number;
  key: ArrayLike<number>;
  /** Random numbers by Philox instead. */
  philox10?: boolean;
  /** floor(2^32 exp(-dE / T)) of a chain for 3 and for 4 satisfied bonds. */
  threshold: (chain: number, satisfied: number) => number;
}

/** floor(2^32 exp(-4 |J| (c - 2) / T)), at most 2^32 - 1. */
export function boltzmann(temperature: number, coupling: number, satisfied: number): number {
  return Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * Math.exp((-4 * Math.abs(coupling) * (satisfied - 2)) / temperature)));
}

/**
 * The random integers of the 32 chains at a site: words 4 n + r of the stream of its quad (columns 2 c, 2 c + 1, rows
 * 4 b .. 4 b + 3, number b L / 2 + c) hold everyone's n-th bit, most significant first, r the row in the quad. The
 * stream is xoshiro128++ from a hash of (quad, time, 0, colour), or Philox at (quad, time, n, colour).
 */
export function integers(site: number, { L, time, colour, key, philox10 }: Pick<HalfSweep, 'L' | 'time' | 'colour' | 'key' | 'philox10'>): number[] {
  const [x, y] = [site % L, Math.floor(site / L)];
  const quad = Math.floor(y / 4) * (L / 2) + Math.floor(x / 2);
  const words = philox10
    ? Array.from({ length: 32 }, (_, n) => philox([quad, time, n, colour], Array.from(key))).flat()
    : xoshiro(threefry12([quad, time, 0, colour], key), 128);
  const planes = Array.from({ length: 32 }, (_, n) => words[4 * n + (y % 4)]);
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

/** Infinite temperature: every spin of the colour drawn afresh, the rows of a quad from the four words of one hash. */
export function redraw(spins: Uint32Array, { L, colour, time, key }: Pick<HalfSweep, 'L' | 'colour' | 'time' | 'key'>): void {
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      const quad = Math.floor(y / 4) * (L / 2) + Math.floor(x / 2);
      if ((x + y) % 2 === colour) spins[y * L + x] = threefry12([quad, time, 1, colour], key)[y % 4];
    }
  }
}
