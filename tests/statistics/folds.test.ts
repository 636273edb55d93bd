/**
 * Few samples: cross-fitting against the exact information of the 4 x 4 Ising torus, learning curves, and a run with folds that is
 * stopped and goes on. Samples are exact and independent; seeds are pinned. tests/physics/folds.test.ts has the coverage.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BlockspinError } from '../../src/core/errors.ts';
import { checkData } from '../../src/model/data/data_set.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { RunCheckpoint } from '../../src/train/ensemble/checkpoint.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { spins } from '../support/random.ts';
import { exactSamples, isingSlices } from '../support/slices.ts';
import { sticky } from '../support/sticky.ts';

test.after(closeDevice);

const [{ uniform }] = INFORMATION.filter(({ size, buffer, temperature }) => size === 4 && buffer === 0 && temperature === 2);
const samples = (count: number, seed: number) => exactSamples(isingSlices([4, 4], [true, true], 2), count, seed);
const dataOf = (data: Int8Array) => checkData({ shape: [data.length / 16, 4, 4], data }, 'snapshots.npy');
const window = { boundary: 'periodic', symmetry: 'flip', block: 2, buffer: 0, shell: 1, replicas: 1, seed: 41 } as const;
const hidden = [32];
const frozen = { ...window, hidden, filter: [1, 1, 1, 1], freeze: true, steps: 10, refine: 150 };
const trained = { ...window, hidden, replicas: 2, steps: 200, refine: 100 };
const pointOf = async (input: TrainInput) => (await train(await theDevice(), input)).summary.points[0];

test('300 samples in five folds: within 3 errors of the exact value, and a smaller error than of a single split', async () => {
  const data = dataOf(samples(300, 1));
  const { information, folds, replicas, best, verdict } = await pointOf({ ...frozen, replicas: 2, data, folds: 5 });
  const message = `${JSON.stringify(information)}, exact ${uniform}`;
  assert.ok(Math.abs(information.mean - uniform) < 3 * information.error, message);
  assert.equal([folds?.length, folds?.map(({ held_out }) => held_out), verdict], [5, [60, 60, 60, 60, 60], 'converged']);
  assert.equal(
    replicas.map(({ fold }) => fold),
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4],
  );
  assert.ok(folds?.some((one) => one.best === best));
  const mean = (folds ?? []).reduce((sum, one) => sum + one.information.mean / 5, 0);
  assert.ok(Math.abs(mean - information.mean) < 1e-9, 'the mean of the folds');
  const single = await pointOf({ ...frozen, data });
  assert.ok(information.error < 0.7 * single.information.error, `${message}, single ${JSON.stringify(single.information)}`);
  assert.is(single.folds, undefined);
});

test('negative control: what critics memorise of 100 random samples is not reported by any fold', async () => {
  const settings = { ...trained, symmetry: 'none' as const, steps: 400, learningRate: 0.02 };
  const { information, training, folds, critic } = await pointOf({ ...settings, data: dataOf(spins(7, 1600)), folds: 4 });
  assert.ok(training.last > 0.08, `in-sample it looks like information: ${training.last}`);
  assert.ok(information.mean <= 3 * information.error && critic !== 'trained', `held out it is none: ${JSON.stringify(information)}`);
  assert.ok(
    folds?.every((one) => one.information.mean < 3 * one.information.error),
    JSON.stringify(folds),
  );
});

test('a learning curve: no change is seen where a filter is kept and samples abound', async () => {
  const kept = await pointOf({ ...frozen, data: dataOf(samples(2048, 3)), learningCurve: true });
  assert.equal(
    kept.learning_curve?.points.map(({ samples: count }) => count),
    [160, 320, 608, 1216],
  );
  assert.equal(kept.learning_curve?.points[3].information, kept.information, 'all samples: the value itself');
  const { change, outcome } = kept.learning_curve?.doubling ?? { change: { mean: Number.NaN, error: Number.NaN }, outcome: '' };
  assert.is(outcome, 'none', JSON.stringify(kept.learning_curve));
  // Differences on the same samples are known better than the values.
  assert.ok(change.error < 0.5 * kept.information.error, JSON.stringify(kept.learning_curve));
});

test('a learning curve that still rises: one spin that is the majority of 31 others, of which few samples tell little', async () => {
  const values = spins(9, 384 * 32);
  for (let n = 0; n < 384; n++) values[32 * n] = Math.sign(values.subarray(32 * n + 1, 32 * n + 32).reduce((sum, value) => sum + value, 0));
  const data = checkData({ shape: [384, 32], data: values }, 'majority.npy', { axes: 'n x', listed: true });
  const sites = { block: [0], environment: Array.from({ length: 31 }, (_, i) => i + 1) };
  const settings = { sites, hidden: [32], replicas: 1, filter: [1], freeze: true, steps: 10, refine: 300, seed: 42 };
  const { learning_curve: learning, information } = await pointOf({ ...settings, data, heldOutPart: 0.4, learningCurve: true });
  const message = JSON.stringify(learning);
  assert.is(learning?.doubling?.outcome, 'rising', message);
  const [third, half, all] = learning?.points.map((one) => one.information.mean) ?? [];
  assert.ok(all > half && half > third && information.mean < Math.LN2, message);
});

test('samples correlated along the file: said, and the error is enlarged', async () => {
  const data = samples(1024, 5);
  const [alone, along] = [
    await train(await theDevice(), { ...frozen, data: dataOf(data) }),
    await train(await theDevice(), { ...frozen, data: dataOf(sticky(data, 16, 0.75, 6)) }),
  ];
  assert.is(alone.summary.correlation, undefined);
  const { tau = 0, factor = 0 } = along.summary.correlation ?? {};
  assert.ok(tau > 1.5 && tau < 6, `${tau}, exact 3`);
  const ratio = along.summary.points[0].information.error / alone.summary.points[0].information.error;
  assert.ok(ratio > 0.6 * factor && ratio < 1.6 * factor, `${ratio}, factor ${factor}`);
});

test('a run with folds that is stopped goes on to the same bits', async () => {
  const input = { ...trained, data: dataOf(samples(100, 8)), folds: 4, learningCurve: true, steps: 20, refine: 10, validateEvery: 10, evaluations: 4 };
  const whole = await pointOf(input);
  const kept: RunCheckpoint[] = [];
  const controller = new AbortController();
  const hooks = {
    signal: controller.signal,
    checkpoint: async (state: RunCheckpoint) => void kept.push(state),
    progress: ({ phase }: { phase: string }) => phase === 'refining' && controller.abort(),
  };
  await train(await theDevice(), input, hooks).then(
    () => assert.unreachable('was not stopped'),
    (error: BlockspinError) => assert.is(error.code, 'stopped'),
  );
  const resumed = await train(await theDevice(), input, {}, kept[kept.length - 1]);
  assert.equal(resumed.summary.points[0], whole);
});

test.run();
