/** One null test: a small training on pairs without information, which is written when it is done. */
import { BlockspinError } from '../../core/errors.ts';
import type { TrainInput } from '../../train/config/types.ts';
import type { Trainer } from '../cells/cell.ts';
import type { StudyFolder } from '../cells/folder.ts';
import { guardFolder } from '../cells/guard.ts';
import { identityOf, type Once, once, seedFrom } from '../cells/once.ts';
import type { Origin } from '../cells/plan_file.ts';
import { type NullPlan, nullInput } from './plan.ts';
import type { NullRecord } from './record.ts';

/** What trains, and callbacks. */
interface NullTools {
  /** Called only if something has to be trained. */
  open(): Promise<Trainer>;
  origin: Origin;
  progress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/** The outcome of an attempt. */
export type NullOutcome =
  | Once<NullRecord>
  /** It diverged, has no memory, or its cut does not fit the graph. */
  | { outcome: 'failed'; reason: string };

/** Version of records: tests with another version are trained again. */
const RECORD = 1;
/** What ends one test only. */
const OF_THE_TEST: readonly string[] = ['diverged', 'memory', 'usage'];

/**
 * Trains a null test, unless it is there. What was stopped starts anew: it takes seconds to minutes, and its seed follows from the study and the
 * test, so that it is the same again.
 * @throws BlockspinError with code 'stopped' after the signal; of code 'store' where the folder cannot be read or written
 */
export async function runNull(folder: StudyFolder, plan: NullPlan, tools: NullTools): Promise<NullOutcome> {
  const { index, ...what } = plan;
  const { seed } = folder.config;
  try {
    return await guardFolder(folder.path, async () => {
      const own = await seedFrom(['nulls', seed, what]);
      const input = nullInput(folder.config, plan, own);
      const { graph: _, ...settings } = input;
      const hash = await identityOf([RECORD, what, settings]);
      return once(folder, { part: 'nulls', index, hash }, () => trained(folder, { plan, hash, seed: own }, input, tools));
    });
  } catch (error) {
    if (!(error instanceof BlockspinError) || !OF_THE_TEST.includes(error.code)) throw error;
    return { outcome: 'failed', reason: error.message };
  }
}

async function trained(
  { owner }: StudyFolder,
  id: Pick<NullRecord, 'plan' | 'hash' | 'seed'>,
  input: TrainInput,
  { open, origin, progress, signal }: NullTools,
): Promise<NullRecord> {
  const trainer = await open();
  const began = performance.now();
  const { summary } = await trainer.train(input, { progress: ({ fraction }) => progress?.(fraction), ...(signal ? { signal } : {}) });
  const [{ information, verdict }] = summary.points;
  const { sites } = input;
  return {
    ...id,
    information,
    verdict,
    ...(sites ? { block: sites.block.length, environment: sites.environment.length } : {}),
    adapter: trainer.adapter,
    ...origin,
    host: owner.host,
    finished: new Date().toISOString(),
    seconds: (performance.now() - began) / 1000,
  };
}
