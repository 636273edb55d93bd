import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { completed, type Shape } from '../../core/settings.ts';
import { correlationOf, type FileCorrelation } from '../../model/data/correlation.ts';
import type { DataSet } from '../../model/data/data_set.ts';
import { type Drift, driftOf } from '../../model/data/drift.ts';
import { type Fold, foldsOf, halvingsOf } from '../../model/data/parts.ts';
import { DATA } from '../../model/models.ts';
import { CHAINS_PER_GROUP, groupsBetween } from '../../sample/groups.ts';
import type { Boundary } from '../../space/space.ts';
import type { GivenSettings } from './derived.ts';
import { besideSites } from './sites.ts';
import type { TrainConfig } from './types.ts';

/** The folds of the data of a training. */
export function foldsOfData({ data, heldOutPart = 0.25, folds = 1 }: Pick<TrainConfig, 'data' | 'heldOutPart' | 'folds'>): Fold[] {
  return data ? foldsOf(data, { heldOutPart, folds }) : [];
}

const drifts = new WeakMap<DataSet, Map<string, Drift | undefined>>();

/**
 * How the parts of the data of a training differ, if they do: found out once for each data set and split. With several folds it is the
 * pieces of the file that are compared, not the parts of each training.
 */
export function dataDrift({ data, chains, validation, heldOut, symmetry = 'none', folds = 1 }: TrainConfig): Drift | undefined {
  if (!data) return undefined;
  const parts = folds > 1 ? undefined : { training: chains, validation, heldOut };
  const key = [...Object.values(parts ?? {}), symmetry].join();
  const known = drifts.get(data) ?? new Map<string, Drift | undefined>();
  drifts.set(data, known);
  if (!known.has(key)) known.set(key, driftOf(data, { parts, symmetry }));
  return known.get(key);
}

const correlations = new WeakMap<DataSet, Map<string, FileCorrelation | undefined>>();

/** How the samples of a training are correlated along their file, if they are: found out once for each data set and symmetry. */
export function dataCorrelation({ data, symmetry = 'none' }: TrainConfig): FileCorrelation | undefined {
  if (!data) return undefined;
  const known = correlations.get(data) ?? new Map<string, FileCorrelation | undefined>();
  correlations.set(data, known);
  if (!known.has(symmetry)) known.set(symmetry, correlationOf(data, symmetry));
  return known.get(symmetry);
}

/** Settings derived from the data. @throws BlockspinError for data that cannot be trained on */
export function dataDerived(given: GivenSettings): GivenSettings & Pick<TrainConfig, 'chains' | 'heldOut' | 'validation'> {
  const own = completed(pick(DATA.settings, ['data', 'heldOutPart', 'folds', 'learningCurve']), given);
  const { data, heldOutPart, folds, learningCurve } = own as { data: DataSet; heldOutPart: number; folds: number; learningCurve: boolean };
  // What the values are has to be known before anything else is said of the data.
  void data.trained;
  const all = foldsOf(data, { heldOutPart, folds });
  if (learningCurve && halvingsOf(all) === 0) throw tooFewForCurve(data, all);
  // Folds differ by one sample at most: these are those of one that holds out most.
  const { training, validation, heldOut } = all.reduce((a, b) => (b.heldOut.count > a.heldOut.count ? b : a));
  const part = folds > 1 ? { heldOutPart: 1 / folds } : {};
  return { model: DATA.name, size: data.size, chains: training.count, heldOut: heldOut.count, validation: validation.count, ...part };
}

function tooFewForCurve(data: DataSet, folds: readonly Fold[]): BlockspinError {
  return new BlockspinError({
    setting: 'learningCurve',
    expected: `more than ${CHAINS_PER_GROUP} samples of ${data.name} to train on, so that there is a half of them`,
    got: Math.min(...folds.map(({ training }) => training.count)),
    remedy: 'leave it out, or give more samples',
  });
}

const pick = (shape: Shape, keys: readonly string[]): Shape => Object.fromEntries(keys.map((key) => [key, shape[key]]));

/** The refusal of a setting that is derived from the data. */
export function besideData(data: DataSet): (key: string, got: unknown) => BlockspinError {
  return (key, got) => {
    if (key === 'heldOutPart') {
      const remedy = phrase`leave it out, or ${setting('folds')}`;
      return new BlockspinError({ setting: key, expected: phrase`nothing, since with ${setting('folds')} every sample is held out once`, got, remedy });
    }
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
 * Sizes of minibatches, by default limited to the number of samples, and how many of them evaluate: by default enough to see every sample held out.
 * @throws BlockspinError for minibatches larger than the data
 */
export function dataBatches(
  given: GivenSettings,
  { batch, evaluationBatch, evaluations }: Pick<TrainConfig, 'batch' | 'evaluationBatch' | 'evaluations'>,
  { chains, heldOut }: Pick<TrainConfig, 'chains' | 'heldOut'>,
): Pick<TrainConfig, 'batch' | 'evaluationBatch' | 'evaluations'> {
  const most = batchOf('evaluationBatch', given.evaluationBatch, evaluationBatch, heldOut, 'samples held out');
  const all = Math.ceil(Math.ceil(heldOut / CHAINS_PER_GROUP) / groupsBetween(most));
  return {
    batch: batchOf('batch', given.batch, batch, chains, 'samples to train on'),
    evaluationBatch: most,
    evaluations: given.evaluations === undefined ? Math.max(evaluations, all) : evaluations,
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
