/** The bound on what further components tell, and the joint states that it is applied to: terms and gradients, and that it is a bound. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { conditional } from '../../src/bound/conditional.ts';
import { jointStates } from '../../src/coarse/joint_states.ts';
import { occupation } from '../../src/coarse/occupation.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as twin from '../reference/bound/conditional.ts';
import * as joint from '../reference/coarse/joint_states.ts';
import * as coarse from '../reference/coarse/states.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

/** Three known states, two components that learn; two logits are padding. */
const n = { K: 41, G: 3, S: 4, O: 14 };
const all = { K: n.K, G: n.G, S: n.G * n.S, O: n.O };
const R = 2;

/** Known states: certain for most samples, shared for the first ones. */
const givenOf = (r: number) => Float64Array.from({ length: n.K * n.G }, (_, i) => (i < 3 * n.G ? 1 / n.G : i % n.G === Math.floor(i / n.G + r) % n.G ? 1 : 0));
const own = (r: number) => coarse.forward(uniform(r + 1, n.K * 2, -2, 2), { K: n.K, C: 2, Q: 2 });
const logits = uniform(7, R * n.K * n.O, -2, 2);

test.after(closeDevice);

test('twins: gradients against central differences', () => {
  const [given, p, l] = [givenOf(0), own(0), part(logits, 0, R)];
  const dt = 1 / n.K;
  const weights = new Float64Array(n.K).fill(dt);
  const { dp, dl } = twin.backward(joint.forward(given, p, n), l, dt, all);
  const ofP = centralDifferences((x) => dot(weights, twin.forward(joint.forward(given, x, n), l, all).term), p);
  const ofL = centralDifferences((x) => dot(weights, twin.forward(joint.forward(given, p, n), x, all).term), l);
  close(joint.backward(given, dp, n), ofP, ofLargest(ofP, 1e-6), 'dp');
  close(dl, ofL, ofLargest(ofL, 1e-6), 'dl');
});

test('twin: never above I(h2:e|h1) of a joint distribution, and equal to it for the true conditional', () => {
  // Four states of e with equal weight; h1 and h2 binary with these probabilities: state h1 + 2 h2.
  const table = [
    [0.4, 0.1, 0.3, 0.2],
    [0.1, 0.2, 0.1, 0.6],
    [0.3, 0.3, 0.2, 0.2],
    [0.05, 0.5, 0.25, 0.2],
  ];
  const sizes = { K: 40, S: 4, G: 2, O: 4 };
  const p = Float64Array.from({ length: 4 * sizes.K }, (_, i) => table[(i >> 2) % 4][i % 4]);
  const xlogx = (x: number) => (x > 0 ? x * Math.log(x) : 0);
  const information = (rows: number[][]) =>
    rows.flat().reduce((sum, x) => sum + xlogx(x / 4), 0) -
    rows.reduce((sum, row) => sum + xlogx(row.reduce((a, b) => a + b, 0) / 4), 0) -
    rows[0].reduce((sum, _, s) => sum + xlogx(rows.reduce((a, row) => a + row[s] / 4, 0)), 0);
  const exact = information(table) - information(table.map(([a, b, c, d]) => [a + c, b + d]));
  const mean = (l: ArrayLike<number>) => twin.forward(p, l, sizes).term.reduce((sum, x) => sum + x / sizes.K, 0);
  const truth = p.map(Math.log);
  close([mean(truth)], [exact], { atol: 1e-12, rtol: 0 }, 'tight');
  // What the classifier says of h1 does not matter.
  close([mean(truth.map((x, i) => x + (i % 2 === 0 ? uniform(2, 40)[(i >> 2) % 40] : 0)))], [exact], { atol: 1e-12, rtol: 0 }, 'tight whatever h1 is');
  for (let seed = 3; seed < 20; seed++) {
    const value = mean(truth.map((x, i) => x + 0.3 * uniform(seed, truth.length)[i]));
    assert.ok(value < exact, `${value} against ${exact}`);
  }
});

test(
  'kernels against twins through the joint states',
  scoped(async (scope) => {
    const plan = new Plan(scope.memory, 'conditional');
    const tape = new Tape(scope, plan);
    const given = scope.upload('f32', [R, n.K, n.G], 'given', Float32Array.from(joined(R, givenOf)));
    const p = scope.upload('f32', [R, n.K, n.S], 'p', Float32Array.from(joined(R, own)));
    const l = scope.upload('f32', [R, n.K, n.O], 'l', logits);
    const { joint: states } = tape.apply(jointStates, { given, p }, { options: { J: all.S } });
    const { m } = tape.apply(occupation, { p: states });
    const { term, fit } = tape.apply(conditional, { p: states, l }, { extras: { m }, options: { GIVEN: n.G } });
    const [dp, dl] = [scope.tensor('f32', [R, n.K, n.S], 'dp'), scope.tensor('f32', [R, n.K, n.O], 'dl')];
    tape.backward(term, scope.upload('f32', [R, n.K], 'dterm', new Float32Array(R * n.K).fill(1 / n.K)), [
      [p, dp],
      [l, dl],
    ]);
    await execute(plan);
    const values = (r: number) => joint.forward(givenOf(r), own(r), n);
    const forward = (r: number) => twin.forward(values(r), part(logits, r, R), all);
    const backward = (r: number) => twin.backward(values(r), part(logits, r, R), 1 / n.K, all);
    const expected = {
      states: joined(R, values),
      term: joined(R, (r) => forward(r).term),
      fit: joined(R, (r) => forward(r).fit),
      dl: joined(R, (r) => backward(r).dl),
      dp: joined(R, (r) => joint.backward(givenOf(r), backward(r).dp, n)),
    };
    close(await states.read(), expected.states, ofLargest(expected.states, 1e-6), 'states');
    close(await term.read(), expected.term, ofLargest(expected.term, 1e-5), 'term');
    close(await fit.read(), expected.fit, ofLargest(expected.fit, 1e-5), 'fit');
    close(await dl.read(), expected.dl, ofLargest(expected.dl, 1e-4), 'dl');
    close(await dp.read(), expected.dp, ofLargest(expected.dp, 1e-4), 'dp');
    refusesWrongSign(await dl.read(), expected.dl, ofLargest(expected.dl, 1e-4), 'dl of the wrong sign');
    refusesWrongSign(await dp.read(), expected.dp, ofLargest(expected.dp, 1e-4), 'dp of the wrong sign');
  }),
);

test(
  'more states than the bound sums over are refused',
  scoped(async (scope) => {
    const tape = new Tape(scope, new Plan(scope.memory, 'too many'));
    const tensor = (shape: number[]) => scope.tensor('f32', shape, 'x');
    const apply = () => tape.apply(conditional, { p: tensor([1, 2, 512]), l: tensor([1, 2, 512]) }, { extras: { m: tensor([1, 512]) }, options: { GIVEN: 2 } });
    assert.throws(apply, /at most 256 states of all components.*got 512 states/);
  }),
);

test.run();
