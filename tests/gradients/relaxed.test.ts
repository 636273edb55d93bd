/**
 * The relaxed coarse variable and its straight-through form: values, noise and gradient at different steps and
 * temperatures tau per replica.
 */
import { test } from 'uvu';
import { relaxed, straightThrough } from '../../src/coarse/relaxed.ts';
import * as twin from '../reference/coarse/relaxed.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { keys, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const TAU = Float32Array.from([0.5, 0.25, 1.5]);
const STEPS = Uint32Array.from([2, 0, 1]);
const R = 3;

test.after(closeDevice);

test('twin: analytic gradient against central differences', () => {
  const a = uniform(1, 39, -2, 2);
  const dh = uniform(2, 39);
  const noise = twin.logistic(39, 5, keys(3, 1));
  for (const tau of TAU) {
    const expected = centralDifferences((x) => dot(dh, twin.forward(x, noise, tau)), a);
    close(twin.backward(twin.forward(a, noise, tau), dh, tau), expected, ofLargest(expected, 1e-6), `da, tau = ${tau}`);
  }
});

for (const [K, C] of [
  [13, 1],
  [37, 2],
  [37, 3],
]) {
  test(
    `kernels against twin, K = ${K}, C = ${C}`,
    scoped(async (scope) => {
      const a = uniform(K, R * K * C, -2, 2);
      // Far beyond the clamp of the argument: h must be exactly +1, -1 or nearly so, and its gradient vanish.
      a[0] = 1e5;
      a[1] = -1e5;
      const dh = uniform(C, R * K * C);
      const noiseKeys = keys(9, R);
      const run = {
        inputs: { a: scope.upload('f32', [R, K, C], 'a', a) },
        wanted: ['a'],
        extras: {
          schedule: scope.upload('f32', [3, 4], 'schedule', Float32Array.from([...TAU].flatMap((tau) => [tau, 7, 7, 7]))),
          keys: scope.upload('u32', [R, 2], 'keys', noiseKeys),
          step: scope.upload('u32', [R], 'step', STEPS),
        },
        seed: dh,
      };
      const { outputs, gradients } = await runOp(scope, relaxed, R, { ...run, objective: 'h' });
      const hOf = (r: number) => twin.forward(part(a, r, R), twin.logistic(K * C, STEPS[r], part(noiseKeys, r, R)), TAU[STEPS[r]]);
      const h = joined(R, hOf);
      const da = joined(R, (r) => twin.backward(hOf(r), part(dh, r, R), TAU[STEPS[r]]));
      close(outputs.h, h, { atol: 1e-5, rtol: 0 }, 'h');
      close(gradients.a, da, ofLargest(da, 1e-4), 'da');
      close(gradients.a.subarray(0, 2), [0, 0], { atol: 1e-7, rtol: 0 }, 'da where h is saturated');
      refusesWrongSign(gradients.a, da, ofLargest(da, 1e-4), 'da of the wrong sign');

      const through = await runOp(scope, straightThrough, R, { ...run, objective: 'hard' });
      close(through.outputs.hard, h.map(Math.sign), EXACT, 'hard is the sign of the relaxed value');
      close(through.outputs.h, outputs.h, EXACT, 'the relaxed value beside it');
      close(through.gradients.a, gradients.a, EXACT, 'the gradient of the relaxed variable');
    }),
  );
}

test.run();
