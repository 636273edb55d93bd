import type { LatticeName } from './options.ts';

/**
 * T_c of the Potts ferromagnet, J / k_B at J = 1, v = exp(1 / T_c) - 1: v² = q on the square lattice, v³ + 3 v² = q on the triangular
 * one; first order for q > 4.
 * Source: Wu, Rev. Mod. Phys. 54, 235 (1982); Baxter, Temperley & Ashley, Proc. R. Soc. London A 358, 535 (1978).
 */
export function pottsTemperature(q: number, lattice: LatticeName): number {
  let v = Math.sqrt(q);
  // Newton's method from above: the left side is convex and increasing.
  if (lattice === 'triangular') for (let step = 0; step < 50; step++) v -= (v ** 3 + 3 * v ** 2 - q) / (3 * v ** 2 + 6 * v);
  return 1 / Math.log1p(v);
}
