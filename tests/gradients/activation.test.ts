/** Nonlinearities with dropout and missing patches; the mask is the twin's Philox, bit for bit. */
import { test } from 'uvu';
import { activation, activationOptions } from '../../src/critic/activation.ts';
import * as twin from '../reference/critic/activation.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { keys, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const R = 3;
const STEPS = Uint32Array.from([5, 0, 41]);
const WIDTHS = Uint32Array.from([27, 9, 18]);
const CASES: { K: number; I: number; kind: twin.Kind; rate: number; layer: number; patch?: { sites: number; features: number } }[] = [
  { K: 13, I: 12, kind: 'identity', rate: 0, layer: 0, patch: { sites: 9, features: 4 } },
  { K: 11, I: 12, kind: 'relu', rate: 0.5, layer: 3, patch: { sites: 9, features: 4 } },
  { K: 37, I: 20, kind: 'tanh', rate: 0.2, layer: 1 },
  { K: 13, I: 8, kind: 'swish', rate: 0.75, layer: 2 },
];

test.after(closeDevice);

test('twin: analytic gradient against central differences', () => {
  for (const { kind, rate, layer } of CASES) {
    const a = uniform(1, 40, -3, 3);
    const dy = uniform(2, 40);
    const m = twin.mask(40, rate, layer, 7, keys(3, 1));
    const expected = centralDifferences((x) => dot(dy, twin.forward(x, m, kind)), a);
    close(twin.backward(a, m, dy, kind), expected, ofLargest(expected, 1e-6), `da, ${kind}`);
  }
});

for (const { K, I, kind, rate, layer, patch } of CASES) {
  test(
    `kernels against twin, K = ${K}, I = ${I}, ${kind}, dropout ${rate}${patch ? ', patches' : ''}`,
    scoped(async (scope) => {
      const a = uniform(K, R * K * I, -3, 3).map((x) => x + 0.01 * Math.sign(x));
      // Far beyond what exp and tanh can take.
      a.set([1e4, -1e4, 300, -300]);
      const dy = uniform(I, R * K * I);
      const maskKeys = keys(9, R);
      const { outputs, gradients } = await runOp(scope, activation, R, {
        inputs: { a: scope.upload('f32', [R, K, I], 'a', a) },
        wanted: ['a'],
        extras: {
          keys: scope.upload('u32', [R, 2], 'keys', maskKeys),
          step: scope.upload('u32', [R], 'step', STEPS),
          widths: scope.upload('u32', [R], 'widths', WIDTHS),
        },
        options: activationOptions(kind, rate, layer, patch),
        objective: 'y',
        seed: dy,
      });
      const mask = (r: number) =>
        twin.mask(K * I, rate, layer, STEPS[r], part(maskKeys, r, R)).map((m, n) => (patch && (n % I) / patch.features >= WIDTHS[r] / patch.sites ? 0 : m));
      const y = joined(R, (r) => twin.forward(part(a, r, R), mask(r), kind));
      // exp overflows in the twin's slope of -1e4, whose limit is zero.
      const da = joined(R, (r) =>
        twin.backward(
          part(a, r, R).map((x) => Math.max(-300, x)),
          mask(r),
          part(dy, r, R),
          kind,
        ),
      );
      close(outputs.y, y, { atol: 1e-5, rtol: 1e-5 }, 'y');
      close(gradients.a, da, ofLargest(da, 1e-5), 'da');
      refusesWrongSign(gradients.a, da, ofLargest(da, 1e-5), 'da of the wrong sign');
    }),
  );
}

test.run();
