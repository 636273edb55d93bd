/** The probabilities of the states of H, binary and Potts, smooth and hard. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { states } from '../../src/coarse/states.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as twin from '../reference/coarse/states.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const CASES = [
  { R: 3, K: 37, C: 1, Q: 2, scale: 2 },
  { R: 2, K: 39, C: 4, Q: 2, scale: 2 },
  { R: 2, K: 37, C: 2, Q: 5, scale: 2 },
  // Logits of hundreds: nothing may overflow.
  { R: 2, K: 41, C: 2, Q: 3, scale: 300 },
];

test.after(closeDevice);

test('twin: analytic gradient against central differences, and probabilities add up to one', () => {
  for (const { R: _, scale: __, ...n } of CASES.slice(0, 3)) {
    const [S, A] = [twin.stateCount(n), twin.logitCount(n)];
    const a = uniform(1, n.K * A, -2, 2);
    const dp = uniform(2, n.K * S);
    const expected = centralDifferences((x) => dot(dp, twin.forward(x, n)), a);
    close(twin.backward(a, dp, n), expected, ofLargest(expected, 1e-6), `da, C = ${n.C}, Q = ${n.Q}`);
    const p = twin.forward(a, n);
    for (let k = 0; k < n.K; k++) close([p.subarray(k * S, (k + 1) * S).reduce((sum, x) => sum + x, 0)], [1], { atol: 1e-12, rtol: 0 }, 'sum of p');
  }
});

for (const { R, scale, ...n } of CASES) {
  const [S, A] = [twin.stateCount(n), twin.logitCount(n)];
  test(
    `kernels against twin, R = ${R}, K = ${n.K}, C = ${n.C}, Q = ${n.Q}, logits up to ${scale}`,
    scoped(async (scope) => {
      const a = uniform(3, R * n.K * A, -scale, scale);
      const dp = uniform(4, R * n.K * S);
      const { outputs, gradients } = await runOp(scope, states, R, {
        inputs: { a: scope.upload('f32', [R, n.K, A], 'a', a) },
        wanted: ['a'],
        options: { S, Q: n.Q, HARD: 0 },
        objective: 'p',
        seed: dp,
      });
      const p = joined(R, (r) => twin.forward(part(a, r, R), n));
      const da = joined(R, (r) => twin.backward(part(a, r, R), part(dp, r, R), n));
      close(outputs.p, p, ofLargest(p, 1e-5), 'p');
      close(gradients.a, da, ofLargest(da, 1e-4), 'da');
      if (scale < 10) refusesWrongSign(gradients.a, da, ofLargest(da, 1e-4), 'da of the wrong sign');
    }),
  );
}

test(
  'the hard form puts all on the largest logit and shares ties',
  scoped(async (scope) => {
    for (const n of [
      { K: 40, C: 3, Q: 2 },
      { K: 40, C: 2, Q: 3 },
    ]) {
      const A = twin.logitCount(n);
      // Whole numbers from -1 to 1: many ties.
      const a = uniform(5, n.K * A, -1.5, 1.5).map(Math.round);
      const plan = new Plan(scope.memory, 'hard');
      const S = twin.stateCount(n);
      const { p } = new Tape(scope, plan).apply(states, { a: scope.upload('f32', [1, n.K, A], 'a', a) }, { options: { S, Q: n.Q, HARD: 1 } });
      await execute(plan);
      const expected = twin.forward(a, n, true);
      close(await p.read(), expected, { atol: 1e-7, rtol: 0 }, 'p');
      assert.ok(
        expected.some((x) => x > 0 && x < 1),
        'there are ties',
      );
      // Negative control: the smooth form is another one.
      assert.throws(() => close(twin.forward(a, n), expected, EXACT, 'p'));
    }
  }),
);

test.run();
