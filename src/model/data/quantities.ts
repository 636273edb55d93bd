/** What of samples is followed along a file: means over a sample, and values and products of neighbours at one place. */
import { elements } from '../../core/shape.ts';
import type { DataSet } from './data_set.ts';
import type { Symmetry } from './symmetry.ts';
import { indexWords } from './values.ts';

/** The values of a file as they are followed: -1 and 1 for two values, numbers of states, angles in radians, else as they are. 0 at holes. */
type FollowedValues = Int8Array | Float64Array;

/** A number of each sample. */
export interface Quantity {
  /** In words. */
  name: string;
  /** @param first place of the first value of the sample */
  of: (values: FollowedValues, first: number) => number;
}

/** What decides which quantities are the same for all images of a sample; all others say nothing. */
interface Options {
  symmetry?: Symmetry;
}

/** How values are followed: by their sign or size, as states, or as angles. */
type Manner = 'numbers' | 'states' | 'angles';

/** Distances at which correlations are followed, sites. */
const DISTANCES = [1, 2, 4, 8];
/** Places and bonds beyond this many are thinned out evenly: a change of the ensemble shows at all of them. */
const MOST_PLACES = 4096;

function mannerOf({ kind, manyValues }: DataSet): Manner {
  return kind === 'angle' ? 'angles' : kind === 'categorical' || (kind === undefined && !manyValues) ? 'states' : 'numbers';
}

/** The values of the first samples of a file. */
export function followedValues(data: DataSet, samples: number): FollowedValues {
  const { binary, alphabet, shape, channels, holes, reading } = data;
  const source = data.array.data;
  const length = elements(shape);
  const hole = new Set(holes);
  const manner = mannerOf(data);
  const values = manner === 'states' || binary ? new Int8Array(samples * length) : new Float64Array(samples * length);
  const numbers = new Map(alphabet.map((value, i) => [value, i]));
  const turn = (2 * Math.PI) / (reading.period ?? 2 * Math.PI);
  const of = (value: number) => {
    if (binary) return value === binary[1] ? 1 : -1;
    return manner === 'states' ? (numbers.get(value) as number) : manner === 'angles' ? turn * value : value;
  };
  for (let i = 0; i < values.length; i++) values[i] = hole.has(Math.floor((i % length) / channels)) ? 0 : of(Number(source[i]));
  return values;
}

/** Two values at two places, as one number: their product, whether they are equal, the cosine of the angle between them. */
function pairOf(manner: Manner): (a: number, b: number) => number {
  if (manner === 'states') return (a, b) => (a === b ? 1 : 0);
  return manner === 'angles' ? (a, b) => Math.cos(a - b) : (a, b) => a * b;
}

/** Means over a sample of a function of the values. */
function meanOf(length: number, of: (value: number) => number): Quantity['of'] {
  return (values, first) => {
    let sum = 0;
    for (let i = first; i < first + length; i++) sum += of(values[i]);
    return sum / length;
  };
}

/** Means that a symmetry brings to a known value, with that value: the magnetisation under a flip is 0. */
export function orders(data: DataSet): (Quantity & { symmetric: number })[] {
  const { shape, binary, alphabet, holes, channels } = data;
  const length = elements(shape);
  const manner = mannerOf(data);
  if (manner === 'angles') {
    const [cosine, sine] = [meanOf(length, Math.cos), meanOf(length, Math.sin)];
    // A hole has the angle 0.
    const holed = (holes.length * channels) / length;
    return [
      { name: 'the mean cosine of the angles', of: cosine, symmetric: holed },
      { name: 'their mean sine', of: sine, symmetric: 0 },
    ];
  }
  if (manner === 'numbers') return [{ name: binary ? 'the magnetisation' : 'the mean of the values', of: meanOf(length, (value) => value), symmetric: 0 }];
  const inHoles = (state: number) => (state === 0 ? (holes.length * channels) / length : 0);
  return alphabet.map((value, state) => ({
    name: `the part of the value ${value}`,
    of: meanOf(length, (other) => (other === state ? 1 : 0)),
    symmetric: (1 - (holes.length * channels) / length) / alphabet.length + inHoles(state),
  }));
}

/** Means over a sample: of the values (of each state its part), of their square, of pairs at some distances along each axis. */
export function averages(data: DataSet, { symmetry = 'none' }: Options = {}): Quantity[] {
  const { shape, binary } = data;
  const manner = mannerOf(data);
  const correlations = shape.flatMap((extent, axis) =>
    DISTANCES.filter((distance) => distance < extent).map((distance) => ({
      name: `the correlation of values ${distance} apart along axis ${axis + 1} of a sample`,
      of: correlation(data, axis, distance),
    })),
  );
  const order: Quantity[] = orders(data);
  const moving = symmetry === 'none' ? order : [];
  if (manner === 'states') return [...moving, ...correlations];
  const squared: Quantity['of'] = (values, first) => order.reduce((sum, { of }) => sum + of(values, first) ** 2, 0);
  return [
    ...moving,
    { name: manner === 'angles' ? 'the squared order of the angles' : binary ? 'the squared magnetisation' : 'its square', of: squared },
    ...correlations,
  ];
}

/** The mean over all pairs `distance` apart along an axis, which do not wrap. */
function correlation(data: DataSet, axis: number, distance: number): Quantity['of'] {
  const { shape } = data;
  const stride = elements(shape.slice(axis + 1));
  const [row, rows] = [shape[axis] * stride, elements(shape.slice(0, axis))];
  const pair = pairOf(mannerOf(data));
  const step = distance * stride;
  return (values, first) => {
    let sum = 0;
    for (let r = first; r < first + rows * row; r += row) {
      for (let i = r; i < r + row - step; i++) sum += pair(values[i], values[i + step]);
    }
    return sum / (rows * (row - step));
  };
}

/** Values at single places and pairs of neighbours. */
export function places(data: DataSet, { symmetry = 'none' }: Options = {}): Quantity[] {
  const { shape } = data;
  const manner = mannerOf(data);
  const pair = pairOf(manner);
  const label = (i: number) => indexWords(i, shape);
  const all = Array.from({ length: elements(shape) }, (_, i) => i);
  const bonds = shape.flatMap((extent, axis) => {
    const stride = elements(shape.slice(axis + 1));
    return all.filter((i) => (Math.floor(i / stride) % extent) + 1 < extent).map((i): [number, number] => [i, i + stride]);
  });
  const alone = symmetry === 'none' ? all.map((i): [number, number] => [i, i]) : [];
  const every = Math.ceil((alone.length + bonds.length) / MOST_PLACES);
  return [...alone, ...bonds]
    .filter((_, i) => i % every === 0)
    .map(([i, j]): Quantity => {
      if (i !== j)
        return { name: `the correlation of the neighbours ${label(i)} and ${label(j)}`, of: (values, first) => pair(values[first + i], values[first + j]) };
      const value: Quantity['of'] = (values, first) => values[first + i];
      return { name: `the value at ${label(i)}`, of: manner === 'angles' ? (values, first) => Math.cos(value(values, first)) : value };
    });
}
