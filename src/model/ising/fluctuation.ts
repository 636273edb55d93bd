import { type ChainEstimate, derivedEstimate, meanError } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';

/**
 * factor (<x²> - <x>²): with N / T² the specific heat from the energy per site, with N / T a susceptibility from a magnetisation per site.
 * @param series x of every chain; <x> is the mean over all chains
 * @param ownMeans whether the mean of each chain is subtracted: chains with bonds of their own differ in it, which is no fluctuation
 */
export function fluctuation({ values, spacing }: Series, factor: number, ownMeans = false): ChainEstimate {
  const about = values.map((chain) => (ownMeans ? meanError(chain).mean : 0));
  const shifted = values.map((chain, c) => chain.map((x) => x - about[c]));
  const squares = shifted.map((chain) => chain.map((x) => x * x));
  return derivedEstimate([shifted, squares], ([x, x2]) => factor * (x2 - x * x), spacing);
}
