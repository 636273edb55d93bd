import { CUBIC_T_C, type CubeOptions } from './options.ts';

/** Correlation length in sites: 0.50 |t|^-0.63 above T_c, half as long below, at most L / 2. Source: Pelissetto & Vicari, Phys. Rep. 368, 549 (2002). */
function lengthOf({ extents, coupling }: Pick<CubeOptions, 'extents' | 'coupling'>, T: number): number {
  const distance = T / (Math.abs(coupling) * CUBIC_T_C) - 1;
  const amplitude = distance > 0 ? 0.5 : 0.25;
  return Math.min(Math.max(...extents) / 2, amplitude * Math.abs(distance) ** -0.63);
}

/**
 * Sweeps in which local dynamics forgets a start: a time growing as ξ^z with z = 2.03, eight times the measured autocorrelation time of |m| at T_c
 * (docs/samplers-spins.md). Source of z: Hasenbusch, PRE 101, 022126 (2020).
 */
export function cubeRelaxation(options: CubeOptions, T: number): number {
  if (T === Number.POSITIVE_INFINITY) return 1;
  return Math.ceil(20 + (options.dynamics === 'heatbath' ? 6.5 : 1.5) * lengthOf(options, T) ** 2.03);
}
