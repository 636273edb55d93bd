import { chainEstimate } from '../../core/statistics.ts';
import { thermalisation } from '../../core/thermalisation.ts';
import type { Series } from '../../sample/chains.ts';
import type { TrainConfig } from '../config/config.ts';

/**
 * The observables that show how chains move: the energy and |m| of spins; the energy and the columnar order |D| of
 * dimers; the part of the sites with any mass and the largest mass in chipping. The last of each is the slow one.
 */
export type Watched = 'energy' | 'magnetisation_abs' | 'columnar' | 'occupied' | 'largest';

type Measured = Readonly<Record<string, Series>>;
const map = ({ values }: Series, f: (x: number) => number) => values.map((chain) => chain.map(f));

const SPINS = { energy: (s: Measured) => s.energy.values, magnetisation_abs: (s: Measured) => map(s.magnetisation, Math.abs) };

/** How each follows from what the chains of a model measure, one series per chain. */
const WATCHED: Record<TrainConfig['model'], Partial<Record<Watched, (series: Measured) => Float64Array[]>>> = {
  ising: SPINS,
  data: SPINS,
  dimers: {
    energy: (s) => s.energy.values,
    columnar: (s) => s.columnar_x.values.map((chain, c) => chain.map((x, t) => Math.hypot(x, s.columnar_y.values[c][t]))),
  },
  chipping: { occupied: (s) => map(s.p0, (p) => 1 - p), largest: (s) => s.largest.values },
};

/** What is watched of a model, in the order in which it is shown. */
export function watchedOf(model: TrainConfig['model']): Watched[] {
  return Object.keys(WATCHED[model]) as Watched[];
}

/**
 * Autocorrelation times and the comparison of the two halves of a measurement.
 * @param series of all chains of a temperature, equally long
 * @returns by observable: the time in sweeps, and the difference between the halves in standard errors
 */
export function dynamicsOf(
  model: TrainConfig['model'],
  series: Measured,
): { times: Partial<Record<Watched, number>>; halves: Partial<Record<Watched, number>> } {
  const [{ spacing }] = Object.values(series);
  const times: Partial<Record<Watched, number>> = {};
  const halves: Partial<Record<Watched, number>> = {};
  for (const name of watchedOf(model)) {
    const values = WATCHED[model][name]?.(series) ?? [];
    times[name] = chainEstimate(values, spacing).tau;
    halves[name] = thermalisation(values).halves;
  }
  return { times, halves };
}
