/** The choice between the trained critic of a replica and the constant one. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { constantValidation, leastValidation, reported } from '../../src/train/constant.ts';
import { close } from '../support/close.ts';

const base = { bound: 'infonce', components: 1, states: 2, evaluationBatch: 512, validations: 2 } as const;
const measured = { mean: -0.0004, error: 0.0001 };

test('by validation alone: zero with the measured error where the trained critic is no better, else what it measured', () => {
  assert.equal(reported(measured, -0.001, base), { mean: 0, error: 0.0001, critic: 'constant', measured: -0.0004 });
  assert.equal(reported(measured, 4.5 / 1024, base).critic, 'constant');
  assert.equal(reported(measured, 4.6 / 1024, base), { ...measured, critic: 'trained', measured: -0.0004 });
  // A held-out value far from zero does not change the choice.
  assert.equal(reported({ mean: 0.3, error: 0.01 }, -0.001, base), { mean: 0, error: 0.01, critic: 'constant', measured: 0.3 });
});

test('without a validation or a value nothing is chosen', () => {
  assert.equal(reported(measured, Number.NaN, base).critic, 'trained');
  const none = reported({ mean: Number.NaN, error: Number.NaN }, -1, base);
  assert.ok(none.critic === 'trained' && Number.isNaN(none.mean) && Number.isNaN(none.measured));
});

test('three deviations of chance, whatever a critic has learned of noise', () => {
  const N = base.validations * base.evaluationBatch;
  const least = leastValidation(base);
  const deviations = [0.01, 0.1, 0.5, 1, 2, 10, 100].map((part) => (least + part * least) / Math.sqrt((2 * part * least) / N));
  close([Math.min(...deviations)], [3], { atol: 1e-12, rtol: 0 }, 'deviations');
});

test('what the constant critic scores in validation: 0, but for the entropy that batches lack of many states', () => {
  for (const bound of ['infonce', 'nwj', 'dv', 'js', 'smile', 'alpha', 'discrete'] as const) assert.is(constantValidation({ ...base, bound }), 0, bound);
  const sixteen = constantValidation({ ...base, bound: 'discrete', components: 4 });
  close([sixteen], [(3 * Math.sqrt(15) - 15) / 1024], { atol: 1e-12, rtol: 0 }, 'four components');
  close([constantValidation({ ...base, bound: 'discrete', components: 2, states: 4 })], [sixteen], { atol: 1e-12, rtol: 0 }, 'the same states');
  // Many validations find the expectation, -(S - 1) / 2K.
  close([constantValidation({ ...base, bound: 'discrete', components: 4, validations: 1e8 })], [-15 / 1024], { atol: 1e-5, rtol: 0 }, 'expectation');
});

test.run();
