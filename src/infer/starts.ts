import { deriveKey, philox } from '../core/random.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { FITTED, type Fitted, withValues } from './parameters.ts';

/** Where fits begin: the first of them, and the range of the others. They are a choice, not a prior: fits leave them. */
const RANGES: Readonly<Record<Fitted, { first: number; least: number; most: number }>> = {
  KA: { first: 1, least: 0.5, most: 1.5 },
  A0: { first: 1, least: 0.9, most: 1.1 },
  KP: { first: 1, least: 0.5, most: 1.5 },
  P0: { first: 3.7, least: 3.2, most: 4.1 },
  chi: { first: 0, least: -0.6, most: 0.6 },
  tau: { first: 0, least: -0.1, most: 0.1 },
  gamma: { first: 0, least: -0.1, most: 0.1 },
};

/**
 * Parameters in which fits begin: first P0 = 3.7 without chiral forces, then values drawn evenly.
 * @param given values of fitted parameters in which the first fit begins instead
 */
export function startsOf(
  known: TissueParameters,
  fitted: readonly Fitted[],
  given: Partial<TissueParameters>,
  count: number,
  seed: number,
): TissueParameters[] {
  const key = deriveKey(seed, 'start', 0);
  return Array.from({ length: count }, (_, n) => {
    const values = fitted.map((symbol, j) => {
      const { first, least, most } = RANGES[symbol];
      const stated = given[FITTED[symbol]];
      if (n === 0) return typeof stated === 'number' ? stated : first;
      return least + ((most - least) * (philox([n, j, 0, 0], key)[0] + 0.5)) / 2 ** 32;
    });
    return withValues(known, fitted, values);
  });
}
