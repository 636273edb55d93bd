/** The affine layer with and without relu on its input, on sizes that leave partial tiles of samples and of inputs. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linear } from '../../src/critic/linear.ts';
import * as twin from '../reference/critic/linear.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, FORMS, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const CASES = [
  { R: 3, K: 41, I: 5, O: 4, relu: true },
  { R: 3, K: 37, I: 33, O: 12, relu: true },
  { R: 2, K: 38, I: 33, O: 32, relu: false },
  { R: 3, K: 2, I: 1, O: 12, relu: false },
  { R: 1, K: 47, I: 8, O: 32, relu: true },
];

/** Inputs of both signs that keep away from the kink of relu, where the derivative is a matter of convention. */
function inputs({ R, ...n }: (typeof CASES)[number], seed: number) {
  const x = uniform(seed, R * n.K * n.I).map((value) => value + 0.01 * Math.sign(value));
  return { x, w: uniform(seed + 1, R * (n.I + 1) * n.O), dy: uniform(seed + 2, R * n.K * n.O) };
}

test.after(closeDevice);

test('twin: analytic gradients against central differences', () => {
  for (const { R: _, ...n } of CASES.slice(0, 3)) {
    const { x, w, dy } = inputs({ R: 1, ...n }, 40);
    const { dx, dw } = twin.backward(x, w, dy, n);
    const ofX = centralDifferences((at) => dot(dy, twin.forward(at, w, n)), x);
    const ofW = centralDifferences((at) => dot(dy, twin.forward(x, at, n)), w);
    close(dx, ofX, ofLargest(ofX, 1e-6), `dx, I = ${n.I}`);
    close(dw, ofW, ofLargest(ofW, 1e-6), `dw, I = ${n.I}`);
  }
});

// Kernels take long to compile: each size in one form, the last one in both.
const [asAsked, asHardware] = FORMS;
const FORM_OF = [asAsked, asHardware, asAsked, asAsked, asAsked, asHardware];

for (const [at, [form, within]] of FORM_OF.entries()) {
  const shape = CASES[Math.min(at, CASES.length - 1)];
  const { R, ...n } = shape;
  test(
    `kernels against twin, R = ${R}, K = ${n.K}, I = ${n.I}, O = ${n.O}, relu ${n.relu}${form}`,
    within(async (scope) => {
      const { x, w, dy } = inputs(shape, 50);
      const { outputs, gradients } = await runOp(scope, linear, R, {
        inputs: { x: scope.upload('f32', [R, n.K, n.I], 'x', x) },
        parameters: { w: { shape: [n.I + 1, n.O], values: w } },
        wanted: ['x'],
        options: { RELU: n.relu ? 1 : 0 },
        objective: 'y',
        seed: dy,
      });
      const y = joined(R, (r) => twin.forward(part(x, r, R), part(w, r, R), n));
      const back = (r: number) => twin.backward(part(x, r, R), part(w, r, R), part(dy, r, R), n);
      const dx = joined(R, (r) => back(r).dx);
      const dw = joined(R, (r) => back(r).dw);
      close(outputs.y, y, ofLargest(y, 1e-5), 'y');
      close(gradients.x, dx, ofLargest(dx, 1e-4), 'dx');
      close(gradients.w, dw, ofLargest(dw, 1e-4), 'dw');
      refusesWrongSign(gradients.x, dx, ofLargest(dx, 1e-4), 'dx of the wrong sign');
      refusesWrongSign(gradients.w, dw, ofLargest(dw, 1e-4), 'dw of the wrong sign');
    }),
  );
}

for (const only of ['x', 'w'] as const) {
  test(
    `only the gradient of ${only}: a kernel of its own, the same result`,
    scoped(async (scope) => {
      const { R, ...n } = CASES[1];
      const { x, w, dy } = inputs(CASES[1], 60);
      const tensors = { x: scope.upload('f32', [R, n.K, n.I], 'x', x), w: scope.upload('f32', [R, n.I + 1, n.O], 'w', w) };
      const { gradients } = await runOp(scope, linear, R, { inputs: tensors, wanted: [only], options: { RELU: 1 }, objective: 'y', seed: dy });
      assert.equal(Object.keys(gradients), [only]);
      const expected = joined(R, (r) => twin.backward(part(x, r, R), part(w, r, R), part(dy, r, R), n)[`d${only}`]);
      close(gradients[only], expected, ofLargest(expected, 1e-4), `d${only}`);
    }),
  );
}

test.run();
