/** A bias per logit: the sum is passed on as it is, and its gradient is a sum over samples. */
import { test } from 'uvu';
import { bias } from '../../src/coarse/bias.ts';
import * as twin from '../reference/coarse/bias.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, FORMS } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const CASES = [
  { R: 3, K: 37, A: 3 },
  // Whole workgroups of samples: the sum over samples starts right behind them.
  { R: 2, K: 64, A: 1 },
  // More logits than a workgroup has sums where threads share them.
  { R: 2, K: 21, A: 6 },
];

test.after(closeDevice);

test('twin: analytic gradients against central differences', () => {
  for (const { K, A } of CASES) {
    const [a, b, dshifted] = [uniform(1, K * A), uniform(2, A), uniform(3, K * A)];
    const { da, dbias } = twin.backward(dshifted, A);
    const ofA = centralDifferences((at) => dot(dshifted, twin.forward(at, b)), a);
    const ofBias = centralDifferences((at) => dot(dshifted, twin.forward(a, at)), b);
    close(da, ofA, ofLargest(ofA, 1e-6), 'da');
    close(dbias, ofBias, ofLargest(ofBias, 1e-6), 'dbias');
  }
});

for (const [{ R, K, A }, [form, within]] of CASES.flatMap((shape) => FORMS.map((of) => [shape, of] as const))) {
  test(
    `kernels against twin, R = ${R}, K = ${K}, A = ${A}${form}`,
    within(async (scope) => {
      const [a, b, dshifted] = [uniform(4, R * K * A), uniform(5, R * A), uniform(6, R * K * A)];
      const { outputs, gradients } = await runOp(scope, bias, R, {
        inputs: { a: scope.upload('f32', [R, K, A], 'a', a) },
        parameters: { bias: { shape: [A], values: b } },
        wanted: ['a'],
        objective: 'shifted',
        seed: dshifted,
      });
      const back = (r: number) => twin.backward(part(dshifted, r, R), A);
      const shifted = joined(R, (r) => twin.forward(part(a, r, R), part(b, r, R)));
      const dbias = joined(R, (r) => back(r).dbias);
      close(outputs.shifted, shifted, ofLargest(shifted, 1e-6), 'shifted');
      close(gradients.a, dshifted, EXACT, 'da');
      close(gradients.bias, dbias, ofLargest(dbias, 1e-5), 'dbias');
      refusesWrongSign(gradients.a, dshifted, ofLargest(dshifted, 1e-4), 'da of the wrong sign');
      refusesWrongSign(gradients.bias, dbias, ofLargest(dbias, 1e-4), 'dbias of the wrong sign');
    }),
  );
}

test.run();
