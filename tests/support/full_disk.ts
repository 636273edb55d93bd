/**
 * A disk that is full at the n-th write, for that write alone or from then on, for every n there is: nothing that was there is lost or torn,
 * the error says so, and the same commands finish the work once there is space.
 */
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import { ResultsFolder } from '../../src/store/results.ts';
import { readResults } from '../../src/store/stored_results.ts';
import { exportStudy } from '../../src/study/cells/export.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { encode } from '../../src/study/cells/record.ts';
import { studyStatus } from '../../src/study/cells/status.ts';
import { type TrainConfig, type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { copyOf, someCheckpoint } from './flips.ts';
import { chunks, done, owner, planned, runAll } from './stored_study.ts';
import { MemoryFiles, madeUp } from './study.ts';

/** What became of many full disks. */
export interface Full {
  /** Writes that failed. */
  tried: number;
  /** Those after which the work went on and was finished. */
  finished: number;
}

/** Fails the n-th write, and all after it where the disk stays full. @returns whether it has failed any */
function fill(files: MemoryFiles, n: number, stays: boolean): () => boolean {
  let writes = 0;
  files.fault = (path) => {
    const fails = stays ? writes >= n : writes === n;
    writes += 1;
    return fails ? Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: 'ENOSPC' }) : undefined;
  };
  return () => writes > n;
}

/** Does something on a disk that fills up. @returns whether it did */
async function filled(files: MemoryFiles, n: number, stays: boolean, action: () => Promise<unknown>): Promise<boolean> {
  const struck = fill(files, n, stays);
  try {
    await action();
  } catch (error) {
    const place = `write ${n}${stays ? ' and all after it' : ''}`;
    assert.instance(error, BlockspinError, `${place}: ${(error as Error).stack}`);
    assert.is((error as BlockspinError).code, 'store', place);
    assert.match((error as Error).message, /no space left on device/, place);
  } finally {
    files.fault = () => undefined;
  }
  return struck();
}

/** Studies: planned and run on a disk that fills up. @param step 1 for every write, more for some of them */
export async function fillStudies(step: number): Promise<Full> {
  const whole = chunks((await done()).files);
  const found: Full = { tried: 0, finished: 0 };
  for (const stays of [false, true]) {
    for (let n = 0; ; n += step) {
      const files = new MemoryFiles();
      if (!(await filled(files, n, stays, async () => runAll(await planned(files))))) break;
      found.tried += 1;
      if (files.content.has('study/study.json')) {
        const folder = await StudyFolder.open(files, 'study', owner);
        assert.equal((await studyStatus(folder)).damaged, []);
        await readStudy(folder);
      }
      const folder = await planned(files);
      await runAll(folder);
      assert.equal(chunks(files), whole, `write ${n}`);
      const strange = [...files.content.keys()].filter((name) => /lock|tmp|failed|checkpoint/.test(name));
      assert.equal([(await studyStatus(folder)).cells.done, strange], [folder.plan.cells.length, []], `write ${n}`);
      found.finished += 1;
    }
  }
  return found;
}

const INPUT: TrainInput = { size: 8, block: 2, shell: 1, buffer: [0], temperature: 2, replicas: 1, steps: 20, refine: 0 };

/** A training as the verb stores it: two checkpoints with what is known so far, the results, the end. */
async function stored(folder: ResultsFolder): Promise<void> {
  for (let i = 0; i < 2; i++) {
    await folder.savePartial(madeUp(INPUT));
    await folder.saveCheckpoint(someCheckpoint());
  }
  await folder.saveFinal(madeUp(INPUT));
  await folder.write('report.html', 'a report');
  await folder.finish();
}

/** Trainings: where there was a checkpoint the run goes on, and where there were results they are read. */
export async function fillTrainings(): Promise<Full> {
  const config: TrainConfig = trainConfig(INPUT);
  const found: Full = { tried: 0, finished: 0 };
  const wanted = encode(madeUp(INPUT).curves);
  for (const stays of [false, true]) {
    for (let n = 0; ; n++) {
      const files = new MemoryFiles();
      if (!(await filled(files, n, stays, async () => stored(await ResultsFolder.create(files, 'run', config))))) break;
      found.tried += 1;
      if (!files.content.has('run/checkpoint.safetensors')) continue;
      const { folder, checkpoint, notes } = await ResultsFolder.resume(files, 'run');
      assert.equal([encode(checkpoint), notes], [encode(someCheckpoint()), []]);
      assert.equal((await readResults(files, 'run')).notes, [], `write ${n}`);
      await stored(folder);
      const { results } = await readResults(files, 'run');
      assert.is(encode(results.curves), wanted);
      found.finished += 1;
    }
  }
  return found;
}

/** Exports: every file that appears is whole. */
export async function fillExports(): Promise<Full> {
  const { files: before } = await done();
  const found: Full = { tried: 0, finished: 0 };
  for (const format of ['npy', 'npz', 'csv'] as const) {
    const write = async (files: MemoryFiles) => exportStudy(await StudyFolder.open(files, 'study', owner), format, 'x', (name) => files.replace(`out/${name}`));
    const whole = copyOf(before);
    await write(whole);
    for (let n = 0; ; n++) {
      const files = copyOf(before);
      const struck = fill(files, n, false);
      const failed = await write(files).then(
        () => false,
        (error) => error.code === 'ENOSPC',
      );
      files.fault = () => undefined;
      if (!struck()) break;
      found.tried += 1;
      assert.ok(failed, `${format}, write ${n}`);
      for (const [name, bytes] of files.content) assert.equal(bytes, whole.content.get(name), `${name} after write ${n}`);
      await write(files);
      assert.equal(files.content, whole.content);
      found.finished += 1;
    }
  }
  return found;
}
