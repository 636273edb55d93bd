/**
 * Writers of trainings that are killed at random: processes that store what a training stores, with numbers made up from the step. A test
 * file that uses this runs as a writer itself when its first argument is 'train'.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { ResultsFolder } from '../../src/store/results.ts';
import { readResults } from '../../src/store/stored_results.ts';
import { encode } from '../../src/study/cells/record.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import type { RunCheckpoint } from '../../src/train/ensemble/checkpoint.ts';
import { someCheckpoint } from './flips.ts';
import { inFolder } from './program.ts';
import { madeUp } from './study.ts';

const INPUT: TrainInput = { size: 8, block: 2, shell: 1, buffer: [0, 1], temperature: [2, 3], replicas: 2, steps: 40, refine: 0 };
/** Steps, each with a checkpoint. */
const STEPS = 12;

const at = ({ position }: RunCheckpoint) => position.done.training;

function checkpointAt(step: number): RunCheckpoint {
  const { arrays, position } = someCheckpoint();
  // Large enough that a kill can strike in the middle of a file.
  const data = Float32Array.from({ length: 20_000 }, (_, i) => Math.sin(i + step));
  return {
    arrays: { ...arrays, weights: { dtype: 'f32', shape: [data.length], data } },
    position: { ...position, done: { ...position.done, training: step } },
  };
}

/** Goes on with a training, or begins it, and stores it to its end. */
export async function writeTraining(path: string): Promise<void> {
  const there = existsSync(join(path, 'checkpoint.safetensors'));
  const { folder, checkpoint } = there
    ? await ResultsFolder.resume(nodeFiles, path)
    : { folder: await ResultsFolder.create(nodeFiles, path, trainConfig(INPUT)), checkpoint: checkpointAt(0) };
  process.stdout.write('open\n');
  for (let step = at(checkpoint) + 1; step <= STEPS; step++) {
    await folder.savePartial(madeUp({ ...INPUT, seed: step }));
    await folder.saveCheckpoint(checkpointAt(step));
  }
  await folder.saveFinal(madeUp(INPUT));
  for (let i = 0; i < 20; i++) await folder.write(`figures/${i}.svg`, `figure ${i}`.repeat(1000));
  await folder.finish();
}

/** Starts a writer, and kills it so long after it has begun; resolves to whether it was killed. */
function disturbed(writer: string, path: string, pause: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, 'train', path], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), pause));
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal === 'SIGKILL');
      else reject(new Error(`a writer ended with ${code}, see above`));
    });
  });
}

/** What became of many kills. */
interface Kills {
  kills: number;
  /** After these something was half done: a temporary file was there. */
  torn: number;
  /** After these the training went on. */
  resumed: number;
}

/** Kills writers until so many died; what is there is always whole, no step is lost, and every training comes to its end. @param writer the test file, which trains where its words are `train` and a path */
export async function killTrainings(wanted: number, writer: string): Promise<Kills> {
  const found: Kills = { kills: 0, torn: 0, resumed: 0 };
  let state = 777;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state / 2 ** 31;
  };
  await inFolder(async (parent) => {
    const wholeResults = encode(madeUp(INPUT).curves);
    for (let run = 0; found.kills < wanted; run++) {
      const path = join(parent, `run-${run}`);
      for (let before = 0, finished = false; !finished; ) {
        if (await disturbed(writer, path, 60 * next())) found.kills += 1;
        const names = existsSync(path) ? readdirSync(path) : [];
        if (names.some((name) => name.endsWith('.tmp'))) found.torn += 1;
        finished = names.includes('summary.json') && !names.includes('checkpoint.safetensors');
        if (names.includes('summary.json')) assert.is(encode((await readResults(nodeFiles, path)).results.curves), wholeResults);
        else if (names.includes('partial.json')) assert.equal((await readResults(nodeFiles, path)).notes, []);
        if (finished) break;
        if (!names.includes('checkpoint.safetensors')) {
          assert.is(before, 0, `a checkpoint of step ${before} is lost`);
          break;
        }
        const { checkpoint, notes } = await ResultsFolder.resume(nodeFiles, path);
        assert.equal([encode(checkpoint.arrays), notes], [encode(checkpointAt(at(checkpoint)).arrays), []]);
        assert.ok(at(checkpoint) >= before, `step ${at(checkpoint)} after ${before}`);
        before = at(checkpoint);
        found.resumed += 1;
      }
    }
  });
  return found;
}
