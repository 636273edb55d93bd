/**
 * Checkerboard sweeps of H = -Σ J_b s s' - B Σ s with bonds J_b = ±J, one chain after the other: a spin flips if
 * u < floor(2^32 p), u a 32-bit integer, with p = min(1, exp(-dE / T)) (Metropolis; p = 1 always flips) or
 * p = 1 / (1 + exp(dE / T)) (heat bath).
 */
import { threefry12 } from '../../lib/threefry.ts';

export interface LocalSweep {
  L: number;
  colour: number;
  coupling: number;
  field: number;
  temperature: number;
  heatbath: boolean;
  time: number;
  key: ArrayLike<number>;
  /** Whether a bond of a chain has the coupling -J: bond 2 site + 0 right, + 1 down. */
  negative: (bond: number, chain: number) => boolean;
}

/** Moves the 32 chains of one group in place; spins (L, L), bit = chain. */
export function localHalfSweep(spins: Uint32Array, n: LocalSweep): void {
  const { L } = n;
  const at = (x: number, y: number) => ((y + L) % L) * L + ((x + L) % L);
  const spin = (site: number, chain: number) => ((spins[site] >>> chain) & 1 ? 1 : -1);
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      if ((x + y) % 2 !== n.colour) continue;
      const site = at(x, y);
      const words = Array.from({ length: 8 }, (_, draw) => threefry12([site, n.time, draw, n.colour], n.key)).flat();
      for (let chain = 0; chain < 32; chain++) {
        const u = words.reduce((sum, word) => 2 * sum + ((word >>> chain) & 1), 0);
        const J = (bond: number) => (n.negative(bond, chain) ? -n.coupling : n.coupling);
        const local =
          J(2 * site) * spin(at(x + 1, y), chain) +
          J(2 * at(x - 1, y)) * spin(at(x - 1, y), chain) +
          J(2 * site + 1) * spin(at(x, y + 1), chain) +
          J(2 * at(x, y - 1) + 1) * spin(at(x, y - 1), chain) +
          n.field;
        const cost = 2 * spin(site, chain) * local;
        const p = n.heatbath ? 1 / (1 + Math.exp(cost / n.temperature)) : Math.exp(-cost / n.temperature);
        if (p >= 1 || u < Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * p))) spins[site] ^= 1 << chain;
      }
    }
  }
}
