/** Plans: what they refuse, what they print, and in which order they run. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { linear } from '../../src/critic/linear.ts';
import * as filterShader from '../../src/gen/shaders/coarse/filter.ts';
import * as shader from '../../src/gen/shaders/train/tally.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Tape } from '../../src/graph/tape.ts';
import { hyperLayout } from '../../src/optim/adam.ts';
import { closeDevice, execute, scoped, theDevice } from '../support/device.ts';

function bindings(scope: Scope) {
  return {
    term: scope.upload('f32', [1, 2], 'term', Float32Array.from([0.5, 2])),
    step: scope.upload('u32', [1], 'step', Uint32Array.from([1])),
    sums: scope.tensor('f32', [32, 2], 'sums'),
  };
}
const constants = { K: 2, C: 32 };

/** The message with which a promise is rejected. */
async function rejection(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: Error) => reason,
  );
  if (!error) throw new Error('nothing was thrown');
  return error.message;
}

test.after(closeDevice);

test(
  'names of bindings: unknown, missing and mistyped ones throw when they are recorded',
  scoped((scope) => {
    const plan = new Plan(scope.memory, 'names');
    const good = bindings(scope);
    const { sums, ...missing } = good;
    assert.throws(
      () => plan.dispatch(shader.tally, constants, { ...good, sum: sums } as never, [2]),
      /train\/tally\.tally: expected bindings term, step, sums, got sum/,
    );
    assert.throws(() => plan.dispatch(shader.tally, constants, missing as never, [2]), /train\/tally\.tally: expected a binding for sums, got none/);
    assert.throws(() => plan.dispatch(shader.tally, constants, { ...good, step: good.term } as never, [2]), /train\/tally\.tally: step: expected u32, got f32/);
    const uniform = scope.uniform(hyperLayout, 'hyper', { beta1: 0, beta2: 0, epsilon: 0, clip: 0 });
    assert.throws(() => plan.dispatch(shader.tally, constants, { ...good, term: uniform } as never, [2]), /term: expected f32, got uniform/);
    assert.is(plan.dispatches.length, 0);
  }),
);

test(
  'fields of uniforms: unknown and missing ones throw, those left out later keep their value',
  scoped((scope) => {
    assert.throws(
      () => scope.uniform(hyperLayout, 'hyper', { beta1: 0, beta2: 0, epsilom: 0 } as never),
      /uniform hyper: expected one of the fields beta1, beta2, epsilon, clip, got epsilom/,
    );
    assert.throws(() => scope.uniform(hyperLayout, 'hyper', { beta1: 0, beta2: 0 } as never), /uniform hyper: expected a value for field epsilon, got none/);
    scope.uniform(hyperLayout, 'hyper', { beta1: 0, beta2: 0, epsilon: 0, clip: 0 }).write({ beta2: 1 });
  }),
);

test(
  'constants: unknown, missing and non-finite ones throw in compile',
  scoped(async (scope) => {
    const compile = (given: Record<string, number>) =>
      rejection(new Plan(scope.memory, 'constants').dispatch(shader.tally, given as never, bindings(scope), [2]).compile());
    assert.match(await compile({ K: 2 }), 'kernel train/tally.tally: expected a value for C, got none');
    assert.match(await compile({}), 'expected a value for K, C, got none');
    assert.match(await compile({ ...constants, Q: 1 }), 'kernel train/tally.tally: expected constants out of STRIDE, K, C, S, got Q');
    assert.match(await compile({ K: 2, C: Number.NaN }), 'expected a finite constant C, got NaN');
  }),
);

test(
  'an option that the op needs but was not given is named',
  scoped(async (scope) => {
    const plan = new Plan(scope.memory, 'options');
    new Tape(scope, plan).apply(linear, { x: scope.tensor('f32', [1, 3, 5], 'x'), w: scope.tensor('f32', [1, 6, 4], 'w') });
    assert.match(await rejection(plan.compile()), 'critic/linear.forward: expected a finite constant RELU');
  }),
);

test(
  'one dispatch cannot hold more than 65535 workgroups along y, nor none at all',
  scoped((scope) => {
    const plan = new Plan(scope.memory, 'grid');
    assert.throws(
      () => plan.dispatch(shader.tally, constants, bindings(scope), [2, 70000]),
      /train\/tally\.tally: expected 1 to 65535 workgroups.*got 1 x 70000 x 1/,
    );
    assert.throws(() => plan.dispatch(shader.tally, constants, bindings(scope), [0]), /got 0 x 1 x 1/);
    // A long row of threads is folded into rows of workgroups that all fit.
    plan.dispatch(shader.tally, constants, bindings(scope), [64 * 65535 * 2.5]);
    const [x, y] = plan.dispatches[0].workgroups;
    assert.ok(x <= 65535 && y === 3 && x * y >= 65535 * 2.5);
  }),
);

test(
  'running before compile is a bug of the caller; recording more asks for another compile',
  scoped(async (scope) => {
    const plan = new Plan(scope.memory, 'early').dispatch(shader.tally, constants, bindings(scope), [2]);
    assert.throws(() => plan.run(), /internal: plan early is run before compile\(\)/);
    await execute(plan);
    plan.dispatch(shader.tally, constants, bindings(scope), [2]);
    assert.throws(() => plan.run(), /before compile/);
    await execute(plan);
  }),
);

test(
  'repeats, append and order: a plan is replayed as often as asked, in one submission',
  scoped(async (scope) => {
    const b = bindings(scope);
    const one = new Plan(scope.memory, 'one').dispatch(shader.tally, constants, b, [2]);
    const three = new Plan(scope.memory, 'three').append(one).append(one).append(one);
    assert.is(three.dispatches.length, 3);
    await execute(three, 5);
    assert.equal(Array.from(await b.sums.read()).slice(0, 4), [7.5, 15, 30, 15]);
  }),
);

test(
  'the listing: one line per dispatch with kernel, reads, writes, grid and remark',
  scoped((scope) => {
    const plan = new Plan(scope.memory, 'listing').dispatch(shader.tally, constants, bindings(scope), [2, 7], 'held out');
    const tensor = (label: string) => scope.tensor('f32', [1, 64], label);
    plan.dispatch(
      filterShader.backward_w,
      { K: 1, V: 9, VW: 1, C: 1, SPLIT: 1, w_stride: 9, dw_add: 0 },
      { visible: scope.tensor('u32', [1, 1, 1], 'visible'), da: tensor('da'), dw: tensor('dlambda') },
      [130],
    );
    assert.is(
      plan.toString(),
      [
        'plan listing: 2 dispatches',
        '01 train/tally.tally  term step -> sums  grid 1x7x1  (held out)',
        '02 coarse/filter.backward_w  visible da -> dlambda  grid 3x1x1',
      ].join('\n'),
    );
  }),
);

test(
  'profile: a time per dispatch, shown in the listing',
  scoped(async (scope, device) => {
    const plan = await new Plan(device, 'profile').dispatch(shader.tally, constants, bindings(scope), [2]).compile();
    if (!device.timestamps) return assert.match(await rejection(plan.profile(2)), 'profile: expected an adapter with timestamp queries');
    const times = await plan.profile(2);
    assert.is(times.length, 1);
    assert.ok(times[0] >= 0);
    assert.match(plan.toString(), /\d\.\d{3} ms$/);
  }),
);

test(
  'pipelines are compiled once per set of constants',
  scoped(async (_, { kernels }) => {
    const first = await kernels.get(shader.tally, constants);
    assert.is(await kernels.get(shader.tally, { C: 32, K: 2 }), first);
    assert.is.not(await kernels.get(shader.tally, { ...constants, K: 3 }), first);
  }),
);

test('what lives on the device: what is allocated counts until it is freed, once', async () => {
  const device = await theDevice();
  const before = { ...device.live };
  const scope = device.scope('ledger');
  const tensor = scope.tensor('f32', [5], 'five');
  // Sizes are rounded up to 16 bytes.
  assert.equal(device.live, { buffers: before.buffers + 1, bytes: before.bytes + 32 });
  await tensor.read();
  assert.equal(device.live, { buffers: before.buffers + 1, bytes: before.bytes + 32 }, 'readback leaves nothing');
  assert.throws(() => tensor.write(new Float32Array(4)), /tensor five: expected 5 elements for shape \(5\), got 4/);
  scope.dispose();
  assert.equal(device.live, before);
  assert.throws(() => device.free(tensor.buffer), /internal: buffer ledger\.five freed twice/);
  assert.throws(() => device.allocate(2 ** 45, 'storage', 'too much'), /memory for too much: expected at most/);
  assert.equal(device.live, before);
});

test.run();
