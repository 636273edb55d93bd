import type { NamedArray } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { dataEncoding } from '../../model/data/inputs.ts';
import { packValues } from '../../model/data/pack.ts';
import { lanesOfFolds } from '../../model/data/parts.ts';
import type { Learning, Recorded } from '../config/budget.ts';
import type { TrainConfig } from '../config/config.ts';
import { foldsOfData } from '../config/data.ts';
import type { SavedEvolution } from '../evolution/evolution.ts';
import type { Autocorrelation } from '../result/summary.ts';
import { type Ensemble, storedName } from './ensemble.ts';
import { pointsOf } from './layout.ts';

/** The position of a run, beside its state on the GPU. */
export interface RunPosition {
  /** The current phase, and its number of finished steps. */
  phase: Recorded;
  done: Readonly<Record<Recorded, number>>;
  /** Finished validations, by phase. */
  validated: Readonly<Record<Learning, number>>;
  autocorrelation: readonly (Autocorrelation | undefined)[];
  seconds: Readonly<Record<string, number>>;
  /** What moves the chains; absent in checkpoints of the first versions. */
  algorithm?: string;
  /** Searches of filters that evolve. */
  evolution?: SavedEvolution;
}

/** A run between two steps. Continued from it on the same adapter, the run gives the same bits. */
export interface RunCheckpoint {
  arrays: Readonly<Record<string, NamedArray>>;
  position: RunPosition;
  /** Checksum of the fixed data, as `DataSet.checksum`; absent in checkpoints of the first versions. */
  data?: string;
}

/**
 * Fixed data are a part of a checkpoint and would overwrite the data that were read.
 * @throws BlockspinError naming the data unless they are the same as those of the checkpoint
 */
export async function checkSameData({ arrays, data: before }: RunCheckpoint, config: TrainConfig): Promise<void> {
  const { data } = config;
  if (!data) return;
  const now = await data.checksum();
  const same =
    before === undefined
      ? isEqual(arrays['chains.spins']?.data ?? [], packValues(data, dataEncoding(data), lanesOfFolds(data.samples, foldsOfData(config))))
      : before === now;
  if (same) return;
  throw new BlockspinError({
    who: data.name,
    expected: `the samples the run was started with${before === undefined ? '' : `, SHA-256 ${before}`}`,
    got: `other samples, SHA-256 ${now}`,
    remedy: 'give the data as they were then; other samples need a run of their own',
  });
}

function isEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.prototype.every.call(a, (value, i) => value === b[i]);
}

/**
 * Replicas per shard of the ensemble a checkpoint was taken from. The run must continue in the same shards, whatever memory there
 * is now. Undefined where the checkpoint does not say it.
 */
export function shardSizeOf(
  { arrays }: RunCheckpoint,
  config: Pick<TrainConfig, 'temperature' | 'buffer' | 'replicas' | 'data' | 'heldOutPart' | 'folds' | 'learningCurve'>,
): number | undefined {
  let shards = 0;
  while (storedName(shards, 'status') in arrays) shards += 1;
  // The smallest size that gives this number of shards. Shards are as even as possible, so any other such size gives the same.
  return shards > 0 ? Math.ceil((pointsOf(config) * config.replicas) / shards) : undefined;
}

/** Reads everything the future of a run depends on from the GPU. */
export async function takeCheckpoint(ensemble: Ensemble, position: RunPosition): Promise<RunCheckpoint> {
  const arrays: Record<string, NamedArray> = {};
  for (const [name, tensor] of Object.entries(ensemble.memory)) arrays[name] = { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() };
  const { data } = ensemble.config;
  return { arrays, position, ...(data ? { data: await data.checksum() } : {}) };
}

/**
 * Puts a checkpoint into an ensemble laid out for the same configuration on a device like the one it was taken on.
 * @throws BlockspinError where arrays are missing or have another shape; nothing is written then
 */
export function restoreCheckpoint(ensemble: Ensemble, { arrays }: RunCheckpoint): void {
  const listing = (entries: Readonly<Record<string, { dtype: string; shape: readonly number[] }>>) =>
    Object.entries(entries).map(([name, { dtype, shape }]) => `${name} ${dtype} (${shape.join(', ')})`);
  const expected = listing(ensemble.memory);
  const got = listing(arrays);
  const missing = expected.find((entry) => !got.includes(entry));
  if (missing !== undefined || expected.length !== got.length) {
    throw new BlockspinError({
      who: 'checkpoint',
      expected: missing ?? `${expected.length} arrays`,
      got: missing ? 'none of that shape' : `${got.length}`,
      remedy: 'resume with the configuration, the version and the kind of adapter it was taken with',
      code: 'store',
    });
  }
  for (const [name, tensor] of Object.entries(ensemble.memory)) tensor.write(arrays[name].data as never);
}
