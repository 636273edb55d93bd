/** The relaxed categorical variable and its straight-through form, at different steps and temperatures tau per replica. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { categorical, straightThroughCategorical } from '../../src/coarse/categorical.ts';
import * as twin from '../reference/coarse/categorical.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { keys, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const TAU = Float32Array.from([0.5, 0.25, 1.5]);
const STEPS = Uint32Array.from([2, 0, 1]);
const R = 3;
const CASES = [
  { K: 13, C: 1, Q: 3 },
  // Six states need a second block of random words.
  { K: 37, C: 2, Q: 6 },
];

test.after(closeDevice);

test('twin: analytic gradient against central differences', () => {
  for (const { K, C, Q } of CASES) {
    const a = uniform(1, K * C * Q, -2, 2);
    const dh = uniform(2, K * C * Q);
    const noise = twin.gumbel(K * C, Q, 5, keys(3, 1));
    for (const tau of TAU) {
      const expected = centralDifferences((x) => dot(dh, twin.forward(x, noise, tau, Q)), a);
      close(twin.backward(twin.forward(a, noise, tau, Q), dh, tau, Q), expected, ofLargest(expected, 1e-6), `da, tau = ${tau}`);
    }
  }
});

for (const { K, C, Q } of CASES.slice(1)) {
  test(
    `kernels against twin, K = ${K}, C = ${C}, Q = ${Q}`,
    scoped(async (scope) => {
      const A = C * Q;
      const a = uniform(K, R * K * A, -2, 2);
      // Far beyond where exp overflows: the first component must be exactly discrete, and its gradient vanish.
      a[1] = 1e5;
      const dh = uniform(C, R * K * A);
      const noiseKeys = keys(9, R);
      const run = {
        inputs: { a: scope.upload('f32', [R, K, A], 'a', a) },
        wanted: ['a'],
        options: { Q },
        extras: {
          schedule: scope.upload('f32', [3, 4], 'schedule', Float32Array.from([...TAU].flatMap((tau) => [tau, 7, 7, 7]))),
          keys: scope.upload('u32', [R, 2], 'keys', noiseKeys),
          step: scope.upload('u32', [R], 'step', STEPS),
        },
        seed: dh,
      };
      const { outputs, gradients } = await runOp(scope, categorical, R, { ...run, objective: 'h' });
      const hOf = (r: number) => twin.forward(part(a, r, R), twin.gumbel(K * C, Q, STEPS[r], part(noiseKeys, r, R)), TAU[STEPS[r]], Q);
      const h = joined(R, hOf);
      const da = joined(R, (r) => twin.backward(hOf(r), part(dh, r, R), TAU[STEPS[r]], Q));
      close(outputs.h, h, { atol: 1e-5, rtol: 0 }, 'h');
      close(gradients.a, da, ofLargest(da, 1e-4), 'da');
      close(outputs.h.subarray(0, 3), [0, 1, 0], { atol: 1e-7, rtol: 0 }, 'h of a component that is decided');
      close(gradients.a.subarray(0, 3), [0, 0, 0], { atol: 1e-7, rtol: 0 }, 'da of a component that is decided');
      refusesWrongSign(gradients.a, da, ofLargest(da, 1e-4), 'da of the wrong sign');

      const through = await runOp(scope, straightThroughCategorical, R, { ...run, objective: 'hard' });
      close(through.outputs.hard, twin.oneHot(h, Q), EXACT, 'hard is one-hot in the largest of the relaxed values');
      close(through.outputs.h, outputs.h, EXACT, 'the relaxed values beside it');
      close(through.gradients.a, gradients.a, EXACT, 'the gradient of the relaxed variable');
      assert.ok(gradients.a.some((g) => Math.abs(g) > 0.1));
    }),
  );
}

test.run();
