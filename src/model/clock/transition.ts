import type { LatticeName } from '../potts/options.ts';
import { pottsTemperature } from '../potts/transition.ts';

/**
 * T_c of the clock ferromagnet of 2, 3 or 4 states, J / k_B at J = 1: cos 2π d / q is 2 δ - 1 for two states and (3 δ - 1) / 2 for
 * three; four states are two Ising models of coupling J / 2. Undefined for more, which have two transitions of Kosterlitz and Thouless.
 * Source: Suzuki, Prog. Theor. Phys. 37, 770 (1967); Jose, Kadanoff, Kirkpatrick & Nelson, Phys. Rev. B 16, 1217 (1977).
 */
export function clockTemperature(q: number, lattice: LatticeName): number | undefined {
  if (q > 4) return undefined;
  return q === 3 ? 1.5 * pottsTemperature(3, lattice) : (4 / q) * pottsTemperature(2, lattice);
}

/**
 * The temperature below which correlations of five and more states can be as long as the lattice: a little above the upper transition,
 * which is near that of the XY model (0.8929 on the square lattice: Hasenbusch, J. Phys. A 38, 5869 (2005)).
 */
export const LONG_BELOW: Readonly<Record<LatticeName, number>> = { square: 1.1, triangular: 1.8 };
