import { type ChainEstimate, chainEstimate, derivedEstimate, type Estimate, meanError } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';

/** What the observables depend on besides the series. */
interface SpinModel {
  sites: number;
  coupling: number;
  /** Whether every chain has bonds of its own. */
  ownDisorder?: boolean;
}

/**
 * Observables of Ising spins: energy and specific heat per site (J, k_B), moments of the magnetisation per site, and the
 * Binder cumulant 1 - <m⁴> / 3 <m²>² of the order parameter (staggered for the antiferromagnet).
 * @param series energy, magnetisation and staggered magnetisation per site
 */
export function spinObservables(
  series: Readonly<Record<string, Series>>,
  temperature: number,
  { sites, coupling, ownDisorder = false }: SpinModel,
): Record<string, ChainEstimate | Estimate> {
  const map = (s: Series, f: (x: number) => number) => s.values.map((chain) => chain.map(f));
  const { energy, magnetisation, staggered } = series;
  const { spacing } = energy;
  const order = coupling < 0 ? staggered : magnetisation;
  const squares = (s: Series) => map(s, (x) => x * x);
  // Chains with different bonds have different mean energies: that is no fluctuation in time.
  const about = ownDisorder ? energy.values.map((chain) => meanError(chain).mean) : energy.values.map(() => 0);
  const shifted = { ...energy, values: energy.values.map((chain, c) => chain.map((e) => e - about[c])) };
  const specificHeat = ([e, e2]: number[]) => (temperature === Number.POSITIVE_INFINITY ? 0 : (sites * (e2 - e * e)) / temperature ** 2);
  return {
    energy: chainEstimate(energy.values, spacing),
    magnetisation_abs: chainEstimate(map(magnetisation, Math.abs), spacing),
    staggered_abs: chainEstimate(map(staggered, Math.abs), spacing),
    magnetisation_squared: chainEstimate(squares(magnetisation), spacing),
    specific_heat: derivedEstimate([shifted.values, squares(shifted)], specificHeat, spacing),
    binder: derivedEstimate([squares(order), map(order, (m) => m ** 4)], ([m2, m4]) => 1 - m4 / (3 * m2 * m2), spacing),
  };
}
