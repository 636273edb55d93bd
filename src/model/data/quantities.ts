/** What of samples is followed along a file: means over a sample, and values and products of neighbours at one place. */
import { elements } from '../../core/shape.ts';
import type { DataSet } from './data_set.ts';

/** The values of a file as they are followed: -1 and 1 for two values, of a few others the number of each, else as they are. */
type FollowedValues = Int8Array | Float64Array;

/** A number of each sample. */
export interface Quantity {
  /** In words. */
  name: string;
  /** @param first place of the first value of the sample */
  of: (values: FollowedValues, first: number) => number;
}

/** What decides which quantities change sign with a flip. */
interface Symmetry {
  /** Leaves out what a flip of all values turns round. */
  symmetric?: boolean;
}

/** Distances at which correlations are followed, sites. */
const DISTANCES = [1, 2, 4, 8];
/** Places and bonds beyond this many are thinned out evenly: a change of the ensemble shows at all of them. */
const MOST_PLACES = 4096;

/** The values of the first samples of a file. */
export function followedValues({ binary, manyValues, alphabet, array: { data }, shape }: DataSet, samples: number): FollowedValues {
  const count = samples * elements(shape);
  if (manyValues) return Float64Array.from({ length: count }, (_, i) => Number(data[i]));
  const values = new Int8Array(count);
  const numbers = new Map(alphabet.map((value, i) => [value, i]));
  for (let i = 0; i < count; i++) {
    const value = Number(data[i]);
    values[i] = binary ? (value === binary[1] ? 1 : -1) : (numbers.get(value) as number);
  }
  return values;
}

/** Means over a sample: of the values (of each state its part), of their square, of pairs at some distances along each axis. */
export function averages(data: DataSet, { symmetric = false }: Symmetry = {}): Quantity[] {
  const { shape, binary, manyValues, alphabet } = data;
  const length = elements(shape);
  const mean: Quantity['of'] = (values, first) => {
    let sum = 0;
    for (let i = first; i < first + length; i++) sum += values[i];
    return sum / length;
  };
  const part =
    (state: number): Quantity['of'] =>
    (values, first) => {
      let count = 0;
      for (let i = first; i < first + length; i++) if (values[i] === state) count++;
      return count / length;
    };
  const correlations = shape.flatMap((extent, axis) =>
    DISTANCES.filter((distance) => distance < extent).map((distance) => ({
      name: `the correlation of values ${distance} apart along axis ${axis + 1} of a sample`,
      of: correlation(data, axis, distance),
    })),
  );
  if (!binary && !manyValues) return [...alphabet.map((value, state) => ({ name: `the part of the value ${value}`, of: part(state) })), ...correlations];
  const [one, square] = binary ? ['the magnetisation', 'the squared magnetisation'] : ['the mean of the values', 'its square'];
  return [...(symmetric ? [] : [{ name: one, of: mean }]), { name: square, of: (values, first) => mean(values, first) ** 2 }, ...correlations];
}

/** The mean over all pairs `distance` apart along an axis, which do not wrap: of products, of states of what is equal. */
function correlation({ shape, binary, manyValues }: DataSet, axis: number, distance: number): Quantity['of'] {
  const stride = elements(shape.slice(axis + 1));
  const [row, rows] = [shape[axis] * stride, elements(shape.slice(0, axis))];
  const products = binary !== undefined || manyValues;
  const step = distance * stride;
  return (values, first) => {
    let sum = 0;
    for (let r = first; r < first + rows * row; r += row) {
      for (let i = r; i < r + row - step; i++) sum += products ? values[i] * values[i + step] : values[i] === values[i + step] ? 1 : 0;
    }
    return sum / (rows * (row - step));
  };
}

/** Values at single places and products of neighbours. */
export function places(data: DataSet, { symmetric = false }: Symmetry = {}): Quantity[] {
  const { shape, binary, manyValues } = data;
  const products = binary !== undefined || manyValues;
  const label = (i: number) => `[${shape.map((extent, axis) => Math.floor(i / elements(shape.slice(axis + 1))) % extent).join(', ')}]`;
  const all = Array.from({ length: elements(shape) }, (_, i) => i);
  const bonds = shape.flatMap((extent, axis) => {
    const stride = elements(shape.slice(axis + 1));
    return all.filter((i) => (Math.floor(i / stride) % extent) + 1 < extent).map((i): [number, number] => [i, i + stride]);
  });
  const alone = symmetric ? [] : all.map((i): [number, number] => [i, i]);
  const every = Math.ceil((alone.length + bonds.length) / MOST_PLACES);
  return [...alone, ...bonds]
    .filter((_, i) => i % every === 0)
    .map(([i, j]): Quantity => {
      if (i === j) return { name: `the value at ${label(i)}`, of: (values, first) => values[first + i] };
      const equal: Quantity['of'] = (values, first) => (values[first + i] === values[first + j] ? 1 : 0);
      const product: Quantity['of'] = (values, first) => values[first + i] * values[first + j];
      return { name: `the correlation of the neighbours ${label(i)} and ${label(j)}`, of: products ? product : equal };
    });
}
