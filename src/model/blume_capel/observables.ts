import { type ChainEstimate, chainEstimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';
import { fluctuation } from '../ising/fluctuation.ts';
import { binder } from '../ising/observables.ts';
import type { ObservableWords } from '../model.ts';

/**
 * Observables of spins -1, 0, 1, with k_B = 1; m is the magnetisation per site, N the number of sites.
 *
 * - `energy` <e> (J per site), `specific_heat` N (<e²> - <e>²) / T² (k_B per site)
 * - `magnetisation` <m>, `magnetisation_abs` <|m|>, `magnetisation_squared` <m²>
 * - `density` <S²>: the part of the spins that are not 0
 * - `susceptibility` N (<m²> - <m>²) / T and `susceptibility_abs` N (<m²> - <|m|>²) / T, per site, 1 / J
 * - `susceptibility_density` N (<q²> - <q>²) / T with q the density: the response of <S²> to the crystal field
 * - `binder`, the Binder cumulant 1 - <m⁴> / 3 <m²>²
 * @param series `energy`, `magnetisation` and `density` per site, as chains measure them
 */
export function capelObservables(series: Readonly<Record<string, Series>>, temperature: number, sites: number): Record<string, ChainEstimate> {
  const { energy, magnetisation, density } = series;
  const map = (f: (x: number) => number): Series => ({ spacing: magnetisation.spacing, values: magnetisation.values.map((chain) => chain.map(f)) });
  const mean = ({ values, spacing }: Series) => chainEstimate(values, spacing);
  const absolute = map(Math.abs);
  const response = sites / temperature;
  return {
    energy: mean(energy),
    magnetisation: mean(magnetisation),
    magnetisation_abs: mean(absolute),
    magnetisation_squared: mean(map((m) => m * m)),
    density: mean(density),
    specific_heat: fluctuation(energy, response / temperature),
    susceptibility: fluctuation(magnetisation, response),
    susceptibility_abs: fluctuation(absolute, response),
    susceptibility_density: fluctuation(density, response),
    binder: binder(magnetisation),
  };
}

/** How people name them. */
export const CAPEL_WORDS: Readonly<Record<string, ObservableWords>> = {
  energy: { label: 'energy', unit: 'J per site' },
  magnetisation: { label: 'magnetisation <m>', unit: 'per site' },
  magnetisation_abs: { label: 'magnetisation <|m|>', unit: 'per site' },
  magnetisation_squared: { label: '<m²>', unit: '' },
  density: { label: '<S²>', unit: 'part of the spins' },
  specific_heat: { label: 'specific heat', unit: 'k_B per site' },
  susceptibility: { label: 'susceptibility N(<m²>-<m>²)/T', unit: '1/J per site' },
  susceptibility_abs: { label: 'susceptibility N(<m²>-<|m|>²)/T', unit: '1/J per site' },
  susceptibility_density: { label: 'response of <S²> to the crystal field', unit: '1/J per site' },
  binder: { label: 'Binder cumulant of m', unit: '' },
};
