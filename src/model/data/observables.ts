/** Observables of samples of an unknown model; plain arrays, no GPU. */
import { elements } from '../../core/shape.ts';
import { type Estimate, jackknife, meanError } from '../../core/statistics.ts';
import { type Space, sideOf } from '../../space/space.ts';
import type { ObservableWords } from '../model.ts';
import type { DataSet } from './data_set.ts';

/**
 * One value per sample of each quantity. Values -1 and 1, or 0 and 1, count as spins, 0 as -1: magnetisation per value and, on
 * a periodic square of one channel, the energy per site that an Ising model with J = 1 would have, -Σ s s' / sites over the
 * bonds (one forward along each axis). Of angles: mean cosine and sine, and the sum of their squares, in `order_squared`. Anything else: the mean of the values and of their squares, and if there are only a few
 * different values, the fraction of each.
 * @param space the lattice of one configuration; undefined where its boundary is unknown
 * @param first first sample
 * @param count number of samples
 */
export function dataSeries(data: DataSet, space: Space | undefined, first: number, count: number): Record<string, Float64Array> {
  const { binary, alphabet, manyValues, shape, kind, reading } = data;
  const all = data.array.data;
  const length = elements(shape);
  const hole = new Set(data.holes);
  const live = Array.from({ length }, (_, i) => i).filter((i) => !hole.has(Math.floor(i / data.channels)));
  const one = new Float64Array(live.length);
  const each = (of: (values: Float64Array) => number) =>
    Float64Array.from({ length: count }, (_, n) => {
      for (const [k, i] of live.entries()) one[k] = Number(all[(first + n) * length + i]);
      return of(one);
    });
  const mean = (of: (value: number) => number) => each((values) => values.reduce((sum, value) => sum + of(value), 0) / live.length);
  if (binary?.[1] === 1 && binary[0] >= -1) {
    const spin = (value: number) => (value === 1 ? 1 : -1);
    const energy = (values: Float64Array) => bondEnergy(values.map(spin), data.extents) / length;
    return { magnetisation: mean(spin), ...(space && isTorus(space) ? { energy_J1: each(energy) } : {}) };
  }
  if (kind === 'angle') {
    const turn = (2 * Math.PI) / (reading.period ?? 2 * Math.PI);
    const [cosine, sine] = [mean((value) => Math.cos(turn * value)), mean((value) => Math.sin(turn * value))];
    return { cosine, sine, order_squared: cosine.map((c, n) => c * c + sine[n] * sine[n]) };
  }
  const parts = manyValues ? [] : alphabet.map((value) => [`part_of_${value}`, mean((other) => (other === value ? 1 : 0))] as const);
  return { value: mean((value) => value), value_squared: mean((value) => value * value), ...Object.fromEntries(parts) };
}

/** A periodic square of one value per site. */
function isTorus(space: Space): boolean {
  const { extents, channels, boundary, holes = [], cell } = space;
  return extents.length === 2 && !cell && holes.length === 0 && channels === 1 && sideOf(space) !== undefined && boundary.every((one) => one === 'periodic');
}

/** -Σ over nearest neighbours of spins on a lattice with `extents` sites along its periodic axes. */
function bondEnergy(spins: Float64Array, extents: readonly number[]): number {
  let sum = 0;
  let stride = 1;
  for (const extent of [...extents].reverse()) {
    for (let i = 0; i < spins.length; i++) {
      const last = Math.floor(i / stride) % extent === extent - 1;
      sum += spins[i] * spins[i + (last ? stride - stride * extent : stride)];
    }
    stride *= extent;
  }
  return -sum;
}

/**
 * Means with errors over samples, taken to be independent. Of spins: signed `magnetisation` <m>, `magnetisation_abs` <|m|>,
 * `magnetisation_squared` <m²>, and `binder`, the Binder cumulant 1 - <m⁴> / 3 <m²>² of m. A susceptibility takes a temperature, which
 * samples do not tell: N (<m²> - <m>²) / T of what is here.
 * @param series from `dataSeries`
 */
export function dataObservables(series: Readonly<Record<string, Float64Array>>): Record<string, Estimate> {
  const { magnetisation, energy_J1: energy, ...values } = series;
  if (!magnetisation) return Object.fromEntries(Object.entries(values).map(([name, each]) => [name, meanError(each)]));
  const squared = magnetisation.map((m) => m * m);
  const moments = Array.from(squared, (m2) => [m2, m2 * m2]);
  return {
    ...(energy ? { energy_J1: meanError(energy) } : {}),
    magnetisation: meanError(magnetisation),
    magnetisation_abs: meanError(magnetisation.map(Math.abs)),
    magnetisation_squared: meanError(squared),
    binder: jackknife(moments, ([m2, m4]) => 1 - m4 / (3 * m2 * m2)),
  };
}

/** How people name the observables of spins. */
export const DATA_WORDS: Readonly<Record<string, ObservableWords>> = {
  energy_J1: { label: 'energy if these were Ising spins', unit: 'J per site' },
  magnetisation: { label: 'magnetisation <m>', unit: 'per site' },
  magnetisation_abs: { label: 'magnetisation <|m|>', unit: 'per site' },
  magnetisation_squared: { label: '<m²>', unit: '' },
  binder: { label: 'Binder cumulant of m', unit: '' },
  cosine: { label: 'mean cosine of the angles', unit: '' },
  sine: { label: 'mean sine of the angles', unit: '' },
  order_squared: { label: 'squared order |<exp(i angle)>|² of a sample', unit: '' },
};
