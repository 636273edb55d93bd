import * as z from 'zod';
import { BlockspinError } from '../../core/errors.ts';
import { oneOrMany, whole } from '../../core/settings.ts';
import { LATTICES } from '../../space/cell.ts';
import type { Encoding } from '../../space/encoding.ts';
import { BOUNDARIES } from '../../space/space.ts';
import { WATCHED_SPINS } from '../ising/watched.ts';
import { defineModel } from '../model.ts';
import { temperatures } from '../settings.ts';
import { DataChains } from './chains.ts';
import { checkMeans } from './contradiction.ts';
import { DataSet } from './data_set.ts';
import { dataEncoding } from './inputs.ts';
import { DATA_WORDS } from './observables.ts';
import { foldsOf, lanesOfFolds, MOST_FOLDS } from './parts.ts';
import { checkSymmetry, SYMMETRIES } from './symmetry.ts';

const settings = {
  data: z.custom<DataSet>((value) => value instanceof DataSet, 'configurations from checkData').describe('fixed samples to train on, instead of a model'),
  temperature: temperatures.optional().describe('temperature at which the data were taken, if known'),
  boundary: oneOrMany(z.enum(BOUNDARIES)).optional().describe('periodic or open, for all axes of data or for each, the slowest first; time is open'),
  lattice: z.enum(LATTICES).optional().describe('where the sites of data lie: square unless given; the values of a site are then those of a cell'),
  heldOutPart: z.number().gt(0).lt(1).default(0.25).describe('part of the samples of data that is held out'),
  folds: whole(1, MOST_FOLDS)
    .default(1)
    .describe('trainings, each with another part of the samples of data held out, so that every sample counts; 1: a single training'),
  learningCurve: z
    .boolean()
    .default(false)
    .describe('train on an eighth, a quarter and a half of the samples of data, too: whether more of them would change the value'),
  symmetry: z
    .enum(SYMMETRIES)
    .default('none')
    .describe('what leaves the probability of a sample of data unchanged: flip of two values or signs, permute states, rotate angles, or none'),
  harmonics: whole(1, 8).optional().describe('angles of data are seen as cos and sin of 1, 2, ... times the angle, up to this one; 1 unless given'),
};
type DataSettings = z.output<z.ZodObject<typeof settings>>;

/**
 * The encoding of a training, whose first `chains` samples are trained on. Several folds share the units of numbers, which are then measured by
 * all samples; of the samples held out a filter thereby knows no more than their scale.
 */
function encodingOfTraining(given: DataSettings & { chains?: number | undefined }): Encoding {
  const { data: set, symmetry, harmonics, folds, chains } = given;
  const training = folds > 1 ? undefined : chains;
  return dataEncoding(set, { symmetry, harmonics, training });
}

/** Fixed configurations from outside instead of a sampled model. */
export const data = defineModel({
  name: 'data',
  settings,
  axes: [],
  control: { key: 'temperature', axis: 'temperature', noun: 'temperature', symbol: 'T', unit: 'J / k_B', infinite: true, usual: [Number.NaN] },
  support: 'sites',
  moves: ['none'],
  layouts: ['chains'],
  check({ data: set, symmetry, harmonics }) {
    const alphabet = set.trained;
    checkSymmetry(symmetry, alphabet, set.name);
    checkMeans(set, symmetry);
    if (harmonics === undefined || alphabet.kind === 'angles') return;
    const got = `${set.kind ?? 'no'} values in ${set.name}`;
    throw new BlockspinError({ setting: 'harmonics', expected: 'data that are angles', got, remedy: 'leave it out' });
  },
  space: ({ data: set, boundary, lattice }) => set.space(boundary, lattice),
  alphabet: ({ data: set }) => set.trained,
  encoding: encodingOfTraining,
  chains: (scope, { settings: given, points }) => {
    const { data: set, boundary, lattice, symmetry } = given;
    const lanes = lanesOfFolds(set.samples, foldsOf(set, given));
    return new DataChains(scope, { data: set, temperature: points[0], boundary, lattice, symmetry, encoding: encodingOfTraining(given), lanes });
  },
  watched: WATCHED_SPINS,
  words: DATA_WORDS,
  transition: () => undefined,
  title: () => 'data',
  parameters: () => ({}),
});
