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

/** Of the largest crystal field, on either lattice. */
const lastField = { square: 2, triangular: 3 } as const;

/**
 * Amplitudes measured at L = 16 and 32: the same up to 7 / 8 of the largest crystal field, and 14 times as large at the tricritical point, where spins
 * of all values are as likely as none. In between it grows like a power, which is a guess.
 */
function amplitude({ lattice, coupling, crystalField }: CapelOptions): number {
  const part = crystalField / coupling / lastField[lattice];
  return 2.5 * 14 ** Math.min(1, Math.max(0, (part - 0.875) / 0.108));
}

/**
 * Sweeps in which a heat bath forgets a start, growing as ξ^z with z = 2.17 as for Ising spins: eight times the measured autocorrelation time of |m|
 * on the line of transitions (docs/samplers-spins.md). Beyond the tricritical point large lattices wait longer: both phases are stable.
 */
export function capelRelaxation(options: CapelOptions, T: number): number {
  if (T === Number.POSITIVE_INFINITY) return 1;
  return Math.ceil(20 + amplitude(options) * lengthOf(options, T) ** 2.17);
}
