import type { CapelOptions } from './options.ts';
import { lineTemperature } from './transition.ts';

/**
 * Correlation length in sites, by its upper bound 1 / |T / T_c - 1| with ν = 1 of the two-dimensional Ising class. At most L / 2. In a field it is
 * taken for the same, which is too much.
 */
function lengthOf({ size, lattice, coupling, crystalField }: CapelOptions, T: number): number {
  const critical = coupling * lineTemperature(crystalField / coupling, lattice);
  if (critical === 0) return 1;
  return Math.min(size / 2, 1 / Math.abs(T / critical - 1));
}

/**
 * Sweeps in which a heat bath forgets a start, growing as ξ^z with z = 2.17 as for Ising spins: eight times the measured autocorrelation time
 * of |m| on the line of transitions (docs/samplers-spins.md), or more. Beyond the tricritical point large lattices wait longer: the phases are stable.
 */
export function capelRelaxation(options: CapelOptions, T: number): number {
  if (T === Number.POSITIVE_INFINITY) return 1;
  return Math.ceil(20 + 1.5 * lengthOf(options, T) ** 2.17);
}
