/** The linear filter on packed blocks: one word (V = 9, 16) and two words with a tail (V = 45). */
import { test } from 'uvu';
import { filter } from '../../src/coarse/filter.ts';
import * as twin from '../reference/coarse/filter.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, FORMS } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

const CASES = [
  { R: 3, K: 13, V: 9, C: 1 },
  { R: 2, K: 37, V: 16, C: 3 },
  { R: 3, K: 37, V: 45, C: 2 },
];

test.after(closeDevice);

test('twin: analytic gradient against central differences', () => {
  for (const { R, ...n } of CASES) {
    const s = spins(n.V, n.K * n.V);
    const da = uniform(R, n.K * n.C);
    const w = uniform(7, n.C * n.V);
    const expected = centralDifferences((x) => dot(da, twin.forward(s, x, n)), w);
    close(twin.backwardW(s, da, n), expected, ofLargest(expected, 1e-6), `dw, V = ${n.V}`);
  }
});

for (const [{ R, ...n }, [form, within]] of CASES.flatMap((shape) => FORMS.map((of) => [shape, of] as const))) {
  test(
    `kernels against twin, R = ${R}, K = ${n.K}, V = ${n.V}, C = ${n.C}${form}`,
    within(async (scope) => {
      const s = spins(n.V, R * n.K * n.V);
      const words = Math.ceil(n.V / 32);
      const da = uniform(R, R * n.K * n.C);
      const w = uniform(7, R * n.C * n.V);
      const { outputs, gradients } = await runOp(scope, filter, R, {
        inputs: { visible: scope.upload('u32', [R, n.K, words], 'visible', pack(s, n.V, words)) },
        parameters: { w: { shape: [n.C, n.V], values: w } },
        objective: 'a',
        seed: da,
      });
      const a = joined(R, (r) => twin.forward(part(s, r, R), part(w, r, R), n));
      const dw = joined(R, (r) => twin.backwardW(part(s, r, R), part(da, r, R), n));
      close(outputs.a, a, ofLargest(a, 1e-5), 'a');
      close(gradients.w, dw, ofLargest(dw, 1e-4), 'dw');
      refusesWrongSign(gradients.w, dw, ofLargest(dw, 1e-4), 'dw of the wrong sign');
    }),
  );
}

test.run();
