/**
 * Sweeps of H = -J Σ s s' - B Σ s on a torus of three axes, one chain after the other: classes of sites (x + y + z) mod 2 or 3 move one after the
 * other; a spin flips if u < floor(2^32 p), u a 32-bit integer, with p = min(1, exp(-dE / T)) (Metropolis; p = 1 always flips) or
 * p = 1 / (1 + exp(dE / T)) (heat bath, and Metropolis at infinite temperature).
 */
import { threefry12 } from '../../lib/threefry.ts';
import { xoshiro } from '../../lib/xoshiro.ts';

export interface CubeSweep {
  extents: readonly [number, number, number];
  coupling: number;
  field: number;
  temperature: number;
  heatbath: boolean;
  /** Sweeps before this one. */
  time: number;
  key: readonly number[];
}

/** Sites next to a site: right, down, behind, and left, up, before. */
export function around(site: number, [Z, Y, X]: readonly [number, number, number]): number[] {
  const [x, y, z] = [site % X, Math.floor(site / X) % Y, Math.floor(site / X / Y)];
  const at = (i: number, j: number, k: number) => (((k + Z) % Z) * Y + ((j + Y) % Y)) * X + ((i + X) % X);
  return [at(x + 1, y, z), at(x, y + 1, z), at(x, y, z + 1), at(x - 1, y, z), at(x, y - 1, z), at(x, y, z - 1)];
}

/** x + y + z. */
function level(site: number, [, Y, X]: readonly [number, number, number]): number {
  return (site % X) + (Math.floor(site / X) % Y) + Math.floor(site / X / Y);
}

/** Moves the 32 chains of one group in place; spins (Z, Y, X), bit = chain. */
export function cubeSweep(spins: Uint32Array, { extents, coupling, field, temperature, heatbath, time, key }: CubeSweep): void {
  const classes = extents.every((extent) => extent % 2 === 0) ? 2 : 3;
  const spin = (site: number, chain: number) => ((spins[site] >>> chain) & 1 ? 1 : -1);
  for (let colour = 0; colour < classes; colour++) {
    const sites = Array.from(spins, (_, site) => site).filter((site) => level(site, extents) % classes === colour);
    const fours = Math.ceil(sites.length / 4);
    sites.forEach((site, i) => {
      const words = xoshiro(threefry12([i % fours, time, 0, colour], key), 128);
      const planes = Array.from({ length: 32 }, (_, n) => words[4 * n + Math.floor(i / fours)]);
      for (let chain = 0; chain < 32; chain++) {
        const u = planes.reduce((sum, word) => 2 * sum + ((word >>> chain) & 1), 0);
        const local = around(site, extents).reduce((sum, other) => sum + coupling * spin(other, chain), field);
        const cost = 2 * spin(site, chain) * local;
        const p = heatbath || temperature === Number.POSITIVE_INFINITY ? 1 / (1 + Math.exp(cost / temperature)) : Math.exp(-cost / temperature);
        if (p >= 1 || u < Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * p))) spins[site] ^= 1 << chain;
      }
    });
  }
}
