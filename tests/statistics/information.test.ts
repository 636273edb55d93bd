/**
 * The honest estimate against exactly known information, on the 4 x 4 torus: nothing is assumed but the published
 * geometry. Errors are over independent chains; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

const torus = {
  size: 4,
  block: 2,
  buffer: 0,
  shell: 1,
  chains: 128,
  heldOut: 512,
  batch: 128,
  learningRate: 0.01,
  hidden: [32],
  validations: 1,
  evaluationBatch: 512,
  evaluations: 40,
  replicas: 1,
  seed: 21,
} satisfies TrainInput;
const exact = INFORMATION.filter(({ size, buffer }) => size === 4 && buffer === 0);

/** How far below the truth a critic of a few hundred steps may stay beside 4 errors, nats. */
const TIGHTNESS = 0.003;

test('the uniform filter on the 4 x 4 torus: I(H:E) within errors, never above', async () => {
  const temperatures = exact.map(({ temperature }) => temperature);
  const frozen = { ...torus, filter: [1, 1, 1, 1], freeze: true, steps: 10 } satisfies TrainInput;
  const { summary } = await train(await theDevice(), { ...frozen, temperature: temperatures, refine: 400, heldOut: 1024, evaluations: 100 });
  for (const { temperature, information } of summary.points) {
    const { mean, error } = information;
    const [own] = exact.filter((row) => row.temperature === temperature);
    const message = `T = ${temperature}: ${mean} ± ${error}, exact ${own.uniform}`;
    assert.ok(mean < own.uniform + 3 * error, `above the truth: ${message}`);
    assert.ok(mean > own.uniform - LIMIT * error - TIGHTNESS, `not tight: ${message}`);
    assert.ok(error < 0.0025, `error bar too wide to say anything: ${message}`);
    // Negative control: the values of the neighbouring temperatures are told apart.
    for (const other of exact) if (other !== own) assert.ok(Math.abs(mean - other.uniform) > LIMIT * error + TIGHTNESS);
  }
});

test('a trained filter on the 4 x 4 torus: at least the uniform one, never above the best of all', async () => {
  // Below and at T_c; above it a filter takes longer to settle than a fast test may.
  const temperature = exact.slice(0, 2).map((row) => row.temperature);
  const { summary } = await train(await theDevice(), { ...torus, temperature, steps: 400, refine: 200, learningRate: 0.005, replicas: 2 });
  for (const [i, point] of summary.points.entries()) {
    const { mean, error } = point.information;
    const message = `T = ${point.temperature}: ${mean} ± ${error}, uniform ${exact[i].uniform}, best ${exact[i].best}`;
    assert.ok(mean > exact[i].uniform - LIMIT * error - TIGHTNESS, message);
    assert.ok(mean < exact[i].best + 3 * error, message);
    const signs = new Set(point.filters[point.best].flat(2).map(Math.sign));
    assert.equal(signs.size, 1, `one sign: ${point.filters[point.best]}`);
    assert.equal(point.verdict, 'converged');
  }
});

test('negative control: at infinite temperature there is nothing to find, and nothing is found', async () => {
  const { summary } = await train(await theDevice(), { ...torus, temperature: [Number.POSITIVE_INFINITY], steps: 200, refine: 100 });
  const [{ information, critic, replicas, verdict, filter, temperature }] = summary.points;
  assert.ok(Math.abs(information.mean) <= 3 * information.error, JSON.stringify(information));
  assert.equal([critic, verdict, filter, temperature], ['constant', 'zero', 'none', 'inf']);
  // The trained critic has learned noise: it scores below zero on fresh samples, never above.
  const [{ measured, error }] = replicas;
  assert.ok(measured < 3 * error && measured > -0.01 && measured !== 0, JSON.stringify(replicas));
});

test.after(closeDevice);
test.run();
