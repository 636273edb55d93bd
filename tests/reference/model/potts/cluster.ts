/**
 * Swendsen-Wang for the Potts ferromagnet, one chain after the other: a bond between equal states is occupied where u < threshold, and
 * each cluster of occupied bonds takes the state floor(u q / 2^32) of the random integer u of its first site.
 */
import { bernoulli } from '../../lib/bernoulli.ts';
import { threefry12 } from '../../lib/threefry.ts';
import { type ColourSweep, forward } from './heatbath.ts';

/** Moves the 32 chains of a group in place. */
export function clusterSweep(chains: number[][], sweep: ColourSweep): void {
  const { L, q, coupling, temperature, time, key } = sweep;
  const threshold = Math.min(2 ** 32 - 1, Math.floor(2 ** 32 * (1 - Math.exp(-coupling / temperature))));
  const drawn = Array.from({ length: L * L }, (_, site) => forward(site, sweep).map((_, d) => bernoulli(threshold, [site, time, d], key)));
  chains.forEach((states, chain) => {
    const joined: number[][] = states.map(() => []);
    states.forEach((state, site) => {
      forward(site, sweep).forEach((other, d) => {
        if (states[other] !== state || ((drawn[site][d] >>> chain) & 1) === 0) return;
        joined[site].push(other);
        joined[other].push(site);
      });
    });
    const seen = new Set<number>();
    for (let first = 0; first < L * L; first++) {
      if (seen.has(first)) continue;
      const state = Number((BigInt(threefry12([first, time, 4 + chain, 0], key)[0]) * BigInt(q)) >> 32n);
      const flood = [first];
      seen.add(first);
      for (let site = flood.pop(); site !== undefined; site = flood.pop()) {
        states[site] = state;
        for (const other of joined[site]) {
          if (seen.has(other)) continue;
          seen.add(other);
          flood.push(other);
        }
      }
    }
  });
}
