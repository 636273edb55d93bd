/** The observables that describe the dynamics of the chains. */
import type { Autocorrelation } from '../../train/result/summary.ts';

/** The observables of a record, in its order. */
export function observablesOf({ halves }: Autocorrelation): string[] {
  return Object.keys(halves);
}

/** Standard errors within which the two halves of a measurement of settled chains agree. */
export const SETTLED = 4;

/** Whether the two halves of the measurement differ. */
export function differ({ halves }: Autocorrelation): boolean {
  return Object.values(halves).some((score) => Math.abs(score) >= SETTLED);
}
