import * as z from 'zod';
import { oneOrMany } from '../../core/settings.ts';
import { BOUNDARIES } from '../../space/space.ts';
import { ising } from '../ising/model.ts';
import { defineModel } from '../model.ts';
import { temperatures } from '../settings.ts';
import { DataChains } from './chains.ts';
import { DataSet } from './data_set.ts';

/** Fixed configurations from outside in the place of a model that is sampled. */
export const data = defineModel({
  name: 'data',
  settings: {
    data: z.custom<DataSet>((value) => value instanceof DataSet, 'configurations from checkData').describe('fixed samples to train on in the place of a model'),
    temperature: temperatures.optional().describe('the one temperature the data were taken at, where it is known'),
    boundary: oneOrMany(z.enum(BOUNDARIES)).optional().describe('periodic or open, for all axes of data or for each, the slowest first; periodic unless given'),
    heldOutPart: z.number().gt(0).lt(1).default(0.25).describe('part of the samples of data that is held out'),
    symmetric: z.boolean().optional().describe('a sample of data with all spins flipped is as probable'),
  },
  axes: [],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [Number.NaN] },
  support: 'sites',
  moves: ['none'],
  layouts: ['chains'],
  check: () => {},
  space: ({ data: set, boundary }) => set.space(boundary),
  alphabet: ({ data: { binary } }) => (binary ? { kind: 'binary', values: binary } : { kind: 'counts' }),
  encoding: () => ({ kind: 'bits' }),
  chains: (scope, { settings: { data: set, boundary, symmetric }, points }) =>
    new DataChains(scope, { data: set, temperature: points[0], boundary, symmetric }),
  watched: ising.watched,
  transition: () => undefined,
  title: () => 'data',
  parameters: () => ({}),
});
