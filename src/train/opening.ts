import type { Device } from '../gpu/device.ts';
import type { Rows } from './config/budget.ts';
import { type TrainConfig, type TrainInput, trainConfig } from './config/config.ts';
import { evolves } from './config/evolution.ts';
import { withoutSteps } from './config/evolving.ts';
import { checkSameData, type RunCheckpoint, shardSizeOf } from './ensemble/checkpoint.ts';
import { withAlgorithm } from './ensemble/choice.ts';
import { planMemory } from './ensemble/memory.ts';
import { ringOf } from './ring.ts';

/** Steps whose history is kept unless given. */
const HISTORY = 1024;

/** How a trainer is opened. */
export interface TrainerOptions {
  /**
   * Steps of which the history is kept, in a ring of constant size: older ones are overwritten, and the training has no end. 'all': those of the
   * settings, which are then the most that can be made. Default 1024.
   */
  history?: number | 'all';
  /** Whether checkpoints will be taken: they need memory. */
  checkpoints?: boolean;
  /** A checkpoint that will be restored: memory and algorithm are those of its run. */
  resume?: RunCheckpoint | undefined;
  /** Called once the settings have been checked and fit the device, before anything is allocated or computed. */
  ready?: (() => Promise<void>) | undefined;
  signal?: AbortSignal | undefined;
}

/** What a trainer is made of. */
interface Opening {
  config: TrainConfig;
  shardSize: number;
  ring: Rows | undefined;
}

/** Checks settings, and that they fit the device. @throws BlockspinError where they are not allowed or do not fit */
export async function opening(device: Device, input: TrainInput, options: TrainerOptions): Promise<Opening> {
  const { history = HISTORY, checkpoints = false, resume, ready, signal } = options;
  const ring = history === 'all' ? undefined : ringOf(history);
  const given = trainConfig(input);
  if (ring && evolves(given)) throw withoutSteps();
  await given.data?.checksum();
  if (resume) await checkSameData(resume, given);
  const memoryOf = (config: TrainConfig) =>
    planMemory(device, config, { checkpoints, ...(ring ? { ring } : {}), shardSize: resume && shardSizeOf(resume, config) });
  const planned = memoryOf(given);
  await ready?.();
  const config = await withAlgorithm(device, given, resume, signal);
  // Another algorithm needs more memory.
  const { shardSize } = config === given ? planned : memoryOf(config);
  return { config, shardSize, ring };
}
