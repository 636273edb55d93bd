import * as z from 'zod';
import { BlockspinError } from '../../core/errors.ts';
import { oneOrMany } from '../../core/settings.ts';
import { encodingOf } from '../../space/encoding.ts';
import { BOUNDARIES } from '../../space/space.ts';
import { ising } from '../ising/model.ts';
import { defineModel } from '../model.ts';
import { temperatures } from '../settings.ts';
import { DataChains } from './chains.ts';
import { DataSet, trainableAlphabet } from './data_set.ts';
import { DATA_WORDS } from './observables.ts';

/** Fixed configurations from outside instead of a sampled model. */
export const data = defineModel({
  name: 'data',
  settings: {
    data: z.custom<DataSet>((value) => value instanceof DataSet, 'configurations from checkData').describe('fixed samples to train on, instead of a model'),
    temperature: temperatures.optional().describe('temperature at which the data were taken, if known'),
    boundary: oneOrMany(z.enum(BOUNDARIES)).optional().describe('periodic or open, for all axes of data or for each, the slowest first; periodic unless given'),
    heldOutPart: z.number().gt(0).lt(1).default(0.25).describe('part of the samples of data that is held out'),
    symmetric: z.boolean().optional().describe('samples of data are as probable with their two values exchanged everywhere'),
  },
  axes: [],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [Number.NaN] },
  support: 'sites',
  moves: ['none'],
  layouts: ['chains'],
  check({ data: set, symmetric }) {
    const { kind } = trainableAlphabet(set);
    if (symmetric && kind !== 'binary') {
      const got = `${set.alphabet.length} values in ${set.name}`;
      throw new BlockspinError({ setting: 'symmetric', expected: 'data of two values, which a flip exchanges', got, remedy: 'leave it out' });
    }
  },
  space: ({ data: set, boundary }) => set.space(boundary),
  alphabet: ({ data: set }) => trainableAlphabet(set),
  encoding: ({ data: set }) => encodingOf(trainableAlphabet(set)),
  chains: (scope, { settings: { data: set, boundary, symmetric }, points }) =>
    new DataChains(scope, { data: set, temperature: points[0], boundary, symmetric }),
  watched: ising.watched,
  words: DATA_WORDS,
  transition: () => undefined,
  title: () => 'data',
  parameters: () => ({}),
});
