/** The observables that describe the dynamics of the chains. */
import type { Autocorrelation } from '../../train/result/summary.ts';

/** The observables of a record, in its order. */
export function observablesOf({ halves }: Autocorrelation): string[] {
  return Object.keys(halves);
}
