/**
 * Heat bath of H = -J Σ S S' + D Σ S² - B Σ S, S = -1, 0, 1, on the L x L torus, one chain after the other. Without a field a chain is first turned over
 * as a whole where its bit of a word is 1. Then classes of sites (x - y) mod 2 or 3 move one after the other. A spin with the sum h over its neighbours
 * becomes -1 where u < floor(2^32 P(-1)), else 0 where u < floor(2^32 (P(-1) + P(0))), else 1; without a field the P of |h| are
 * taken, and the result changes sign for h < 0.
 */
import { threefry12 } from '../../lib/threefry.ts';
import { xoshiro } from '../../lib/xoshiro.ts';
import { neighbours } from '../potts/heatbath.ts';

export interface CapelSweep {
  L: number;
  triangular: boolean;
  coupling: number;
  crystalField: number;
  field: number;
  temperature: number;
  /** Sweeps before this one. */
  time: number;
  key: readonly number[];
}

/** P(-1) and P(-1) + P(0). */
function cumulative({ coupling, crystalField, field, temperature }: CapelSweep, h: number): [number, number] {
  const weight = (S: number) => Math.exp((coupling * h * S + field * S - crystalField * S * S) / temperature);
  const sum = weight(-1) + weight(0) + weight(1);
  return [weight(-1) / sum, (weight(-1) + weight(0)) / sum];
}

/** Sites of a class, row by row. */
function sitesOfClass(L: number, classes: number, colour: number): number[] {
  return Array.from({ length: L * L }, (_, site) => site).filter((site) => ((site % L) - Math.floor(site / L) + classes * L) % classes === colour);
}

/** Moves the 32 chains of a group in place. @param chains spins of every chain, in C order */
export function capelSweep(chains: number[][], sweep: CapelSweep): void {
  const { L, triangular, field, time, key } = sweep;
  const classes = !triangular && L % 2 === 0 ? 2 : 3;
  const next = neighbours({ L, triangular });
  const [turned] = threefry12([0, time, 1, 0], key);
  for (const [chain, spins] of chains.entries()) {
    if (field !== 0 || ((turned >>> chain) & 1) === 0) continue;
    for (let site = 0; site < L * L; site++) spins[site] = -spins[site];
  }
  for (let colour = 0; colour < classes; colour++) {
    const sites = sitesOfClass(L, classes, colour);
    const fours = Math.ceil(sites.length / 4);
    sites.forEach((site, i) => {
      const words = xoshiro(threefry12([i % fours, time, 0, colour], key), 128);
      const planes = Array.from({ length: 32 }, (_, n) => words[4 * n + Math.floor(i / fours)]);
      chains.forEach((spins, chain) => {
        const u = planes.reduce((sum, word) => 2 * sum + ((word >>> chain) & 1), 0);
        const h = next[site].reduce((sum, other) => sum + spins[other], 0);
        const reflected = field === 0 && h < 0;
        const [minus, zero] = cumulative(sweep, reflected ? -h : h).map((p) => Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * p)));
        const S = u < minus ? -1 : u < zero ? 0 : 1;
        spins[site] = reflected ? -S : S;
      });
    });
  }
}

/** Spins of 32 chains from memory: (L, L, 3) words, bit = chain. */
export function unpackedSpins(words: Uint32Array): number[][] {
  return Array.from({ length: 32 }, (_, chain) =>
    Array.from({ length: words.length / 3 }, (_, site) => {
      const set = [0, 1, 2].filter((s) => (words[3 * site + s] >>> chain) & 1);
      if (set.length !== 1) throw new Error(`chain ${chain}, site ${site}: not exactly one state`);
      return set[0] - 1;
    }),
  );
}

/** And back. */
export function packedSpins(chains: readonly (readonly number[])[]): Uint32Array {
  const words = new Uint32Array(chains[0].length * 3);
  chains.forEach((spins, chain) => {
    spins.forEach((S, site) => {
      words[3 * site + S + 1] |= 1 << chain;
    });
  });
  return words;
}
