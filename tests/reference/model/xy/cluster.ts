/**
 * Embedded clusters of one chain of XY rotors in float64: components along a random line r are Ising spins with couplings J |p p'|;
 * satisfied bonds are occupied with probability 1 - exp(-2 J p p' / T), and a cluster is reflected where the last bit of the third random
 * word of its first site is 1. Source: Wolff, PRL 62, 361 (1989).
 */
import { threefry12 } from '../../lib/threefry.ts';
import { fraction, halfTurn, neighbours, type RotorSweep, type Vector } from './sweep.ts';

/** Moves the chain in place. */
export function clusters(rotors: Vector[], chain: number, { L, coupling, temperature, key, time }: RotorSweep): void {
  const angle = halfTurn(threefry12([0, time, chain, 1], key)[0]);
  const [rx, ry] = [Math.cos(angle), Math.sin(angle)];
  const along = rotors.map(([x, y]) => x * rx + y * ry);
  const drawn = rotors.map((_, site) => threefry12([site, time, chain, 0], key));
  const joined: number[][] = rotors.map(() => []);
  rotors.forEach((_, site) => {
    for (const d of [0, 1]) {
      const other = neighbours(site, L)[d];
      const gain = (2 * coupling * along[site] * along[other]) / temperature;
      if (!(fraction(drawn[site][d]) < 1 - Math.exp(-Math.max(0, gain)))) continue;
      joined[site].push(other);
      joined[other].push(site);
    }
  });
  const seen = new Set<number>();
  for (let first = 0; first < L * L; first++) {
    if (seen.has(first)) continue;
    const reflected = (drawn[first][2] & 1) === 1;
    const flood = [first];
    seen.add(first);
    for (let site = flood.pop(); site !== undefined; site = flood.pop()) {
      const [x, y] = rotors[site];
      if (reflected) rotors[site] = [x - 2 * along[site] * rx, y - 2 * along[site] * ry];
      for (const other of joined[site]) {
        if (seen.has(other)) continue;
        seen.add(other);
        flood.push(other);
      }
    }
  }
}
