import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { DataSet } from '../../model/data/data_set.ts';
import { DATA } from '../../model/models.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { Boundary } from '../../space/space.ts';
import { PARTS } from '../../view/gather.ts';
import type { TrainConfig, TrainInput } from './config.ts';
import { OF_SAMPLED } from './model.ts';

const HELD_OUT_PART = 0.25;

/** Settings of a sampler, which fixed data have no use for, and the numbers of chains, which follow from the data. */
const OF_SAMPLERS = [...OF_SAMPLED, 'chains', 'heldOut', 'validation', 'sweeps', 'burn', 'evaluationSweeps'];

/** Part of the samples not held out that tells when to stop. */
const VALIDATION_PART = 0.2;

/** How many samples of a data set are trained on, validated on, held out, and left out because they fill no word of 32. */
interface Split {
  training: number;
  heldOut: number;
  validation: number;
  leftOut: number;
}

/**
 * The last samples of the file are held out: neighbours in a file are often neighbours in time, and so the two parts
 * touch in one place only. Those before them tell when to stop.
 * @param part of all samples that is held out; rounded to words of 32, at least one for each part
 * @throws BlockspinError for fewer than three words
 */
export function splitOf(data: DataSet, part: number): Split {
  const groups = Math.floor(data.samples / CHAINS_PER_GROUP);
  if (groups < PARTS.length) {
    throw new BlockspinError({
      who: data.name,
      expected: `at least ${PARTS.length * CHAINS_PER_GROUP} samples to train on: a word of ${CHAINS_PER_GROUP} to learn from, one to validate on and one held out`,
      got: data.samples,
      remedy: 'give more samples',
    });
  }
  const heldOut = Math.min(groups - 2, Math.max(1, Math.round(part * groups)));
  const validation = Math.max(1, Math.round(VALIDATION_PART * (groups - heldOut)));
  const words = (count: number) => CHAINS_PER_GROUP * count;
  return { training: words(groups - heldOut - validation), heldOut: words(heldOut), validation: words(validation), leftOut: data.leftOut };
}

/**
 * Completes the settings of a training on fixed data with what follows from the data: lattice side, numbers of samples
 * in the place of chains, minibatches no larger than their part.
 * @param input what was given; what was not follows the data. A completed configuration comes out as it went in
 * @param config the same with all defaults
 * @param defaults of everything
 * @throws BlockspinError for settings that fixed data have no use for, and for minibatches larger than the data
 */
export function dataConfig(input: TrainInput, config: TrainConfig & { data: DataSet }, defaults: TrainConfig): TrainConfig {
  const { data } = config;
  DATA.check(config, config.temperature);
  const heldOutPart = config.heldOutPart ?? HELD_OUT_PART;
  const { training, heldOut, validation } = splitOf(data, heldOutPart);
  const fixed = { ...defaults, chains: training, heldOut, validation };
  const given = input as Readonly<Record<string, unknown>>;
  const useless = OF_SAMPLERS.find((name) => given[name] !== undefined && given[name] !== (fixed as unknown as Record<string, unknown>)[name]);
  if (useless || (input.model !== undefined && input.model !== DATA.name && input.model !== DATA))
    throw forSamplers(useless ?? 'model', given[useless ?? 'model'], data);
  if (input.size !== undefined && input.size !== data.size) {
    const expected =
      data.size === undefined
        ? `nothing, since ${data.name} has sides ${data.space().extents.join(' and ')}`
        : `${data.size}, the lattice side of ${data.name}`;
    throw new BlockspinError({ setting: 'size', expected, got: input.size, remedy: 'leave it out' });
  }
  const temperature = input.temperature === undefined ? [Number.NaN] : config.temperature;
  if (temperature.length > 1 || temperature[0] <= 0) {
    throw new BlockspinError({
      setting: 'temperature',
      expected: 'the one temperature the data were taken at, positive',
      got: temperature.join(','),
      remedy: 'leave it out where it is not known: nothing is computed from it',
    });
  }
  return {
    ...config,
    model: DATA,
    size: data.size,
    temperature,
    boundary: boundaryOf(config),
    heldOutPart,
    chains: training,
    heldOut,
    validation,
    batch: batchOf('batch', input.batch, config.batch, training, 'samples to train on'),
    evaluationBatch: batchOf('evaluationBatch', input.evaluationBatch, config.evaluationBatch, heldOut, 'samples held out'),
  };
}

/**
 * The boundary of each axis of the lattice; none where sites are listed.
 * @throws BlockspinError for a boundary that was given beside a list of sites, and for another number than there are axes
 */
function boundaryOf({ data, boundary, sites }: TrainConfig & { data: DataSet }): Boundary[] | undefined {
  if (!sites) return [...data.space(boundary).boundary];
  if (boundary === undefined) return undefined;
  const expected = phrase`nothing, since ${setting('sites')} lists block and environment`;
  throw new BlockspinError({ setting: 'boundary', expected, got: boundary.join(','), remedy: 'leave one of the two out' });
}

/** Pairs of one minibatch come from different samples. */
function batchOf(name: string, given: number | undefined, batch: number, most: number, what: string): number {
  if (given === undefined || given <= most) return Math.min(batch, most);
  throw new BlockspinError({
    setting: name,
    expected: `at most ${most}, the ${what}`,
    got: given,
    remedy: phrase`use ${setting(name, most)} or give more samples`,
  });
}

function forSamplers(name: string, got: unknown, data: DataSet): BlockspinError {
  return new BlockspinError({
    setting: name,
    expected: `nothing, since the samples of ${data.name} are fixed`,
    got,
    remedy:
      name === 'heldOut'
        ? phrase`leave it out; ${setting('heldOutPart')} says which part is held out`
        : phrase`leave it out, or sample a model without ${setting('data')}`,
  });
}
