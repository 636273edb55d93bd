/** The bound for discrete H: terms and gradients, and that it is a bound. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { discrete } from '../../src/bound/discrete.ts';
import { occupation } from '../../src/coarse/occupation.ts';
import { states } from '../../src/coarse/states.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as twin from '../reference/bound/discrete.ts';
import * as coarse from '../reference/coarse/states.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

const CASES = [
  { R: 3, K: 37, C: 1, Q: 2, O: 4 },
  { R: 2, K: 70, C: 3, Q: 2, O: 8 },
  { R: 2, K: 39, C: 1, Q: 5, O: 8 },
];

test.after(closeDevice);

test('twin: gradients by p and l against central differences', () => {
  for (const { R: _, ...n } of CASES) {
    const sizes = { ...n, S: coarse.stateCount(n) };
    const p = coarse.forward(uniform(1, n.K * coarse.logitCount(n)), n);
    const l = uniform(2, n.K * n.O);
    const dt = 1 / n.K;
    const weights = new Float64Array(n.K).fill(dt);
    const { dp, dl } = twin.backward(p, l, dt, sizes);
    const ofP = centralDifferences((x) => dot(weights, twin.forward(x, l, sizes).term), p);
    const ofL = centralDifferences((x) => dot(weights, twin.forward(p, x, sizes).term), l);
    close(dp, ofP, ofLargest(ofP, 1e-6), 'dp');
    close(dl, ofL, ofLargest(ofL, 1e-6), 'dl');
  }
});

test('twin: never above the information of a joint distribution, and equal to it for the true conditional', () => {
  // 4 states of e with equal weight, each k one of them; h binary with these probabilities.
  const up = [0.9, 0.2, 0.6, 0.3];
  const n = { K: 40, S: 2, O: 4 };
  const p = Float64Array.from({ length: 2 * n.K }, (_, i) => (i % 2 === 1 ? up[(i >> 1) % 4] : 1 - up[(i >> 1) % 4]));
  const h = (x: number) => -x * Math.log(x) - (1 - x) * Math.log(1 - x);
  const exact = h(0.5) - up.reduce((sum, x) => sum + h(x) / 4, 0);
  const mean = (l: ArrayLike<number>) => twin.forward(p, l, n).term.reduce((sum, x) => sum + x / n.K, 0);
  const truth = Float64Array.from({ length: n.K * n.O }, (_, i) =>
    i % n.O === 1 ? Math.log(up[Math.floor(i / n.O) % 4] / (1 - up[Math.floor(i / n.O) % 4])) : 0,
  );
  close([mean(truth)], [exact], { atol: 1e-12, rtol: 0 }, 'tight');
  for (let seed = 3; seed < 20; seed++) {
    const value = mean(truth.map((x, i) => x + 0.3 * uniform(seed, truth.length)[i]));
    assert.ok(value < exact, `${value} against ${exact}`);
  }
});

for (const { R, ...n } of CASES) {
  const S = coarse.stateCount(n);
  const A = coarse.logitCount(n);
  test(
    `kernels against twin through the states, R = ${R}, K = ${n.K}, S = ${S}`,
    scoped(async (scope) => {
      const sizes = { ...n, S };
      const a = uniform(4, R * n.K * A, -3, 3);
      const l = uniform(5, R * n.K * n.O, -3, 3);
      const plan = new Plan(scope.memory, 'discrete');
      const tape = new Tape(scope, plan);
      const [logits, classes] = [scope.upload('f32', [R, n.K, A], 'a', a), scope.upload('f32', [R, n.K, n.O], 'l', l)];
      const { p } = tape.apply(states, { a: logits }, { options: { S, Q: n.Q, HARD: 0 } });
      const { m } = tape.apply(occupation, { p });
      const { m: shared } = tape.apply(occupation, { p }, { options: { SPLIT: 16 } });
      const { term, fit } = tape.apply(discrete, { p, l: classes }, { extras: { m } });
      const [da, dl] = [scope.tensor('f32', [R, n.K, A], 'da'), scope.tensor('f32', [R, n.K, n.O], 'dl')];
      tape.backward(term, scope.upload('f32', [R, n.K], 'dterm', new Float32Array(R * n.K).fill(1 / n.K)), [
        [logits, da],
        [classes, dl],
      ]);
      await execute(plan);
      const values = (r: number) => coarse.forward(part(a, r, R), n);
      const forward = (r: number) => twin.forward(values(r), part(l, r, R), sizes);
      const backward = (r: number) => twin.backward(values(r), part(l, r, R), 1 / n.K, sizes);
      const expected = {
        m: joined(R, (r) => twin.occupation(values(r), sizes)),
        term: joined(R, (r) => forward(r).term),
        fit: joined(R, (r) => forward(r).fit),
        dl: joined(R, (r) => backward(r).dl),
        da: joined(R, (r) => coarse.backward(part(a, r, R), backward(r).dp, n)),
      };
      close(await m.read(), expected.m, ofLargest(expected.m, 1e-5), 'm');
      close(await shared.read(), expected.m, ofLargest(expected.m, 1e-5), 'm, as on hardware');
      close(await term.read(), expected.term, ofLargest(expected.term, 1e-5), 'term');
      close(await fit.read(), expected.fit, ofLargest(expected.fit, 1e-5), 'fit');
      close(await dl.read(), expected.dl, ofLargest(expected.dl, 1e-4), 'dl');
      close(await da.read(), expected.da, ofLargest(expected.da, 1e-4), 'da');
      refusesWrongSign(await dl.read(), expected.dl, ofLargest(expected.dl, 1e-4), 'dl of the wrong sign');
      refusesWrongSign(await da.read(), expected.da, ofLargest(expected.da, 1e-4), 'da of the wrong sign');
    }),
  );
}

test(
  'more states than the bound sums over are refused',
  scoped(async (scope) => {
    const tape = new Tape(scope, new Plan(scope.memory, 'too many'));
    const tensor = (shape: number[]) => scope.tensor('f32', shape, 'x');
    assert.throws(
      () => tape.apply(discrete, { p: tensor([1, 2, 512]), l: tensor([1, 2, 512]) }, { extras: { m: tensor([1, 512]) } }),
      /at most 256 states.*got 512 states/,
    );
    assert.throws(() => tape.apply(discrete, { p: tensor([1, 2, 8]), l: tensor([1, 2, 4]) }, { extras: { m: tensor([1, 8]) } }), /a logit for each/);
  }),
);

test.run();
