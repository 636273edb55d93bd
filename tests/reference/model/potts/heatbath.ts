/**
 * Heat bath of spins of q states on the L x L torus, one chain after the other. Classes of sites (x - y) mod 2 or 3 move one after the
 * other. A state is drawn with whole weights: r = floor(u sum / 2^32), the first state whose cumulative sum exceeds r.
 */
import { threefry12 } from '../../lib/threefry.ts';

/** A lattice, and the sweep that moves it. */
export interface ColourSweep {
  L: number;
  q: number;
  triangular: boolean;
  coupling: number;
  temperature: number;
  /** Sweeps before this one. */
  time: number;
  key: readonly number[];
}

type Lattice = Pick<ColourSweep, 'L' | 'triangular'>;

/** Sites after a site: right, down, on the triangular lattice down-left. */
export function forward(site: number, { L, triangular }: Lattice): number[] {
  const [x, y] = [site % L, Math.floor(site / L)];
  const at = (column: number, row: number) => ((row + L) % L) * L + ((column + L) % L);
  return [at(x + 1, y), at(x, y + 1), ...(triangular ? [at(x - 1, y + 1)] : [])];
}

/** All neighbours of every site. */
export function neighbours(lattice: Lattice): number[][] {
  const all: number[][] = Array.from({ length: lattice.L ** 2 }, () => []);
  all.forEach((own, site) => {
    for (const other of forward(site, lattice)) {
      own.push(other);
      all[other].push(site);
    }
  });
  return all;
}

/** The states of 32 chains as they lie in memory: (L, L, q) words, bit = chain. */
export function unpacked(words: Uint32Array, q: number): number[][] {
  const sites = words.length / q;
  return Array.from({ length: 32 }, (_, chain) =>
    Array.from({ length: sites }, (_, site) => {
      const set = Array.from({ length: q }, (_, s) => (words[site * q + s] >>> chain) & 1);
      if (set.reduce((a, b) => a + b) !== 1) throw new Error(`chain ${chain}, site ${site}: not exactly one state`);
      return set.indexOf(1);
    }),
  );
}

/** And back. */
export function packed(chains: readonly (readonly number[])[], q: number): Uint32Array {
  const words = new Uint32Array(chains[0].length * q);
  chains.forEach((states, chain) => {
    states.forEach((state, site) => {
      words[site * q + state] |= 1 << chain;
    });
  });
  return words;
}

/** Moves the 32 chains of a group in place. @param weights of all states, from the states of the neighbours */
export function heatBathSweep(chains: number[][], sweep: ColourSweep, weights: (around: readonly number[]) => readonly bigint[]): void {
  const { L, triangular, time, key } = sweep;
  const classes = !triangular && L % 2 === 0 ? 2 : 3;
  const next = neighbours(sweep);
  for (let colour = 0; colour < classes; colour++) {
    for (let site = 0; site < L * L; site++) {
      if (((site % L) - Math.floor(site / L) + classes * L) % classes !== colour) continue;
      const random = Array.from({ length: 8 }, (_, four) => threefry12([site, time, four, 0], key)).flat();
      chains.forEach((states, chain) => {
        const all = weights(next[site].map((other) => states[other]));
        let r = (BigInt(random[chain]) * all.reduce((sum, w) => sum + w, 0n)) >> 32n;
        states[site] = all.findIndex((w) => {
          r -= w;
          return r < 0n;
        });
      });
    }
  }
}

/** Potts model: W = round(2^27 exp(-d |J| / T)), d by how much fewer neighbours (J < 0: more) are in this state than in the best. */
export function pottsSweep(chains: number[][], sweep: ColourSweep): void {
  const { q, coupling, temperature } = sweep;
  heatBathSweep(chains, sweep, (around) => {
    const counts = Array.from({ length: q }, (_, s) => around.filter((t) => t === s).length);
    const best = coupling < 0 ? Math.min(...counts) : Math.max(...counts);
    return counts.map((n) => BigInt(Math.round(2 ** 27 * Math.exp((-Math.abs(n - best) * Math.abs(coupling)) / temperature))));
  });
}
