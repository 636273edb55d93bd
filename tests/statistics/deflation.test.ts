/** What a component tells beyond a known one on the 4 x 4 torus, against exact sums. Seeds are pinned. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactFurther, type KnownStates } from '../../src/exact/further.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';

/** The sign of the sum of the block is known; the further component is the sign of the sum of the products of its four bonds. */
const beyond = {
  size: 4,
  block: 2,
  buffer: 0,
  shell: 1,
  temperature: [TC, Number.POSITIVE_INFINITY],
  known: [{ inputs: 'spins', states: 2, weights: [[1, 1, 1, 1]], biases: [0] }],
  inputs: 'products',
  filter: [1, 1, 1, 1],
  freeze: true,
  chains: 128,
  heldOut: 512,
  batch: 256,
  evaluationBatch: 256,
  steps: 10,
  refine: 200,
  learningRate: 0.02,
  hidden: [16],
  validations: 1,
  evaluations: 20,
  replicas: 1,
  seed: 5,
} satisfies TrainInput;

/** How far below the truth a critic of a few hundred steps may stay beside 4 errors, nats. */
const TIGHTNESS = 0.003;

const sign = (sum: number) => (sum === 0 ? 0.5 : sum > 0 ? 1 : 0);
const spinsOf = (v: number) => [0, 1, 2, 3].map((i) => ((v >> i) & 1 ? 1 : -1));
const uniform = (v: number) => sign(spinsOf(v).reduce((a, b) => a + b, 0));
const bonds = (v: number) => {
  const [a, b, c, d] = spinsOf(v);
  return sign(a * b + a * c + b * d + c * d);
};
const ofBoth: KnownStates = {
  states: 4,
  of: (v) => {
    const [p, q] = [uniform(v), bonds(v)];
    return [(1 - p) * (1 - q), p * (1 - q), (1 - p) * q, p * q];
  },
};

test('the gain of an even filter: that of the exact sum within errors, below the best of all functions, and none where spins are independent', async () => {
  const options = { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: TC } as const;
  const [alone, both] = [await exactFurther(options, { weights: [[1, 1, 1, 1]] }), await exactFurther(options, ofBoth)];
  const exact = both.information_HE - alone.information_HE;
  assert.ok(exact > 0.03 && exact < alone.best_further.gain, `${exact} of ${alone.best_further.gain}`);
  const { summary } = await train(await theDevice(), beyond);
  const [{ information, verdict, given, inputs, pairs, ceiling }, nothing] = summary.points;
  const message = `${information.mean} ± ${information.error}, exact ${exact}`;
  assert.ok(information.mean < exact + 3 * information.error, `above the truth: ${message}`);
  assert.ok(information.mean > exact - LIMIT * information.error - TIGHTNESS, `not tight: ${message}`);
  assert.ok(information.error < 0.004, `error bar too wide to say anything: ${message}`);
  assert.equal(verdict, 'converged');
  assert.equal([given, inputs, ceiling], [1, 'products', Math.LN2]);
  assert.equal(pairs, [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ]);
  // Negative control.
  assert.equal(nothing.verdict, 'zero', JSON.stringify(nothing.information));
});

test.after(closeDevice);
test.run();
