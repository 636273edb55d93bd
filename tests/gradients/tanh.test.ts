/** The continuous coarse variable, also where it is saturated. */
import { test } from 'uvu';
import { tanh } from '../../src/coarse/tanh.ts';
import * as twin from '../reference/coarse/tanh.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { runOp } from '../support/tape.ts';

const [R, K, A] = [3, 13, 3];

test.after(closeDevice);

test('twin: analytic gradient against central differences', () => {
  const a = uniform(1, K * A, -2, 2);
  const dh = uniform(2, K * A);
  const expected = centralDifferences((x) => dot(dh, twin.forward(x)), a);
  close(twin.backward(twin.forward(a), dh), expected, ofLargest(expected, 1e-6), 'da');
});

test(
  `kernels against twin, R = ${R}, K = ${K}, A = ${A}`,
  scoped(async (scope) => {
    const a = uniform(3, R * K * A, -3, 3);
    a.set([1e5, -1e5, 0]);
    const dh = uniform(4, R * K * A);
    const { outputs, gradients } = await runOp(scope, tanh, R, {
      inputs: { a: scope.upload('f32', [R, K, A], 'a', a) },
      wanted: ['a'],
      objective: 'h',
      seed: dh,
    });
    const h = twin.forward(a);
    const da = twin.backward(h, dh);
    close(outputs.h, h, { atol: 1e-6, rtol: 0 }, 'h');
    close(outputs.h.subarray(0, 3), [1, -1, 0], EXACT, 'h far out and at zero');
    close(gradients.a, da, ofLargest(da, 1e-5), 'da');
    refusesWrongSign(gradients.a, da, ofLargest(da, 1e-4), 'da of the wrong sign');
  }),
);

test.run();
