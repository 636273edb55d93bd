/** What a file of configurations that the program writes is to be read as. */
import type { DataSet } from '../model/data/data_set.ts';
import type { Kind } from '../model/data/values.ts';
import type { Alphabet } from '../space/encoding.ts';
import { axisNames } from '../space/space.ts';
import type { SideCar } from '../store/side_car.ts';
import type { SampleOptions } from './models.ts';
import type { Given } from './options.ts';

const KIND: Readonly<Record<Alphabet['kind'], Kind>> = { binary: 'binary', states: 'categorical', counts: 'count', reals: 'real', angles: 'angle' };

/** Of configurations of a model. */
export function ofModel({ model, settings, points: [point] }: SampleOptions): SideCar {
  const space = model.space(settings);
  const alphabet = model.alphabet(settings);
  return {
    axes: ['n', ...axisNames(space), ...(space.channels > 1 ? ['c'] : [])].join(' '),
    // A graph has no ends of its own: what is cut from it is said by bonds.
    ...(Object.hasOwn(model.settings, 'graph') || model.graph ? {} : { boundary: space.boundary }),
    ...(space.cell ? { lattice: space.cell.name } : {}),
    alphabet: KIND[alphabet.kind],
    ...(alphabet.kind === 'angles' ? { period: alphabet.period } : {}),
    ...(model.control.axis === 'temperature' && Number.isFinite(point) ? { temperature: point } : {}),
    about: `${model.title(settings)}, ${model.control.symbol} = ${point}`,
  };
}

/** Of the samples of a file that are written again: as that file is read. */
export function ofData(data: DataSet, given: Given): SideCar {
  const { boundary, lattice, temperature, symmetry, harmonics, missing, alphabet, period } = given;
  const said = { boundary, lattice, temperature, symmetry, harmonics, missing, alphabet, period };
  return {
    axes: data.selection === undefined ? (data.reading.axes ?? data.sourceRoles) : data.roles,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  };
}
