/**
 * All bounds against the same exact values: where there is information, where there is none, behind a thicker shell, and
 * InfoNCE at the batch sizes that limit it.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BOUND_NAMES } from '../../src/bound/bounds.ts';
import { exactIsing, exactIsingJoint } from '../../src/exact/exact.ts';
import { optimalInfonce } from '../../src/exact/infonce.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION_HE, OPTIMAL_INFONCE, TEMPERATURES } from '../golden/exact.ts';
import { TC } from '../golden/ising.ts';
import { ABOVE, assertTight, type Comparison } from '../support/comparison.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { ising } from '../support/exact.ts';
import { LIMIT } from '../support/odds.ts';

/** Scores of all pairs are dear, so minibatches are smaller than for the discrete bound. */
const FROZEN = {
  size: 8,
  block: 2,
  buffer: 1,
  shell: 1,
  filter: [1, 1, 1, 1],
  freeze: true,
  replicas: 1,
  steps: 10,
  refine: 800,
  hidden: [32],
  batch: 256,
  chains: 512,
  validation: 512,
  validateEvery: 100,
  heldOut: 2048,
  evaluationBatch: 512,
  evaluations: 400,
  evaluationSweeps: 4,
  seed: 71,
} satisfies TrainInput;

/** χ²/2K of InfoNCE at K = 512 is at most 0.001 nats, so 0.005 nats of critic and bound together. */
const SHORT = { part: 0.01, nats: 0.005 };
const named = (T: number) => (T === TC ? 'T_c' : String(T));
const exactly = (T: number) => INFORMATION_HE.find(({ size, buffer }) => size[0] === 8 && buffer === 1)?.values[TEMPERATURES.indexOf(T)][0] as number;

for (const bound of BOUND_NAMES) {
  test(`${bound}: uniform filter on the 8 x 8 torus, buffer 1, and nothing from independent spins`, async () => {
    const { summary } = await train(await theDevice(), { ...FROZEN, bound, temperature: [1.5, TC, 3, Number.POSITIVE_INFINITY] });
    const compared: Comparison[] = summary.points.map(({ temperature, information }) => {
      const infinite = temperature === 'inf';
      return {
        label: `8² torus, 2² block, buffer 1, T = ${infinite ? '∞' : named(temperature as number)}, ${bound}`,
        exact: infinite ? 0 : exactly(temperature as number),
        estimate: information,
      };
    });
    assertTight(compared, SHORT);
    const [, , , none] = summary.points;
    assert.ok(Math.abs(none.information.mean) <= ABOVE * none.information.error, JSON.stringify(none.information));
    assert.equal([none.verdict, none.critic], ['zero', 'constant'], JSON.stringify(none.replicas));
    // Negative control: where there is a little, it is told from nothing.
    const [, , little] = summary.points;
    assert.ok(little.information.mean > LIMIT * little.information.error && little.verdict === 'converged' && little.critic === 'trained');
  });
}

test('shells of width 1 and 4 at T_c: the nearest sites shield the others; 12 x 12 torus, exactly known', async () => {
  const device = await theDevice();
  const { information_HE } = await exactIsing(ising({ size: [12, 12], block: [2, 2], buffer: 1 }, TC));
  const both: Comparison[] = [];
  for (const shell of [1, 4]) {
    // The thick shell has 128 spins of which 16 matter: its critic needs larger minibatches.
    const { summary } = await train(device, {
      ...FROZEN,
      size: 12,
      shell,
      temperature: TC,
      batch: 1024,
      chains: 1024,
      refine: 800,
      learningRate: 0.005,
      evaluationBatch: 2048,
      evaluations: 200,
    });
    both.push({ label: `12² torus, 2² block, buffer 1, T = T_c, shell ${shell}`, exact: information_HE, estimate: summary.points[0].information });
  }
  assertTight(both);
  const [thin, thick] = both.map(({ estimate }) => estimate);
  assert.ok(Math.abs(thin.mean - thick.mean) < LIMIT * Math.hypot(thin.error, thick.error) + 0.003);
});

test('InfoNCE at batch sizes 16, 64 and 256: the value of the optimal critic at that size, not the information', async () => {
  const device = await theDevice();
  const joint = await exactIsingJoint(ising({ size: [8, 8], block: [2, 2], buffer: 1 }, TC), { weights: [[1, 1, 1, 1]] });
  for (const [K, evaluations] of [
    [16, 3000],
    [64, 1600],
    [256, 600],
  ]) {
    const exact = optimalInfonce(joint, K);
    const golden = OPTIMAL_INFONCE.torus8.find(([size]) => size === K)?.[1] as number;
    assert.ok(Math.abs(exact - golden) < 1e-9);
    const { summary } = await train(device, { ...FROZEN, bound: 'infonce', temperature: TC, evaluationBatch: K, evaluations, validations: 512 / K });
    const [{ information }] = summary.points;
    assertTight([{ label: `8² torus, 2² block, buffer 1, T = T_c, infonce, K = ${K}`, exact, estimate: information }], SHORT);
    // Negative control: the information itself is another number where K is small.
    if (K === 16) assert.ok(exactly(TC) - information.mean > LIMIT * information.error);
  }
});

test.after(closeDevice);
test.run();
