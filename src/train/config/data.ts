import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { completed, type Shape } from '../../core/settings.ts';
import type { DataSet } from '../../model/data/data_set.ts';
import { type Drift, driftOf } from '../../model/data/drift.ts';
import { DATA } from '../../model/models.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { Boundary } from '../../space/space.ts';
import { PARTS } from '../../view/gather.ts';
import type { GivenSettings } from './derived.ts';
import { besideSites } from './sites.ts';
import type { TrainConfig } from './types.ts';

/** Part of the samples not held out that is used for validation, which decides when to stop. */
const VALIDATION_PART = 0.2;

/** Numbers of samples to train on, to validate on, held out, and left out because they do not fill a word of 32. */
interface Split {
  training: number;
  heldOut: number;
  validation: number;
  leftOut: number;
}

/**
 * The last samples of the file are held out: neighbours in a file are often neighbours in time, so the two parts
 * should touch in one place only. The samples just before them are used for validation.
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

const drifts = new WeakMap<DataSet, Map<string, Drift | undefined>>();

/** How the parts of the data of a training differ, if they do: found out once for each data set and split. */
export function dataDrift({ data, chains, validation, heldOut, symmetry = 'none' }: TrainConfig): Drift | undefined {
  if (!data) return undefined;
  const key = [chains, validation, heldOut, symmetry].join();
  const known = drifts.get(data) ?? new Map<string, Drift | undefined>();
  drifts.set(data, known);
  if (!known.has(key)) known.set(key, driftOf(data, { parts: { training: chains, validation, heldOut }, symmetry }));
  return known.get(key);
}

/** Settings derived from the data. @throws BlockspinError for data that cannot be trained on */
export function dataDerived(given: GivenSettings): GivenSettings & Pick<TrainConfig, 'chains' | 'heldOut' | 'validation'> {
  const { data, heldOutPart } = completed(pick(DATA.settings, ['data', 'heldOutPart']), given) as { data: DataSet; heldOutPart: number };
  // What the values are has to be known before anything else is said of the data.
  void data.trained;
  const { training, heldOut, validation } = splitOf(data, heldOutPart);
  return { model: DATA.name, size: data.size, chains: training, heldOut, validation };
}

const pick = (shape: Shape, keys: readonly string[]): Shape => Object.fromEntries(keys.map((key) => [key, shape[key]]));

/** The refusal of a setting that is derived from the data. */
export function besideData(data: DataSet): (key: string, got: unknown) => BlockspinError {
  return (key, got) => {
    if (key !== 'size') return new BlockspinError({ setting: key, got, ...ofSamplers(key, data) });
    const { name, size } = data;
    const expected = size === undefined ? `nothing, since ${name} has sides ${data.space().extents.join(' and ')}` : `${size}, the lattice side of ${name}`;
    return new BlockspinError({ setting: key, expected, got, remedy: 'leave it out' });
  };
}

/** The refusal of settings of samplers, which fixed data do not need. */
export function ofSamplers(key: string, data: DataSet): { expected: Phrase; remedy: Phrase } {
  return {
    expected: `nothing, since the samples of ${data.name} are fixed`,
    remedy:
      key === 'heldOut'
        ? phrase`leave it out; ${setting('heldOutPart')} says which part is held out`
        : phrase`leave it out, or sample a model without ${setting('data')}`,
  };
}

/**
 * The one temperature at which the data were taken, NaN if unknown.
 * @throws BlockspinError for several temperatures, or an invalid one
 */
export function dataTemperature(data: DataSet, temperature: readonly number[] = [data.temperature ?? Number.NaN]): number[] {
  if (temperature.length === 1 && !(temperature[0] <= 0)) return [...temperature];
  throw new BlockspinError({
    setting: 'temperature',
    expected: 'the one temperature the data were taken at, positive',
    got: temperature.join(','),
    remedy: 'leave it out where it is not known: nothing is computed from it',
  });
}

/**
 * Sizes of minibatches. By default they are limited to the number of samples.
 * @throws BlockspinError for minibatches larger than the data
 */
export function dataBatches(
  given: GivenSettings,
  { batch, evaluationBatch }: Pick<TrainConfig, 'batch' | 'evaluationBatch'>,
  { chains, heldOut }: Pick<TrainConfig, 'chains' | 'heldOut'>,
): Pick<TrainConfig, 'batch' | 'evaluationBatch'> {
  return {
    batch: batchOf('batch', given.batch, batch, chains, 'samples to train on'),
    evaluationBatch: batchOf('evaluationBatch', given.evaluationBatch, evaluationBatch, heldOut, 'samples held out'),
  };
}

/**
 * The boundary of each axis of the lattice; none where sites are listed.
 * @throws BlockspinError for a boundary beside a list of sites, for none without, and for a number of boundaries other than the number of axes
 */
export function dataBoundary(data: DataSet, { boundary, sites }: Pick<TrainConfig, 'boundary' | 'sites'>): Boundary[] | undefined {
  if (!sites) {
    if (boundary === undefined) throw boundaryUnknown(data);
    return [...data.space(boundary).boundary];
  }
  if (boundary === undefined) return undefined;
  throw new BlockspinError({ setting: 'boundary', got: boundary.join(','), ...besideSites() });
}

/** An array does not tell, and a wrong boundary gives a plausible wrong value. */
function boundaryUnknown({ name, extents, axes }: DataSet): BlockspinError {
  const spatial = axes.filter((axis) => axis !== 't');
  const each = spatial.map((_, i) => (i === 0 ? 'periodic' : 'open'));
  return new BlockspinError({
    setting: 'boundary',
    expected: `whether the axes of ${name}, ${axes.join(' ')} with ${extents.join(' x ')} sites, are periodic or open`,
    got: 'nothing',
    remedy: phrase`say ${setting('boundary', 'periodic')} where the lattice closes on itself, ${setting('boundary', 'open')} where it ends${spatial.length > 1 ? phrase`, or ${setting('boundary', each)} for each axis` : ''}`,
  });
}

/** Pairs of one minibatch come from different samples. */
function batchOf(name: string, given: unknown, batch: number, most: number, what: string): number {
  if (given === undefined || batch <= most) return Math.min(batch, most);
  throw new BlockspinError({
    setting: name,
    expected: `at most ${most}, the ${what}`,
    got: given,
    remedy: phrase`use ${setting(name, most)} or give more samples`,
  });
}
