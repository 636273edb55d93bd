import { chainEstimate } from '../../core/statistics.ts';
import { thermalisation } from '../../core/thermalisation.ts';
import type { Measured, Model } from '../../model/model.ts';

/** The watched observables of a model, in the order in which they are shown: the last one is the slow one. */
export function watchedOf({ watched }: Model): string[] {
  return Object.keys(watched);
}

/**
 * Autocorrelation times and the comparison of the two halves of a measurement.
 * @param series of all chains of a temperature, equally long
 * @returns by observable: the time in sweeps, and the difference between the halves in standard errors
 */
export function dynamicsOf(model: Model, series: Measured): { times: Record<string, number>; halves: Record<string, number> } {
  const [{ spacing }] = Object.values(series);
  const times: Record<string, number> = {};
  const halves: Record<string, number> = {};
  for (const [name, { of }] of Object.entries(model.watched)) {
    const values = of(series);
    times[name] = chainEstimate(values, spacing).tau;
    halves[name] = thermalisation(values).halves;
  }
  return { times, halves };
}
