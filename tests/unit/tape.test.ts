/** The tape: only gradients that were asked for, rules that are missing, and no memory left behind. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { infonce } from '../../src/bound/infonce.ts';
import { filter } from '../../src/coarse/filter.ts';
import { relaxed } from '../../src/coarse/relaxed.ts';
import { sign } from '../../src/coarse/sign.ts';
import { applyCritic, type CriticShape, criticParameters } from '../../src/critic/critic.ts';
import { linear } from '../../src/critic/linear.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor } from '../../src/gpu/tensor.ts';
import { Arena } from '../../src/graph/arena.ts';
import { Tape } from '../../src/graph/tape.ts';
import { BITS } from '../../src/space/encoding.ts';
import { closeDevice, execute, scoped, scopedAsSoftware, theDevice } from '../support/device.ts';

const [R, K, V, C, E, D] = [2, 5, 9, 2, 20, 4];
const CRITIC = {
  kind: 'separable',
  components: C,
  environment: E,
  encoding: BITS,
  hidden: [8, 4],
  embedding: D,
  activation: 'relu',
  dropout: 0,
} as const satisfies CriticShape;
/** One filter, one coarse variable, two towers of three layers, one bound. */
const FORWARD = 1 + 1 + 6 + 1;

/** The graph of training (relaxed) or of refining (sign), recorded but not run. */
function record(scope: Scope, coarse: 'relaxed' | 'sign') {
  const arena = new Arena(scope, R, { lambda: [C, V], ...criticParameters(CRITIC) });
  const plan = new Plan(scope.memory, 'graph');
  const tape = new Tape(scope, plan);
  const keys = scope.tensor('u32', [R, 2], 'keys');
  const step = scope.tensor('u32', [R], 'step');
  const schedule = scope.upload('f32', [1, 4], 'schedule', Float32Array.from([1, 1, 1, 0]));
  const { a } = tape.apply(filter, { visible: scope.tensor('u32', [R, K, 1], 'visible'), w: arena.parameter('lambda') });
  const { h } = coarse === 'relaxed' ? tape.apply(relaxed, { a }, { extras: { schedule, keys, step } }) : tape.apply(sign, { a }, { extras: { keys, step } });
  const widths = scope.upload('u32', [R], 'widths', new Uint32Array(R).fill(E));
  const inputs = { h, e: scope.tensor('u32', [R, K, 1], 'environment'), widths, keys, step, training: true };
  const { u, v } = applyCritic(tape, CRITIC, inputs, (name) => arena.parameter(name));
  const { term, lse } = tape.apply(infonce, { u, v });
  const seed = scope.upload('f32', [R, K], 'dterm', new Float32Array(R * K).fill(1 / K));
  const backward = (names: readonly string[], objective: Tensor = term) =>
    tape.backward(
      objective,
      seed,
      names.map((name) => [arena.parameter(name), arena.gradient(name)] as const),
    );
  return { arena, plan, tape, seed, h, a, term, lse, backward };
}

/** Kernels of the backward pass, in order. */
function backwardKernels(plan: Plan): string[] {
  return plan.dispatches.slice(FORWARD).map(({ declaration }) => `${declaration.path}.${declaration.entry}`);
}

const BOUND = 'bound/infonce.backward';
const LAYER = 'critic/linear.backward';
const DOWN = 'critic/linear.backward_x';
const WEIGHTS = 'critic/linear.backward_w';
const SPINS = 'critic/linear_bits_tall.backward_w';

test.after(closeDevice);

test(
  'all parameters: every backward kernel once',
  scopedAsSoftware((scope) => {
    const { plan, arena, backward } = record(scope, 'relaxed');
    assert.is(plan.dispatches.length, FORWARD);
    backward(arena.slices.map((s) => s.name));
    const kernels = backwardKernels(plan);
    assert.is(kernels[0], BOUND);
    // Five dense layers, each with its input's gradient; below the layer on packed spins there are only data.
    const last = ['coarse/filter.backward_w', 'coarse/relaxed.backward_a', SPINS];
    assert.equal(kernels.slice(1).sort(), [...last, LAYER, LAYER, LAYER, LAYER, LAYER].sort());
  }),
);

test(
  'the critic alone: nothing below its first layers',
  scopedAsSoftware((scope) => {
    const { plan, arena, backward } = record(scope, 'relaxed');
    backward(arena.slices.map((s) => s.name).filter((name) => name !== 'lambda'));
    const kernels = backwardKernels(plan);
    // The first layer of the tower of H computes its weights' gradient alone: H needs none.
    assert.equal(kernels.sort(), [BOUND, LAYER, LAYER, LAYER, LAYER, WEIGHTS, SPINS].sort());
  }),
);

test(
  'one layer: only the path to it',
  scopedAsSoftware((scope) => {
    const { plan, backward } = record(scope, 'relaxed');
    backward(['v2']);
    assert.equal(backwardKernels(plan), [BOUND, WEIGHTS]);
  }),
);

test(
  'the filter alone: down the tower of H, no gradient of any weight on the way',
  scopedAsSoftware((scope) => {
    const { plan, backward } = record(scope, 'relaxed');
    backward(['lambda']);
    assert.equal(backwardKernels(plan), [BOUND, DOWN, DOWN, DOWN, 'coarse/relaxed.backward_a', 'coarse/filter.backward_w']);
  }),
);

test(
  'an intermediate tensor may be asked for as well',
  scoped((scope) => {
    const { plan, tape, term, seed, h } = record(scope, 'relaxed');
    tape.backward(term, seed, [[h, scope.tensor('f32', h.shape, 'dh')]]);
    assert.equal(backwardKernels(plan), [BOUND, DOWN, DOWN, DOWN]);
  }),
);

test(
  'no backward rule: coarse/sign refuses only when a gradient has to pass through it',
  scoped((scope) => {
    const { backward, arena } = record(scope, 'sign');
    backward(arena.slices.map((s) => s.name).filter((name) => name !== 'lambda'));
    assert.throws(() => record(scope, 'sign').backward(['lambda']), /coarse\/sign: expected a backward rule.*got no backward for input a/);
  }),
);

test(
  'what does not lead to the objective is a bug of the caller',
  scoped((scope) => {
    const { tape, term, seed } = record(scope, 'relaxed');
    const stray = scope.tensor('f32', [R, 3], 'stray');
    assert.throws(() => tape.backward(term, seed, [[stray, scope.tensor('f32', [R, 3], 'dstray')]]), /internal: stray does not lead to the objective term/);
  }),
);

test(
  'an output that no rule differentiates is refused',
  scoped((scope) => {
    const { backward, lse } = record(scope, 'relaxed');
    assert.throws(() => backward(['lambda'], lse), /bound\/infonce\.backward: expected a binding for dterm, got none/);
  }),
);

test(
  'labels in the listing come from parameters and layers',
  scoped((scope) => {
    const { plan, backward } = record(scope, 'relaxed');
    backward(['lambda', 'u0']);
    const lines = plan.toString().split('\n');
    assert.is(lines[0], `plan graph: ${plan.dispatches.length} dispatches`);
    assert.is(lines.length, 1 + plan.dispatches.length);
    assert.match(lines[1], /^01 coarse\/filter\.forward {2}visible lambda -> a {2}grid 1x2x1$/);
    assert.match(lines[3], /^03 critic\/linear\.forward {2}h u0 -> u0\.y {2}grid/);
    assert.match(lines.at(-1) as string, /coarse\/filter\.backward_w {2}visible da -> dlambda {2}grid/);
  }),
);

test('everything a step allocated is freed with its scope', async () => {
  const device = await theDevice();
  const before = { ...device.live };
  for (let round = 0; round < 2; round++) {
    const scope = device.scope('step');
    const arena = new Arena(scope, R, { w: [C + 1, D] });
    const plan = new Plan(device, 'small graph');
    const tape = new Tape(scope, plan);
    const x = scope.tensor('f32', [R, K, C], 'x');
    const [u, v] = [0, 1].map((RELU) => tape.apply(linear, { x, w: arena.parameter('w') }, { options: { RELU } }).y);
    const { term } = tape.apply(infonce, { u, v });
    tape.backward(term, scope.tensor('f32', [R, K], 'dterm'), [[arena.parameter('w'), arena.gradient('w')]]);
    await execute(plan, 2);
    await term.read();
    assert.ok(device.live.buffers > before.buffers);
    scope.dispose();
    assert.equal(device.live, before);
  }
});

test.run();
