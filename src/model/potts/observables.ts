import { type ChainEstimate, chainEstimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';
import { fluctuation } from '../ising/fluctuation.ts';
import { binder } from '../ising/observables.ts';
import type { ObservableWords } from '../model.ts';

/**
 * Observables of spins of q states, with k_B = 1; m is the order parameter, N the number of sites.
 *
 * - `energy` <e> (J per site), `specific_heat` N (<e²> - <e>²) / T² (k_B per site)
 * - `order` <m>, `order_squared` <m²>, `susceptibility` N (<m²> - <m>²) / T (per site, 1 / J)
 * - `binder`, the Binder cumulant 1 - <m⁴> / 3 <m²>²: 2/3 in order; m is no signed number, so it is not 0 without
 * @param series `energy` and `order` per site, as chains measure them
 */
export function colourObservables({ energy, order }: Readonly<Record<string, Series>>, temperature: number, sites: number): Record<string, ChainEstimate> {
  const response = sites / temperature;
  return {
    energy: chainEstimate(energy.values, energy.spacing),
    specific_heat: fluctuation(energy, response / temperature),
    order: chainEstimate(order.values, order.spacing),
    order_squared: chainEstimate(
      order.values.map((chain) => chain.map((m) => m * m)),
      order.spacing,
    ),
    susceptibility: fluctuation(order, response),
    binder: binder(order),
  };
}

/** How people name them. @param order the order parameter in words */
export function colourWords(order: string): Readonly<Record<string, ObservableWords>> {
  return {
    energy: { label: 'energy', unit: 'J per site' },
    specific_heat: { label: 'specific heat', unit: 'k_B per site' },
    order: { label: order, unit: '1 in order' },
    order_squared: { label: '<m²>', unit: '' },
    susceptibility: { label: 'susceptibility N(<m²>-<m>²)/T', unit: '1/J per site' },
    binder: { label: 'Binder cumulant of m', unit: '' },
  };
}
