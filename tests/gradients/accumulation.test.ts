/**
 * Tensors used twice in one graph: the second contribution to a gradient must be added to the first, which is the
 * add = 1 branch of every backward kernel. The expectation is the central difference of the composed twins.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { infonce } from '../../src/bound/infonce.ts';
import { filter } from '../../src/coarse/filter.ts';
import { relaxed } from '../../src/coarse/relaxed.ts';
import { linear } from '../../src/critic/linear.ts';
import { linearBits } from '../../src/critic/linear_bits.ts';
import * as infonceShader from '../../src/gen/shaders/bound/infonce.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor } from '../../src/gpu/tensor.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as infonceTwin from '../reference/bound/infonce.ts';
import * as filterTwin from '../reference/coarse/filter.ts';
import * as relaxedTwin from '../reference/coarse/relaxed.ts';
import * as linearTwin from '../reference/critic/linear.ts';
import * as bitsTwin from '../reference/critic/linear_bits.ts';
import { close, ofLargest } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences } from '../support/differences.ts';
import { pack } from '../support/pack.ts';
import { keys, spins, uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { arenaOf, checkGaps, type Parameter } from '../support/tape.ts';

const R = 2;
// Software drivers unroll loops of a few iterations and then compile for seconds; 37 is beyond that.
const K = 37;
const D = 8;
const TAU = 0.5;

test.after(closeDevice);

/** Mean term of the bound, the scalar every graph here ends in. */
const bound = (u: ArrayLike<number>, v: ArrayLike<number>) => infonceTwin.forward(u, v, { K, D }).term.reduce((sum, t) => sum + t, 0) / K;

/** Gradients of the mean bound with respect to all parameters, of a graph given as u and v on a tape. */
async function gradients(
  scope: Scope,
  parameters: Record<string, Parameter>,
  graph: (tape: Tape, parameter: (name: string) => Tensor<'f32'>) => { u: Tensor; v: Tensor },
): Promise<Record<string, Float32Array>> {
  const arena = arenaOf(scope, R, parameters);
  const plan = new Plan(scope.memory, 'accumulation');
  const tape = new Tape(scope, plan);
  const { term } = tape.apply(
    infonce,
    graph(tape, (name) => arena.parameter(name)),
  );
  const names = Object.keys(parameters);
  tape.backward(
    term,
    scope.upload('f32', [R, K], 'dterm', new Float32Array(R * K).fill(1 / K)),
    names.map((name) => [arena.parameter(name), arena.gradient(name)] as const),
  );
  await execute(plan);
  await checkGaps(arena, names);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await arena.gradient(name).read()] as const)));
}

/** Requires the gradient of one parameter to be the central difference of f, and the check to notice a wrong sign. */
function check(actual: Float32Array, parameter: Parameter, f: (values: ArrayLike<number>, r: number) => number, label: string): void {
  const expected = joined(R, (r) => centralDifferences((x) => f(x, r), part(parameter.values, r, R)));
  close(actual, expected, ofLargest(expected, 1e-4), label);
  assert.throws(() =>
    close(
      actual.map((g) => -g),
      expected,
      ofLargest(expected, 1e-4),
      label,
    ),
  );
}

test(
  'coarse/filter: one kernel on two blocks',
  scoped(async (scope) => {
    const [V, C] = [9, D];
    const blocks = [spins(1, R * K * V), spins(2, R * K * V)];
    const w = { shape: [C, V], values: uniform(3, R * C * V, -0.5, 0.5) };
    const { w: dw } = await gradients(scope, { w }, (tape, parameter) => {
      const [u, v] = blocks.map((s) => tape.apply(filter, { visible: scope.upload('u32', [R, K, 1], 'visible', pack(s, V, 1)), w: parameter('w') }).a);
      return { u, v };
    });
    const of = (s: Int8Array, x: ArrayLike<number>, r: number) => filterTwin.forward(part(s, r, R), x, { K, V, C });
    check(dw, w, (x, r) => bound(of(blocks[0], x, r), of(blocks[1], x, r)), 'dw of the filter');
  }),
);

test(
  'coarse/relaxed: one a with two noises; critic/linear: one w on two inputs',
  scoped(async (scope) => {
    const [V, C] = [9, 3];
    const s = spins(4, R * K * V);
    const lambda = { shape: [C, V], values: uniform(5, R * C * V, -0.5, 0.5) };
    const w = { shape: [C + 1, D], values: uniform(6, R * (C + 1) * D) };
    const noise = [keys(7, R), keys(8, R)];
    const result = await gradients(scope, { lambda, w }, (tape, parameter) => {
      const { a } = tape.apply(filter, { visible: scope.upload('u32', [R, K, 1], 'visible', pack(s, V, 1)), w: parameter('lambda') });
      const schedule = scope.upload('f32', [1, 4], 'schedule', Float32Array.from([TAU, 0, 0, 0]));
      const step = scope.tensor('u32', [R], 'step');
      const [u, v] = noise.map((values) => {
        const { h } = tape.apply(relaxed, { a }, { extras: { schedule, step, keys: scope.upload('u32', [R, 2], 'keys', values) } });
        return tape.apply(linear, { x: h, w: parameter('w') }, { options: { RELU: 0 } }).y;
      });
      return { u, v };
    });
    const f = (lambdaR: ArrayLike<number>, wR: ArrayLike<number>, r: number) => {
      const a = filterTwin.forward(part(s, r, R), lambdaR, { K, V, C });
      const [u, v] = noise.map((values) => {
        const h = relaxedTwin.forward(a, relaxedTwin.logistic(K * C, 0, part(values, r, R)), TAU);
        return linearTwin.forward(h, wR, { K, I: C, O: D, relu: false });
      });
      return bound(u, v);
    };
    check(result.lambda, lambda, (x, r) => f(x, part(w.values, r, R), r), 'dlambda through a used twice');
    check(result.w, w, (x, r) => f(part(lambda.values, r, R), x, r), 'dw of the layer');
  }),
);

test(
  'critic/linear: one x into two layers',
  scoped(async (scope) => {
    const I = 5;
    const x = uniform(9, R * K * I);
    const first = { shape: [I + 1, 12], values: uniform(10, R * (I + 1) * 12) };
    const heads = [11, 12].map((seed) => ({ shape: [13, D], values: uniform(seed, R * 13 * D, -0.5, 0.5) }));
    const result = await gradients(scope, { first, p: heads[0], q: heads[1] }, (tape, parameter) => {
      const { y } = tape.apply(linear, { x: scope.upload('f32', [R, K, I], 'x', x), w: parameter('first') }, { options: { RELU: 0 } });
      const [u, v] = ['p', 'q'].map((name) => tape.apply(linear, { x: y, w: parameter(name) }, { options: { RELU: 0 } }).y);
      return { u, v };
    });
    const f = (at: ArrayLike<number>, r: number) => {
      const y = linearTwin.forward(part(x, r, R), at, { K, I, O: 12, relu: false });
      const [u, v] = heads.map(({ values }) => linearTwin.forward(y, part(values, r, R), { K, I: 12, O: D, relu: false }));
      return bound(u, v);
    };
    check(result.first, first, f, 'dw of the layer below x used twice');
  }),
);

test(
  'critic/linear_bits: one w on two environments',
  scoped(async (scope) => {
    const I = 45;
    const widths = [45, 20];
    const rows = [spins(13, R * K * I), spins(14, R * K * I)];
    const w = { shape: [I + 1, D], values: uniform(15, R * (I + 1) * D, -0.2, 0.2) };
    const { w: dw } = await gradients(scope, { w }, (tape, parameter) => {
      const extras = { widths: scope.upload('u32', [R], 'widths', Uint32Array.from(widths)) };
      const [u, v] = rows.map((s) => {
        const x = scope.upload('u32', [R, K, 2], 'x', pack(s, I, 2));
        return tape.apply(linearBits, { x, w: parameter('w') }, { extras }).y;
      });
      return { u, v };
    });
    const of = (s: Int8Array, x: ArrayLike<number>, r: number) => bitsTwin.forward(part(s, r, R), x, { K, I, O: D, width: widths[r] });
    check(dw, w, (x, r) => bound(of(rows[0], x, r), of(rows[1], x, r)), 'dw of the packed layer');
  }),
);

test(
  'bound/infonce: u and v the same tensor is refused, since one kernel writes both gradients',
  scoped(async (scope) => {
    const w = { shape: [4, D], values: uniform(16, R * 4 * D) };
    const x = uniform(17, R * K * 3);
    const attempt = gradients(scope, { w }, (tape, parameter) => {
      const { y } = tape.apply(linear, { x: scope.upload('f32', [R, K, 3], 'x', x), w: parameter('w') }, { options: { RELU: 0 } });
      return { u: y, v: y };
    });
    const error = await attempt.then(
      () => undefined,
      (reason: Error) => reason,
    );
    assert.match(error?.message ?? 'no error', /aliasing|same tensor/);
  }),
);

test(
  'bound/infonce: backward adds to what is there',
  scoped(async (scope) => {
    // No graph of today asks for it, since the bound comes last. Hence the kernel alone.
    const n = { K, D };
    const [u, v, dterm] = [uniform(18, K * D), uniform(19, K * D), uniform(20, K)];
    const before = { u: uniform(21, K * D), v: uniform(22, K * D) };
    const [du, dv] = [scope.upload('f32', [1, K, D], 'du', before.u), scope.upload('f32', [1, K, D], 'dv', before.v)];
    const inputs = { u: scope.upload('f32', [1, K, D], 'u', u), v: scope.upload('f32', [1, K, D], 'v', v) };
    const kept = { lse: scope.tensor('f32', [1, K], 'lse'), push: scope.tensor('f32', [1, K, D], 'push') };
    const constants = { ...n, du_add: 1, dv_add: 1, dscores_add: 0 };
    const plan = new Plan(scope.memory, 'add')
      .dispatch(infonceShader.forward, constants, { ...inputs, ...kept, term: scope.tensor('f32', [1, K], 'term') }, infonce.forward.threads({ ...n, R: 1 }))
      .dispatch(
        infonceShader.backward,
        constants,
        { ...inputs, ...kept, dterm: scope.upload('f32', [1, K], 'dterm', dterm), du, dv },
        infonce.backward[0].threads({ ...n, R: 1 }),
      );
    await execute(plan);
    const twin = infonceTwin.backward(u, v, dterm, n);
    for (const [name, actual, expected] of [
      ['du', du, twin.du.map((g, i) => g + before.u[i])],
      ['dv', dv, twin.dv.map((g, i) => g + before.v[i])],
    ] as const) {
      close(await actual.read(), expected, ofLargest(expected, 1e-4), name);
    }
  }),
);

test.run();
