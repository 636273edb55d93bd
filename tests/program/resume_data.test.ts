/** A run on fixed data goes on with the data it was started with, and with no others of the same name and shape. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { checkData, type DataSet } from '../../src/model/data/data_set.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/store/checkpoint_file.ts';
import { bytesOf, formatNpy } from '../../src/store/npy.ts';
import { ResultsFolder } from '../../src/store/results.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import type { RunCheckpoint } from '../../src/train/ensemble/checkpoint.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';
import { spins } from '../support/random.ts';

test.after(closeDevice);

const SHAPE = [100, 4, 4];
const VALUES = spins(1, 1600);
/** One spin of the last sample, which stays out of the training: 100 = 3 x 32 + 4. */
const LAST = VALUES.map((spin, i) => (i === 1599 ? -spin : spin));
/** One spin of the first sample. */
const FIRST = VALUES.map((spin, i) => (i === 0 ? -spin : spin));

const of = (data: Int8Array): DataSet => checkData({ shape: SHAPE, data }, 'spins.npy');
const inputOf = (data: DataSet): TrainInput => ({
  data,
  boundary: 'periodic',
  block: 2,
  buffer: 0,
  shell: 1,
  steps: 20,
  refine: 10,
  batch: 16,
  evaluationBatch: 16,
  evaluations: 2,
  hidden: [32],
  replicas: 1,
});

/** A checkpoint from the middle of a run on the values. */
async function stopped(): Promise<RunCheckpoint> {
  const kept: RunCheckpoint[] = [];
  const controller = new AbortController();
  const hooks = {
    signal: controller.signal,
    checkpoint: async (state: RunCheckpoint) => void kept.push(state),
    progress: ({ phase }: { phase: string }) => phase === 'training' && controller.abort(),
  };
  await train(await theDevice(), inputOf(of(VALUES)), hooks).then(
    () => assert.unreachable('was not stopped'),
    (error: BlockspinError) => assert.is(error.code, 'stopped'),
  );
  return kept[0];
}

const again = async (data: Int8Array, resume: RunCheckpoint) =>
  (await train(await theDevice(), inputOf(of(data)), {}, resume)).summary.points[0].information.mean;

test('train: other data are refused by name, also where they differ in what is not trained on', async () => {
  const sum = createHash('sha256').update(bytesOf(VALUES)).digest('hex');
  const state = await stopped();
  assert.is(state.data, sum);
  const whole = await again(VALUES, state);
  assert.ok(Number.isFinite(whole));
  const refused = (data: Int8Array, from: RunCheckpoint, message: RegExp) =>
    again(data, from).then(
      () => assert.unreachable('other data were taken'),
      (error: Error) => {
        assert.instance(error, BlockspinError);
        assert.match(error.message, message);
      },
    );
  for (const data of [FIRST, LAST])
    await refused(data, state, new RegExp(`^spins\\.npy: expected the samples the run was started with, SHA-256 ${sum}, got other`));

  // The first checkpoints had no checksum: what was trained on is in them, bit for bit.
  const { data: _, ...old } = await decodeCheckpoint(await encodeCheckpoint(state), 'checkpoint');
  assert.is(await again(VALUES, old), whole);
  await refused(FIRST, old, /^spins\.npy: expected the samples the run was started with, got other samples, SHA-256 [\da-f]{64}; give the data/);
});

test('train --resume: a file of the same name and shape with other samples is refused, and nothing is changed', async () => {
  await inFolder(async (cwd) => {
    const place = (data: Int8Array) => writeFileSync(join(cwd, 'spins.npy'), formatNpy({ shape: SHAPE, data }));
    const data = of(VALUES);
    await data.checksum();
    const folder = await ResultsFolder.create(nodeFiles, join(cwd, 'run'), trainConfig(inputOf(data)));
    await folder.saveCheckpoint(await stopped());
    const config = () => readFileSync(join(cwd, 'run/config.json'), 'utf8');
    const before = config();
    const resume = () => inside('train --resume run --data spins.npy --json'.split(' '), { cwd });

    for (const other of [FIRST, LAST]) {
      place(other);
      const ran = await resume();
      assert.is(ran.code, 2, ran.err);
      assert.match(messages(ran)[0], /^blockspin: --data spins\.npy: expected the samples the run was started with, SHA-256 .*, got other samples, .*--out$/);
    }
    assert.is(config(), before);

    // A folder of the first versions: the checkpoint itself tells.
    writeFileSync(join(cwd, 'run/config.json'), JSON.stringify({ ...JSON.parse(before), data: { ...JSON.parse(before).data, sha256: undefined } }));
    writeFileSync(join(cwd, 'run/checkpoint.safetensors'), await encodeCheckpoint(await stopped()));
    const old = await resume();
    assert.is(old.code, 2, old.err);
    assert.match(messages(old)[0], /^blockspin: spins\.npy: expected the samples the run was started with, SHA-256/);

    place(VALUES);
    const ran = await resume();
    assert.is(ran.code, 0, ran.err);
    assert.is(JSON.parse(ran.out).config.data.sha256, createHash('sha256').update(bytesOf(VALUES)).digest('hex'));
  });
});

test.run();
