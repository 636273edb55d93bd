/** The linear filter on real values, on blocks as they are and on the hidden features of a nonlinear filter (relu). */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filterValues } from '../../src/coarse/filter_values.ts';
import * as twin from '../reference/coarse/filter_values.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, FORMS } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const CASES = [
  { R: 3, K: 41, V: 9, A: 1, relu: false },
  { R: 2, K: 37, V: 41, A: 6, relu: true },
];

/** Values of both signs that keep away from the kink of relu; the first ones are masses of a block. */
function inputs({ R, ...n }: (typeof CASES)[number], seed: number) {
  const x = uniform(seed, R * n.K * n.V, -2, 2).map((value, i) => (i % 5 === 0 ? Math.round(2 + value) + 0.5 : value + 0.01 * Math.sign(value)));
  return { x, w: uniform(seed + 1, R * n.A * n.V), da: uniform(seed + 2, R * n.K * n.A) };
}

test.after(closeDevice);

test('twin: analytic gradients against central differences', () => {
  for (const { R: _, ...n } of CASES) {
    const { x, w, da } = inputs({ R: 1, ...n }, 10);
    const { dx, dw } = twin.backward(x, w, da, n);
    const ofX = centralDifferences((at) => dot(da, twin.forward(at, w, n)), x);
    const ofW = centralDifferences((at) => dot(da, twin.forward(x, at, n)), w);
    close(dx, ofX, ofLargest(ofX, 1e-6), `dx, V = ${n.V}`);
    close(dw, ofW, ofLargest(ofW, 1e-6), `dw, V = ${n.V}`);
  }
});

for (const [shape, [form, within]] of CASES.flatMap((of) => FORMS.map((each) => [of, each] as const))) {
  const { R, ...n } = shape;
  test(
    `kernels against twin, R = ${R}, K = ${n.K}, V = ${n.V}, A = ${n.A}, relu ${n.relu}${form}`,
    within(async (scope) => {
      const { x, w, da } = inputs(shape, 20);
      const { outputs, gradients } = await runOp(scope, filterValues, R, {
        inputs: { x: scope.upload('f32', [R, n.K, n.V], 'x', x) },
        parameters: { w: { shape: [n.A, n.V], values: w } },
        // Blocks are data: only hidden features need a gradient.
        wanted: n.relu ? ['x'] : [],
        options: { RELU: n.relu ? 1 : 0 },
        objective: 'a',
        seed: da,
      });
      const back = (r: number) => twin.backward(part(x, r, R), part(w, r, R), part(da, r, R), n);
      const a = joined(R, (r) => twin.forward(part(x, r, R), part(w, r, R), n));
      const dw = joined(R, (r) => back(r).dw);
      close(outputs.a, a, ofLargest(a, 1e-5), 'a');
      close(gradients.w, dw, ofLargest(dw, 1e-4), 'dw');
      refusesWrongSign(gradients.w, dw, ofLargest(dw, 1e-4), 'dw of the wrong sign');
      assert.equal(Object.keys(gradients).sort(), n.relu ? ['w', 'x'] : ['w']);
      if (!n.relu) return;
      const dx = joined(R, (r) => back(r).dx);
      close(gradients.x, dx, ofLargest(dx, 1e-4), 'dx');
      refusesWrongSign(gradients.x, dx, ofLargest(dx, 1e-4), 'dx of the wrong sign');
    }),
  );
}

test.run();
