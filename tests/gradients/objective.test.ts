/** End to end: filter -> relaxed -> separable critic -> InfoNCE on one tape, every parameter's gradient. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { infonce } from '../../src/bound/infonce.ts';
import { filter } from '../../src/coarse/filter.ts';
import { relaxed } from '../../src/coarse/relaxed.ts';
import { applyCritic, type CriticShape, criticParameters } from '../../src/critic/critic.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import { BITS } from '../../src/space/encoding.ts';
import { logistic } from '../reference/coarse/relaxed.ts';
import * as twin from '../reference/objective.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { keys, spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { arenaOf, checkGaps, type Parameter } from '../support/tape.ts';

const R = 3;
// Software drivers unroll loops of a few iterations and then compile for seconds; K = 37 is beyond that.
const n = { K: 37, V: 9, C: 2, E: 45, hidden: [8, 4], D: 8, tau: 0.4 };
const WIDTHS = [45, 31, 20];
const STEPS = Uint32Array.from([0, 4, 9]);
const visible = spins(1, R * n.K * n.V);
const environment = spins(2, R * n.K * n.E);
const noiseKeys = keys(3, R);

const CRITIC = {
  kind: 'separable',
  components: n.C,
  environment: n.E,
  encoding: BITS,
  hidden: n.hidden,
  embedding: n.D,
  activation: 'relu',
  dropout: 0,
} as const satisfies CriticShape;
const shapes: Record<string, number[]> = {
  lambda: [n.C, n.V],
  ...criticParameters(CRITIC),
};
const names = Object.keys(shapes);
const parameters: Record<string, Parameter> = Object.fromEntries(
  Object.entries(shapes).map(([name, shape], i) => [name, { shape, values: uniform(20 + i, R * shape[0] * shape[1], -0.6, 0.6) }]),
);

const problem = (r: number): twin.Problem => ({
  ...n,
  width: WIDTHS[r],
  visible: part(visible, r, R),
  environment: part(environment, r, R),
  noise: logistic(n.K * n.C, STEPS[r], part(noiseKeys, r, R)),
});
const weights = (r: number): twin.Weights => Object.fromEntries(names.map((name) => [name, part(parameters[name].values, r, R)]));

test.after(closeDevice);

test('the point keeps away from the kinks of relu', () => {
  for (let r = 0; r < R; r++) {
    const distance = twin.distanceFromKink(problem(r), weights(r));
    assert.ok(distance > 1e-4, `replica ${r}: ${distance}; choose other seeds`);
  }
});

test('twin: chain rule against central differences of the objective', () => {
  for (let r = 0; r < R; r++) {
    const [p, w] = [problem(r), weights(r)];
    const analytic = twin.gradients(p, w);
    for (const name of names) {
      const expected = centralDifferences((x) => twin.objective(p, { ...w, [name]: x }), w[name]);
      close(analytic[name], expected, ofLargest(expected, 1e-6), `d${name}, replica ${r}`);
    }
  }
});

test(
  'tape against twin: objective and all gradients',
  scoped(async (scope) => {
    const arena = arenaOf(scope, R, parameters);
    const plan = new Plan(scope.memory, 'objective');
    const tape = new Tape(scope, plan);
    const extras = {
      schedule: scope.upload('f32', [10, 4], 'schedule', new Float32Array(40).fill(n.tau)),
      keys: scope.upload('u32', [R, 2], 'keys', noiseKeys),
      step: scope.upload('u32', [R], 'step', STEPS),
    };
    const { a } = tape.apply(filter, { visible: scope.upload('u32', [R, n.K, 1], 'visible', pack(visible, n.V, 1)), w: arena.parameter('lambda') });
    const { h } = tape.apply(relaxed, { a }, { extras });
    const e = scope.upload('u32', [R, n.K, 2], 'environment', pack(environment, n.E, 2));
    const widths = scope.upload('u32', [R], 'widths', Uint32Array.from(WIDTHS));
    const { u, v } = applyCritic(tape, CRITIC, { h, e, widths, keys: extras.keys, step: extras.step, training: true }, (name) => arena.parameter(name));
    const { term } = tape.apply(infonce, { u, v });
    const seed = scope.upload('f32', [R, n.K], 'dterm', new Float32Array(R * n.K).fill(1 / n.K));
    tape.backward(
      term,
      seed,
      names.map((name) => [arena.parameter(name), arena.gradient(name)] as const),
    );
    await execute(plan);

    const terms = await term.read();
    const means = joined(R, (r) => [part(terms, r, R).reduce((sum, t) => sum + t, 0) / n.K]);
    const expectedMeans = joined(R, (r) => [twin.objective(problem(r), weights(r))]);
    close(means, expectedMeans, ofLargest(expectedMeans, 1e-5), 'objective');
    const exact = Array.from({ length: R }, (_, r) => twin.gradients(problem(r), weights(r)));
    for (const name of names) {
      const expected = joined(R, (r) => exact[r][name]);
      const actual = await arena.gradient(name).read();
      close(actual, expected, ofLargest(expected, 1e-4), `d${name}`);
      refusesWrongSign(actual, expected, ofLargest(expected, 1e-4), `d${name} of the wrong sign`);
    }
    await checkGaps(arena, names);
  }),
);

test.run();
