/** What can be said of samples without knowing their model; plain arrays, no GPU. */
import { elements } from '../core/shape.ts';
import { type Estimate, jackknife, meanError } from '../core/statistics.ts';
import type { DataSet } from './data_set.ts';

/**
 * One value per sample of each quantity. Binary data count as spins, 0 as -1: magnetisation per value and, on one
 * channel, energy per site with J = 1 on the periodic lattice, -Σ s s' / sites over the bonds (to the right and down).
 * Anything else: the mean of the values and of their squares.
 * @param first first sample
 * @param count number of samples
 */
export function dataSeries(data: DataSet, first: number, count: number): Record<string, Float64Array> {
  const { binary, shape, size } = data;
  const all = data.array.data;
  const length = elements(shape);
  const [a, b] = [new Float64Array(count), new Float64Array(count)];
  const one = new Float64Array(length);
  const single = (shape[2] ?? 1) === 1;
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < length; i++) one[i] = Number(all[(first + n) * length + i]);
    if (binary) for (let i = 0; i < length; i++) one[i] = one[i] === 1 ? 1 : -1;
    a[n] = one.reduce((sum, value) => sum + value, 0) / length;
    b[n] = binary ? (single ? bondEnergy(one, size) / length : Number.NaN) : one.reduce((sum, value) => sum + value * value, 0) / length;
  }
  if (!binary) return { value: a, value_squared: b };
  return single ? { magnetisation: a, energy: b } : { magnetisation: a };
}

/** -Σ over nearest neighbours of a ring of `length` spins, or of a torus with `size` to the side. */
function bondEnergy(spins: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < spins.length; i++) {
    const x = i % size;
    sum += spins[i] * spins[x + 1 < size ? i + 1 : i + 1 - size];
    if (spins.length > size) sum += spins[i] * spins[(i + size) % spins.length];
  }
  return -sum;
}

/** Means with errors over samples, taken to be independent. @param series from `dataSeries` */
export function dataObservables(series: Readonly<Record<string, Float64Array>>): Record<string, Estimate> {
  const { magnetisation, energy, ...values } = series;
  if (!magnetisation) return Object.fromEntries(Object.entries(values).map(([name, each]) => [name, meanError(each)]));
  const squared = magnetisation.map((m) => m * m);
  const moments = Array.from(squared, (m2) => [m2, m2 * m2]);
  return {
    ...(energy ? { energy: meanError(energy) } : {}),
    magnetisation_abs: meanError(magnetisation.map(Math.abs)),
    magnetisation_squared: meanError(squared),
    binder: jackknife(moments, ([m2, m4]) => 1 - m4 / (3 * m2 * m2)),
  };
}
