import { type ChainEstimate, chainEstimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';
import { fluctuation } from '../ising/fluctuation.ts';
import { binder } from '../ising/observables.ts';
import type { Measured, ObservableWords } from '../model.ts';

/**
 * Observables of XY rotors, with k_B = 1; m is the mean rotor, for J < 0 with every second one reversed, N the number of sites.
 *
 * - `energy` <e> (J per site), `specific_heat` N (<e²> - <e>²) / T² (k_B per site)
 * - `magnetisation_abs` <|m|>, `magnetisation_squared` <m²>, `susceptibility_abs` N (<m²> - <|m|>²) / T (per site, 1 / J)
 * - `binder_magnetisation`, the cumulant 1 - <m⁴> / 3 <m²>²: 2/3 in order, 1/3 without
 * - `helicity_modulus` Υ = <J Σ cos> / N - J² <(Σ sin)²> / N T, sums over the bonds of a direction, the mean of both directions (J); at
 *   T_BKT it falls from 2 T / π to 0 on large lattices. Source: Nelson & Kosterlitz, PRL 39, 1201 (1977); Teitel & Jayaprakash, PRB 27, 598 (1983)
 * - `vortices`: vortices of either sign per site
 * @param series as chains of rotors measure them
 */
export function rotorObservables(
  series: Measured,
  temperature: number,
  { sites, coupling }: { sites: number; coupling: number },
): Record<string, ChainEstimate> {
  const { energy, magnetisation_abs: length, current_x: x, current_y: y, vortices } = series;
  const mean = ({ values, spacing }: Series) => chainEstimate(values, spacing);
  const twist = (sites * coupling ** 2) / (2 * temperature);
  const stiffness = energy.values.map((chain, c) => chain.map((e, t) => -e / 2 - twist * (x.values[c][t] ** 2 + y.values[c][t] ** 2)));
  return {
    energy: mean(energy),
    specific_heat: fluctuation(energy, sites / temperature ** 2),
    magnetisation_abs: mean(length),
    magnetisation_squared: mean({ ...length, values: length.values.map((chain) => chain.map((m) => m * m)) }),
    susceptibility_abs: fluctuation(length, sites / temperature),
    binder_magnetisation: binder(length),
    helicity_modulus: chainEstimate(stiffness, energy.spacing),
    vortices: mean(vortices),
  };
}

/** How people name them. */
export const ROTOR_WORDS: Readonly<Record<string, ObservableWords>> = {
  energy: { label: 'energy', unit: 'J per site' },
  specific_heat: { label: 'specific heat', unit: 'k_B per site' },
  magnetisation_abs: { label: 'magnetisation <|m|>', unit: 'per site' },
  magnetisation_squared: { label: '<m²>', unit: '' },
  susceptibility_abs: { label: 'susceptibility N(<m²>-<|m|>²)/T', unit: '1/J per site' },
  binder_magnetisation: { label: 'Binder cumulant of m', unit: '' },
  helicity_modulus: { label: 'helicity modulus', unit: 'J' },
  vortices: { label: 'vortices of either sign', unit: 'per site' },
};
