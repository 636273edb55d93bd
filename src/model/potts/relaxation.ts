import type { ColourOptions } from './options.ts';

/** What the time to forget a start depends on. */
export interface Slowing {
  /** The temperature around which correlations are long, J / k_B. */
  temperature: number;
  /** Whether they are long everywhere below it. */
  below: boolean;
}

/**
 * Correlation length in sites, by its upper bound 1 / |T / T_c - 1|: no exponent ν of these models is above 1. At most L / 2.
 */
function lengthOf({ size }: Pick<ColourOptions, 'size'>, { temperature, below }: Slowing, T: number): number {
  if (T === Number.POSITIVE_INFINITY) return 0;
  const distance = T / temperature - 1;
  if (below && distance <= 0) return size / 2;
  return Math.min(size / 2, 1 / Math.abs(distance));
}

/** By the number of states, 2, 3 and more; measured at L = 16 and 32, T_c (docs/samplers-potts.md). */
const amplitude = (q: number, [two, three, more]: readonly [number, number, number]) => (q === 2 ? two : q === 3 ? three : more);

/**
 * Sweeps in which a heat bath forgets a start, growing as ξ^z with z = 2.17 as for Ising spins: about eight times the autocorrelation time
 * of the order parameter for up to four states. More states change phase discontinuously on large lattices, and wait longer at T_c.
 */
export function heatBathRelaxation(options: ColourOptions, slowing: Slowing, T: number): number {
  if (T === Number.POSITIVE_INFINITY) return 1;
  return Math.ceil(20 + amplitude(options.q, [2.5, 4, 5]) * lengthOf(options, slowing, T) ** 2.17);
}

/**
 * The same of cluster updates: z is at least α / ν, which is 0 for q = 2, 2/5 for 3 and 1 for 4, and was measured a little above.
 * Source: Li & Sokal, Phys. Rev. Lett. 63, 827 (1989); Salas & Sokal, J. Stat. Phys. 87, 1 (1997).
 */
export function clusterRelaxation(options: ColourOptions, slowing: Slowing, T: number): number {
  return Math.ceil(4 + amplitude(options.q, [16, 24, 16]) * lengthOf(options, slowing, T) ** amplitude(options.q, [0.25, 0.52, 1]));
}
