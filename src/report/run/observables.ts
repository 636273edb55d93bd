/** What is shown of the dynamics of the chains: which observables, and what they are called. */
import type { Autocorrelation } from '../../train/result/summary.ts';

export const OBSERVABLE_NAMES: Readonly<Record<string, string>> = {
  energy: 'energy',
  magnetisation_abs: '|m|',
  columnar: 'columnar order',
  occupied: 'occupied part',
  largest: 'largest mass',
};

/** The observables of a record, in its order. */
export function observablesOf({ halves }: Autocorrelation): string[] {
  return Object.keys(halves);
}
