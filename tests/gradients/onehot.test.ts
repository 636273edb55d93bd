/**
 * One-hot values in a filter and in the first layer of a critic, against a twin that knows states and no bits. The gauge: a constant
 * added to all weights of a value changes nothing but the constant of the layer.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filter } from '../../src/coarse/filter.ts';
import { zeroSumOverStates } from '../../src/coarse/gauge.ts';
import { linearBits } from '../../src/critic/linear_bits.ts';
import * as twin from '../reference/onehot.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { uniform, words } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const R = 2;
/** One word, and two with a value across their border. */
const CASES: twin.Sizes[] = [
  { K: 13, values: 4, q: 3, O: 1 },
  { K: 37, values: 9, q: 5, O: 4 },
];

/** Weights of a filter (O, values · q); those of a layer (values · q + 1, O), the constants being the last row. */
const inFilter =
  ({ values, q }: twin.Sizes): twin.At =>
  (o, i, t) =>
    (o * values + i) * q + t;
const inLayer =
  ({ q, O }: twin.Sizes): twin.At =>
  (o, i, t) =>
    (i * q + t) * O + o;
const constantOf =
  ({ values, q, O }: twin.Sizes) =>
  (o: number) =>
    values * q * O + o;

const statesOf = ({ K, values, q }: twin.Sizes, seed: number) => Array.from(words(seed, R * K * values), (word) => word % q);
/** +1 for the state of a value, -1 for the others. */
const inputsOf = (states: readonly number[], q: number) => states.flatMap((state) => Array.from({ length: q }, (_, t) => (t === state ? 1 : -1)));

test.after(closeDevice);

test('twin: analytic gradients against central differences', () => {
  for (const n of CASES) {
    const states = statesOf(n, 1).slice(0, n.K * n.values);
    const dy = uniform(2, n.K * n.O);
    const count = (n.values * n.q + 1) * n.O;
    for (const [at, constant] of [[inFilter(n)], [inLayer(n), constantOf(n)]] as const) {
      const w = uniform(3, count);
      const expected = centralDifferences((x) => dot(dy, twin.forward(states, x, n, at, constant)), w);
      close(twin.backwardW(states, dy, count, n, at, constant), expected, ofLargest(expected, 1e-6), 'dw');
    }
  }
});

for (const n of CASES) {
  const width = n.values * n.q;
  const row = Math.ceil(width / 32);
  const states = statesOf(n, 4);
  const of = (r: number) => Array.from(states.slice(r * n.K * n.values, (r + 1) * n.K * n.values));
  const dy = uniform(5, R * n.K * n.O);

  test(
    `the filter against the twin, ${n.values} values of ${n.q} states, and its gauge`,
    scoped(async (scope) => {
      const w = uniform(6, R * n.O * width);
      const run = (weights: Float32Array) =>
        runOp(scope, filter, R, {
          inputs: { visible: scope.upload('u32', [R, n.K, row], 'visible', pack(inputsOf(states, n.q), width, row)) },
          parameters: { w: { shape: [n.O, width], values: weights } },
          objective: 'a',
          seed: dy,
        });
      const { outputs, gradients } = await run(w);
      const a = joined(R, (r) => twin.forward(of(r), part(w, r, R), n, inFilter(n)));
      const dw = joined(R, (r) => twin.backwardW(of(r), part(dy, r, R), n.O * width, n, inFilter(n)));
      close(outputs.a, a, ofLargest(a, 1e-5), 'a');
      close(gradients.w, dw, ofLargest(dw, 1e-4), 'dw');
      refusesWrongSign(gradients.w, dw, ofLargest(dw, 1e-4), 'dw of the wrong sign');

      // The reported weights and constants are the same function on the GPU.
      const logits = Array.from({ length: R * n.O }, (_, i) =>
        zeroSumOverStates({ weights: Array.from(w.subarray(i * width, (i + 1) * width)), bias: 0 }, n.q),
      );
      const fixed = await run(Float32Array.from(logits.flatMap(({ weights }) => weights)));
      const shift = (bias: boolean) =>
        Array.from(fixed.outputs.a, (value, i) => value + (bias ? logits[Math.floor(i / (n.K * n.O)) * n.O + (i % n.O)].bias : 0));
      close(shift(true), a, ofLargest(a, 2e-5), 'the gauge');
      assert.throws(() => close(shift(false), a, ofLargest(a, 2e-5), 'without its constants'));
    }),
  );

  test(
    `the first layer of a critic against the twin, ${n.values} values of ${n.q} states`,
    scoped(async (scope) => {
      // Outputs of a layer come in fours.
      const m = { ...n, O: 4 };
      const w = uniform(7, R * (width + 1) * m.O);
      const dout = uniform(8, R * m.K * m.O);
      const { outputs, gradients } = await runOp(scope, linearBits, R, {
        inputs: { x: scope.upload('u32', [R, m.K, row], 'x', pack(inputsOf(states, m.q), width, row)) },
        parameters: { w: { shape: [width + 1, m.O], values: w } },
        extras: { widths: scope.upload('u32', [R], 'widths', new Uint32Array(R).fill(width)) },
        objective: 'y',
        seed: dout,
      });
      const y = joined(R, (r) => twin.forward(of(r), part(w, r, R), m, inLayer(m), constantOf(m)));
      const dw = joined(R, (r) => twin.backwardW(of(r), part(dout, r, R), (width + 1) * m.O, m, inLayer(m), constantOf(m)));
      close(outputs.y, y, ofLargest(y, 1e-5), 'y');
      close(gradients.w, dw, ofLargest(dw, 1e-4), 'dw');
      refusesWrongSign(gradients.w, dw, ofLargest(dw, 1e-4), 'dw of the wrong sign');
    }),
  );
}

test.run();
