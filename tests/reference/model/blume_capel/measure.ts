/** Spins -1, spins 1, bonds with S S' = -1, bonds with S S' = 1 of one chain. */
import { forward } from '../potts/heatbath.ts';

export function measureSpins(spins: readonly number[], lattice: { L: number; triangular: boolean }): number[] {
  const products = spins.flatMap((S, site) => forward(site, lattice).map((other) => S * spins[other]));
  return [
    spins.filter((S) => S === -1).length,
    spins.filter((S) => S === 1).length,
    products.filter((p) => p === -1).length,
    products.filter((p) => p === 1).length,
  ];
}
