/** Bond sum, magnetisation, staggered magnetisation and four sums of waves of one chain. */
import { around } from './sweep.ts';

/** @param waves (Y + Z, 2) cosine and sine along y, then along z */
export function measureCube(spins: readonly number[], extents: readonly [number, number, number], waves: ArrayLike<number>, staggered: boolean): number[] {
  const [, Y, X] = extents;
  const places = spins.map((_, site) => [site % X, Math.floor(site / X) % Y, Math.floor(site / X / Y)]);
  const sign = (site: number) => (places[site].reduce((a, b) => a + b) % 2 === 0 ? 1 : -1);
  const sum = (of: (s: number, site: number) => number) => spins.reduce((total, s, site) => total + of(s, site), 0);
  const wave = (k: number, row: (site: number) => number) => sum((s, site) => (staggered ? sign(site) : 1) * s * waves[2 * row(site) + k]);
  const [alongY, alongZ] = [(site: number) => places[site][1], (site: number) => Y + places[site][2]];
  return [
    sum(
      (s, site) =>
        s *
        around(site, extents)
          .slice(0, 3)
          .reduce((total, other) => total + spins[other], 0),
    ),
    sum((s) => s),
    sum((s, site) => sign(site) * s),
    wave(0, alongY),
    wave(1, alongY),
    wave(0, alongZ),
    wave(1, alongZ),
  ];
}
