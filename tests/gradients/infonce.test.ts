/** InfoNCE of a separable critic: terms, logarithms of sums and both embeddings' gradients. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { SPLIT } from '../../src/bound/grid.ts';
import { infonce } from '../../src/bound/infonce.ts';
import * as twin from '../reference/bound/infonce.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

// Software drivers unroll loops of a few iterations and then compile for seconds, hence no K below 37, or 69 where four threads
// share a row. D = 8 is in bounds.test.ts.
const CASES = [
  { R: 2, K: 39, D: 12, scale: 1, split: SPLIT.software },
  { R: 2, K: 70, D: 4, scale: 1, split: SPLIT.software },
  // Scores of some hundreds: exp overflows unless the largest score is taken out first.
  { R: 3, K: 41, D: 16, scale: 8, split: SPLIT.software },
  { R: 2, K: 73, D: 16, scale: 8, split: SPLIT.hardware },
];

test.after(closeDevice);

test('twin: analytic gradients against central differences', () => {
  for (const n of CASES.slice(0, 2)) {
    const u = uniform(1, n.K * n.D);
    const v = uniform(2, n.K * n.D);
    const dterm = uniform(3, n.K);
    const { du, dv } = twin.backward(u, v, dterm, n);
    const ofU = centralDifferences((at) => dot(dterm, twin.forward(at, v, n).term), u);
    const ofV = centralDifferences((at) => dot(dterm, twin.forward(u, at, n).term), v);
    close(du, ofU, ofLargest(ofU, 1e-6), `du, D = ${n.D}`);
    close(dv, ofV, ofLargest(ofV, 1e-6), `dv, D = ${n.D}`);
  }
});

test('twin: the bound never exceeds ln K, and is zero where scores say nothing', () => {
  const n = { K: 13, D: 8 };
  const strong = uniform(4, n.K * n.D, -30, 30);
  for (const term of twin.forward(strong, strong, n).term) assert.ok(term <= Math.log(n.K) + 1e-12);
  close(twin.forward(new Float64Array(n.K * n.D), strong, n).term, new Float64Array(n.K), { atol: 1e-12, rtol: 0 }, 'term of constant scores');
});

for (const { R, scale, split, ...n } of CASES) {
  test(
    `kernels against twin, R = ${R}, K = ${n.K}, D = ${n.D}, embeddings up to ${scale}, ${split} threads to a row`,
    scoped(async (scope) => {
      const u = uniform(5, R * n.K * n.D, -scale, scale);
      const v = uniform(6, R * n.K * n.D, -scale, scale);
      const dterm = uniform(7, R * n.K);
      const { outputs, gradients } = await runOp(scope, infonce, R, {
        inputs: { u: scope.upload('f32', [R, n.K, n.D], 'u', u), v: scope.upload('f32', [R, n.K, n.D], 'v', v) },
        wanted: ['u', 'v'],
        options: { SPLIT: split },
        objective: 'term',
        seed: dterm,
      });
      const forward = (r: number) => twin.forward(part(u, r, R), part(v, r, R), n);
      const backward = (r: number) => twin.backward(part(u, r, R), part(v, r, R), part(dterm, r, R), n);
      const term = joined(R, (r) => forward(r).term);
      const lse = joined(R, (r) => forward(r).lse);
      const du = joined(R, (r) => backward(r).du);
      const dv = joined(R, (r) => backward(r).dv);
      close(outputs.term, term, ofLargest(term, 1e-5), 'term');
      close(outputs.lse, lse, ofLargest(lse, 1e-5), 'lse');
      close(gradients.u, du, ofLargest(du, 1e-4), 'du');
      close(gradients.v, dv, ofLargest(dv, 1e-4), 'dv');
      refusesWrongSign(gradients.u, du, ofLargest(du, 1e-4), 'du of the wrong sign');
      refusesWrongSign(gradients.v, dv, ofLargest(dv, 1e-4), 'dv of the wrong sign');
    }),
  );
}

test.run();
