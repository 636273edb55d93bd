import type { LatticeName } from '../potts/options.ts';

type Point = readonly [crystalField: number, temperature: number];

/**
 * T_c of some crystal fields at J = 1 on the square lattice without a field, [D, T_c], to three digits: where ξ / L of infinite strips of L and L + 1 sites
 * is the same, from their transfer matrices up to L = 10, extrapolated (docs/samplers-spins.md).
 * Source of the method: Nightingale, Physica A 83, 561 (1976).
 */
const TRANSITIONS: readonly Point[] = [
  [0, 1.694],
  [0.5, 1.566],
  [1, 1.397],
  [1.5, 1.15],
];

/**
 * The line of transitions at J = 1, continuous up to the tricritical point, first order beyond it, and down to T = 0 where states of zeros have the
 * energy of ordered ones. Beside the points above it is known to about 0.01 here, enough for expected relaxation times.
 */
const LINES: Readonly<Record<LatticeName, readonly Point[]>> = {
  square: [...TRANSITIONS, [1.75, 0.956], [1.9, 0.765], [1.966, 0.608], [2, 0]],
  triangular: [
    [0, 2.68],
    [1, 2.4],
    [2, 1.98],
    [2.5, 1.63],
    [2.8, 1.28],
    [3, 0],
  ],
};

/** T_c at D = 0 on the square lattice, J / k_B at J = 1. */
export const CAPEL_T_C = 1.694;

/** T_c without a field, J / k_B at J = 1, where it is known to three digits. */
export function tabulatedTemperature(crystalField: number, lattice: LatticeName): number | undefined {
  return lattice === 'square' ? TRANSITIONS.find(([d]) => d === crystalField)?.[1] : undefined;
}

/**
 * Where correlations are long, J / k_B at J = 1, by linear interpolation; for D < 0, where few spins are 0, between that of D = 0 and the
 * Ising model's. Above the largest D there is no transition, and nothing is long.
 */
export function lineTemperature(crystalField: number, lattice: LatticeName): number {
  const line = LINES[lattice];
  if (crystalField <= 0) {
    const ising = { square: 2.269, triangular: 3.641 }[lattice];
    const [[, zero]] = line;
    return ising - (ising - zero) / (1 - crystalField);
  }
  const next = line.findIndex(([d]) => d >= crystalField);
  if (next < 0) return 0;
  const [[d0, t0], [d1, t1]] = [line[next - 1], line[next]];
  return t0 + ((t1 - t0) * (crystalField - d0)) / (d1 - d0);
}
