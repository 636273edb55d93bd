/** Sizes, parameters and errors of the coarse variable. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CoarseShape, coarseLimits, coarseParameters, logitCount, logits, softValues, stateCount, valueCount } from '../../src/coarse/variable.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import { BITS, REALS } from '../../src/space/encoding.ts';
import { closeDevice, scoped } from '../support/device.ts';

const shape: CoarseShape = { components: 2, states: 2, variable: 'discrete', estimator: 'relaxed', bias: false, hidden: [], visible: 16, encoding: BITS };

test.after(closeDevice);

test('sizes of binary, Potts and continuous variables', () => {
  const sizes = (of: CoarseShape) => [logitCount(of), valueCount(of), stateCount(of)];
  assert.equal(sizes(shape), [2, 2, 4]);
  assert.equal(sizes({ ...shape, components: 3, states: 4 }), [12, 12, 64]);
  assert.equal(sizes({ ...shape, variable: 'tanh' }), [2, 2, Number.POSITIVE_INFINITY]);
  assert.equal(sizes({ ...shape, components: 8, states: 16 }), [128, 128, 16 ** 8]);
});

test('parameters and their initial limits', () => {
  assert.equal(coarseParameters(shape), { lambda: [2, 16] });
  assert.equal(coarseLimits(shape), { lambda: 1 / 4 });
  assert.equal(coarseParameters({ ...shape, states: 3, bias: true }), { lambda: [6, 16], bias: [6] });
  assert.equal(coarseLimits({ ...shape, states: 3, bias: true }), { lambda: 1 / 4, bias: 1 / 4 });
  const nonlinear: CoarseShape = { ...shape, visible: 8, hidden: [16, 4] };
  // Hidden layers are affine: the last row is their bias. The readout is a kernel per logit.
  assert.equal(coarseParameters(nonlinear), { hidden0: [9, 16], hidden1: [17, 4], readout: [2, 4], bias: [2] });
  assert.equal(coarseLimits(nonlinear), { hidden0: 0.5, hidden1: Math.sqrt(6 / 20), readout: 0.5, bias: 0.5 });
});

for (const [wrong, message] of [
  [{ components: 0 }, /components: expected an integer from 1 to 8, got 0/],
  [{ components: 9 }, /components/],
  [{ states: 1 }, /states: expected 2 for binary components, 3 to 16 for those with states of their own, got 1/],
  [{ states: 17 }, /states/],
  [{ visible: 0 }, /visible/],
  [{ hidden: [8, 6] }, /filterHidden: expected positive multiples of 4, got 6/],
  [{ hidden: [0] }, /filterHidden/],
  [{ variable: 'sigmoid' }, /variable: expected discrete, tanh or linear, got sigmoid/],
  [{ estimator: 'reinforce' }, /estimator: expected relaxed or straight-through, got reinforce/],
] as [Record<string, unknown>, RegExp][]) {
  test(`refused: ${JSON.stringify(wrong)}`, () => {
    try {
      coarseParameters({ ...shape, ...wrong } as CoarseShape);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, BlockspinError);
      assert.match((error as Error).message, message);
    }
  });
}

test(
  'blocks and logits of another size or kind are refused before anything is dispatched',
  scoped((scope) => {
    const plan = new Plan(scope.memory, 'refused');
    const tape = new Tape(scope, plan);
    const tensor = (dtype: 'u32' | 'f32', ...extents: number[]) => scope.tensor(dtype, extents, 'tensor');
    const weight = () => tensor('f32', 1, 2, 16);
    assert.throws(() => logits(tape, shape, tensor('f32', 1, 4, 16), weight), /blocks of 16 packed bits: u32 \(R, K, 1\), got f32 \(1, 4, 16\)/);
    assert.throws(() => logits(tape, { ...shape, encoding: REALS }, tensor('f32', 1, 4, 9), weight), /f32 \(R, K, 16\), got f32 \(1, 4, 9\)/);
    assert.throws(() => logits(tape, { ...shape, hidden: [4] }, tensor('u32', 1, 4, 1), weight), /hidden: expected a function/);
    const draws = { keys: scope.tensor('u32', [1, 2], 'keys'), step: scope.tensor('u32', [1], 'step'), schedule: scope.tensor('f32', [1, 4], 'schedule') };
    const a = scope.tensor('f32', [1, 4, 2], 'a');
    assert.throws(() => softValues(tape, { ...shape, states: 3 }, a, draws), /logits: expected \(R, K, 6\) for 2 components of 3 states, got \(1, 4, 2\)/);
    assert.match(plan.toString(), /0 dispatches/);
  }),
);

test.run();
