/** One cell: locked, trained, checkpointed, written, recorded. */
import { checkStopped } from '../../core/async.ts';
import { BlockspinError, internal } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { encodeCheckpoint, readCheckpoint } from '../../store/checkpoint_file.ts';
import { type Holder, Lock, UNKNOWN } from '../../store/lock.ts';
import { chunkKey, ZarrFolder } from '../../store/zarr.ts';
import type { TrainInput } from '../../train/config/config.ts';
import type { RunCheckpoint } from '../../train/ensemble/checkpoint.ts';
import type { TrainHooks } from '../../train/hooks.ts';
import { type CoarseRule, ruleOf } from '../../train/result/rule.ts';
import type { Results } from '../../train/result/summary.ts';
import type { Sampler } from '../correlator/sample.ts';
import type { Coarsening } from '../levels/config.ts';
import { prepareLevel } from '../levels/prepare.ts';
import type { LevelField, LevelRecord } from '../levels/record.ts';
import { keyIn, type StudyConfig } from '../plan/config.ts';
import { type Cell, cellBelow, trainInputOf } from '../plan/plan.ts';
import { ARRAY_NAMES, arraysOf, chunkOf, chunksOf } from './arrays.ts';
import { isMarked, mark } from './belongs.ts';
import type { StudyFolder } from './folder.ts';
import { guardFolder } from './guard.ts';
import type { Origin } from './plan_file.ts';
import { type CellRecord, encodeSealed, type FailureRecord } from './record.ts';

/** Computes cells: a device, or a substitute in tests. */
export interface Trainer extends Sampler {
  train(input: TrainInput, hooks: TrainHooks, resume?: RunCheckpoint): Promise<Results>;
}

export interface CellHooks extends Pick<TrainHooks, 'progress' | 'signal'> {
  /** A message for the user: a damaged chunk, a checkpoint that cannot be used. */
  note?: (text: string) => void;
  /** Whether cells that failed before are run again. */
  retry?: boolean;
}

/** The outcome of an attempt at a cell. */
export type Outcome =
  | { outcome: 'done'; record: CellRecord }
  /** It was done before, and its chunks are as they were written. */
  | { outcome: 'already done'; record: CellRecord }
  | { outcome: 'locked'; holder: Holder }
  /** Now, or before and without `retry`. */
  | { outcome: 'failed'; failure: FailureRecord };

/** What a record vouches for. */
const CHUNKS = ARRAY_NAMES.filter((name) => name !== 'done');

/** What fails again however often it is tried, so that other cells should go on. */
const OF_THE_CELL: readonly string[] = ['diverged', 'memory'];

/**
 * Computes a cell unless it is done. After any interruption the next attempt continues from the last checkpoint, and gives the
 * same bits as an uninterrupted run where the adapter is the same.
 * @param open opens the device; called only if something has to be computed
 * @throws BlockspinError with code 'stopped' after `signal`, checkpointed; of code 'store' where the folder cannot be
 *   written: nothing that was there is lost
 */
export async function runCell(folder: StudyFolder, cell: Cell, open: () => Promise<Trainer>, origin: Origin, hooks: CellHooks = {}): Promise<Outcome> {
  return guardFolder(folder.path, async () => {
    await folder.mendShared(hooks.note);
    const record = await folder.finished(cell);
    if (record && !(await folder.chunkDamage(cell, record))) return { outcome: 'already done', record };
    const lock = await folder.lock(cell);
    if (!(lock instanceof Lock)) return { outcome: 'locked', holder: lock };
    try {
      return await new Attempt(folder, cell, lock, origin, hooks).run(open);
    } catch (error) {
      // A process that was paused for long finds the cell with another one, or done.
      if (lock.lost) return { outcome: 'locked', holder: (await folder.holder(cell)) ?? UNKNOWN };
      throw error;
    } finally {
      await lock.release();
    }
  });
}

class Attempt {
  constructor(
    readonly folder: StudyFolder,
    readonly cell: Cell,
    readonly lock: Lock,
    readonly origin: Origin,
    readonly hooks: CellHooks,
  ) {}

  async run(open: () => Promise<Trainer>): Promise<Outcome> {
    const { folder, cell, hooks } = this;
    await folder.sweep(cell);
    const { record, damage } = await this.#before();
    if (record && !damage) {
      await folder.files.remove(folder.pathOf(cell, 'checkpoint.safetensors'));
      if (!(await isMarked(folder.store, folder.plan, cell))) await mark(folder.store, folder.plan, cell, true);
      return { outcome: 'already done', record };
    }
    // Before anything is computed again: other programs read `done` alone.
    await mark(folder.store, folder.plan, cell, false);
    if (damage) {
      hooks.note?.(`cell ${cell.index}: ${damage}; it is computed again`);
      await folder.files.remove(folder.pathOf(cell, 'json'));
    }
    const { failure, damage: unknown } = await folder.lookAtFailure(cell);
    if (unknown) hooks.note?.(`cell ${cell.index}: ${unknown.message}`);
    if (failure && !hooks.retry) return { outcome: 'failed', failure };
    const below = await this.#below(open);
    if (!Array.isArray(below)) return below;
    const trainer = await open();
    const resume = await this.#checkpoint(trainer);
    try {
      const prepared = folder.config.coarsening ? await prepareLevel(folder.config, cell, below, trainer, () => this.#mayGoOn()) : undefined;
      const results = await trainer.train(trainInputOf(folder.plan, cell, prepared?.data), this.#hooks(trainer), resume);
      return { outcome: 'done', record: await this.#write(trainer, results, prepared?.field) };
    } catch (error) {
      if (!(error instanceof BlockspinError)) throw error;
      const here = error.of(keyIn(folder.config));
      // Whether a coarse variable varies at all is not known before.
      const ofData = below.length > 0 && error.code === 'usage';
      if (!ofData && !OF_THE_CELL.includes(error.code)) throw here;
      return { outcome: 'failed', failure: await this.#fail(here) };
    }
  }

  /**
   * The rules that make the lattice of this cell, one for each level below. The cell of the level below is computed first unless it is
   * done, as the same cell that it is by itself: nothing is computed twice.
   * @returns instead of the rules: the outcome where that cell failed or is with another process
   */
  async #below(open: () => Promise<Trainer>): Promise<CoarseRule[] | Outcome> {
    const { folder, cell, origin, hooks } = this;
    const below = cellBelow(folder.plan, cell);
    if (!below) return [];
    const outcome = await runCell(folder, below, open, origin, hooks);
    if (outcome.outcome === 'locked') return outcome;
    if (outcome.outcome === 'failed') {
      const remedy = phrase`run it again with ${setting('retry')}, or change its settings`;
      const failed = new BlockspinError({
        who: `cell ${cell.index}`,
        expected: `the filter of cell ${below.index}, the level below`,
        got: outcome.failure.reason,
        remedy,
      });
      return { outcome: 'failed', failure: await this.#fail(failed) };
    }
    const rules: CoarseRule[] = [];
    for (let one: Cell | undefined = below; one; one = cellBelow(folder.plan, one)) {
      const record = one === below ? outcome.record : await folder.record(one);
      if (!record?.level) throw internal(`cell ${one.index} has no rule`);
      rules.unshift(record.level.rule);
    }
    return rules;
  }

  async #mayGoOn(): Promise<void> {
    this.lock.check();
    checkStopped(this.hooks.signal);
  }

  /** The record of the cell, and its damage, if any. */
  async #before(): Promise<{ record?: CellRecord; damage?: string }> {
    const { folder, cell } = this;
    const { record, damage } = await folder.look(cell);
    if (damage) return { damage: damage.message };
    return record ? { record, damage: await folder.chunkDamage(cell, record) } : {};
  }

  #hooks(trainer: Trainer): TrainHooks {
    const { folder, cell, lock } = this;
    const { progress, signal } = this.hooks;
    return {
      progress: (state) => {
        lock.check();
        progress?.(state);
      },
      signal,
      checkpoint: async (checkpoint) => {
        await lock.confirm();
        const bytes = await encodeCheckpoint(checkpoint, { note: noteOf(trainer, this.origin) });
        await folder.files.write(folder.pathOf(cell, 'checkpoint.safetensors'), bytes);
      },
    };
  }

  /** The last checkpoint, if it is whole and of this adapter and version: another one would give other bits. */
  async #checkpoint(trainer: Trainer): Promise<RunCheckpoint | undefined> {
    const { folder, cell, hooks } = this;
    const path = folder.pathOf(cell, 'checkpoint.safetensors');
    const bytes = await folder.files.find(path);
    if (!bytes) return undefined;
    try {
      const { checkpoint, note, sealed } = await readCheckpoint(bytes, path);
      if (folder.planned.sealed && !sealed) throw new Error(`${path} has no checksum`);
      if (note === noteOf(trainer, this.origin)) return checkpoint;
      hooks.note?.(`cell ${cell.index}: its checkpoint is of ${note}, this is ${noteOf(trainer, this.origin)}; the cell starts anew`);
    } catch (error) {
      hooks.note?.(`cell ${cell.index}: ${(error as Error).message}; the cell starts anew`);
    }
    return undefined;
  }

  async #fail(error: BlockspinError): Promise<FailureRecord> {
    const { folder, cell } = this;
    const { message: reason, code } = error;
    const partial = (error.partial as Results | undefined)?.summary;
    const failure: FailureRecord = { index: cell.index, status: 'failed', reason, code, host: folder.owner.host, finished: new Date().toISOString(), partial };
    await this.lock.confirm();
    await folder.files.write(folder.pathOf(cell, 'failed.json'), await encodeSealed(failure));
    await folder.files.remove(folder.pathOf(cell, 'checkpoint.safetensors'));
    return failure;
  }

  /**
   * All chunks, then the record: before it the cell is not done, whatever is there. Then `done`, for other programs. The lock is read
   * again before each of them: whoever was paused meanwhile must not write into a cell that another process has finished.
   */
  async #write(trainer: Trainer, results: Results, field?: LevelField): Promise<CellRecord> {
    const { folder, cell, origin } = this;
    const { files, plan } = folder;
    const arrays = arraysOf(plan);
    const chunks = chunksOf(plan, cell, results);
    // A separate store object for this cell: its checksums go into the record.
    const store = new ZarrFolder(files, folder.store.path);
    for (const name of CHUNKS) {
      await this.lock.confirm();
      await store.writeChunk(arrays[name], chunkOf(arrays[name], cell), chunks[name]);
    }
    await folder.noteAdapter(trainer.adapter.name);
    const { summary } = results;
    const record: CellRecord = {
      index: cell.index,
      status: 'done',
      seed: cell.seed,
      adapter: trainer.adapter,
      ...origin,
      host: folder.owner.host,
      finished: new Date().toISOString(),
      seconds: summary.seconds,
      autocorrelation: summary.points[0].autocorrelation,
      ...(field ? { level: { ...field, rule: nextRule(folder.config, summary, field) } } : {}),
      chunks: Object.fromEntries(CHUNKS.map((name) => chunkKey(name, chunkOf(arrays[name], cell))).map((key) => [key, store.written.get(key) as string])),
    };
    await this.lock.confirm();
    await files.write(folder.pathOf(cell, 'json'), await encodeSealed(record));
    await mark(folder.store, plan, cell, true);
    for (const ending of ['checkpoint.safetensors', 'failed.json'] as const) await files.remove(folder.pathOf(cell, ending));
    return record;
  }
}

/** The rule that makes the next level: of the run that validation chose at the buffer of the config. */
function nextRule({ coarsening, grid }: StudyConfig, { points, config }: Results['summary'], { extents }: LevelField): LevelRecord['rule'] {
  const { buffer } = coarsening as Coarsening;
  const point = points[grid.buffer.indexOf(buffer)];
  const sides = extents.map(() => point.block as number);
  return { ...ruleOf(point, config.variable, sides), buffer, run: point.best };
}

/** Equal bits are guaranteed only on one adapter and with one version. */
function noteOf({ adapter }: Trainer, { versions }: Origin): string {
  return `${adapter.name}, ${adapter.driver}, blockspin ${versions.blockspin}`;
}
