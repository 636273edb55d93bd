import { type Thermalisation, thermalisation } from '../core/thermalisation.ts';
import type { Series, Start } from './chains.ts';
import { CHAINS_PER_GROUP } from './groups.ts';

/** Order parameters whose sign depends on the start or on symmetry: their magnitudes are compared. */
const BY_MAGNITUDE = ['magnetisation', 'staggered'];

/** Whether each of `chains` chains started in order, for groups that started both ways; undefined for one kind of start. */
export function startedInOrder(start: Start, chains: number): boolean[] | undefined {
  if (start !== 'both') return undefined;
  return Array.from({ length: chains }, (_, chain) => chain % CHAINS_PER_GROUP < CHAINS_PER_GROUP / 2);
}

/**
 * Checks whether the chains of a measurement have forgotten their start.
 * @param series what `Chains.measure` returned: whole groups of one temperature
 * @param start how those chains started
 * @param watched the observables to look at; all of them if left out
 * @returns the check of each observable by name
 */
export function thermal(series: Readonly<Record<string, Series>>, start: Start, watched = Object.keys(series)): Record<string, Thermalisation> {
  const checks: Record<string, Thermalisation> = {};
  for (const name of watched) {
    const { values } = series[name];
    const compared = BY_MAGNITUDE.includes(name) ? values.map((chain) => chain.map(Math.abs)) : values;
    checks[name] = thermalisation(compared, startedInOrder(start, values.length));
  }
  return checks;
}
