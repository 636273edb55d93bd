/** While the GPU works on one command buffer of a run the next is recorded: on a clock moved by hand, and with the same bits on an adapter. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/train/tally.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Pacer, Waiting } from '../../src/gpu/waiting.ts';
import { closeDevice, scopedAsHardware } from '../support/device.ts';
import { type Costs, PretendedGpu } from '../support/pretended_gpu.ts';

test.after(closeDevice);

/** A compiled plan of so many dispatches, each of which adds (0.5, 1) and (2, 1) to the sums of two chains. */
async function planOf(scope: Scope, dispatches: number) {
  const sums = scope.tensor('f32', [32, 2], 'sums');
  const term = scope.upload('f32', [1, 2], 'term', Float32Array.from([0.5, 2]));
  const step = scope.upload('u32', [1], 'step', Uint32Array.from([1]));
  const plan = new Plan(scope.memory, 'sums');
  for (let i = 0; i < dispatches; i++) plan.dispatch(shader.tally, { K: 2, C: 32 }, { term, step, sums }, [2]);
  return { sums, plan: await plan.compile() };
}

async function pretended(costs: Costs, dispatches = 22, software = false) {
  const gpu = new PretendedGpu(costs, software);
  const { plan } = await planOf(gpu.device.scope('test'), dispatches);
  return { gpu, plan };
}

/** Times as on an H200: 4.5 us to record a dispatch of a training step, 19 us to work on it. */
const H200: Costs = { record: 0.0045, work: 0.019 };

test('the second command buffer is recorded and submitted before the first is done, and so is each of the others', async () => {
  const { gpu, plan } = await pretended(H200);
  plan.run(500);
  const { submitted } = gpu;
  assert.ok(submitted.length > 10, `${submitted.length} command buffers`);
  assert.is(
    submitted.reduce((sum, { dispatches }) => sum + dispatches, 0),
    500 * plan.dispatches.length,
  );
  for (let i = 1; i < submitted.length; i++) assert.ok(submitted[i].at < submitted[i - 1].done, `${i}: ${JSON.stringify(submitted.slice(i - 1, i + 1))}`);
  assert.is(gpu.waits, 0);
});

test('a run takes what the GPU takes; control: one command buffer takes the recording as well', async () => {
  const { gpu, plan } = await pretended(H200);
  const milliseconds = await new Waiting(plan).run(500);
  const all = 500 * plan.dispatches.length;
  const work = all * H200.work;
  assert.ok(milliseconds > work && milliseconds < 1.001 * work, `${milliseconds} ms, the GPU ${work}`);
  assert.ok(work + all * H200.record > 1.2 * milliseconds);
  assert.is(gpu.waits, 1);
});

test('where recording takes longer than the work, the run takes the recording and the last work', async () => {
  const { plan } = await pretended({ record: 0.01, work: 0.002 });
  const milliseconds = await new Waiting(plan).run(500);
  const record = 500 * plan.dispatches.length * 0.01;
  assert.ok(milliseconds >= record && milliseconds < record + 1024 * 0.002 + 1e-6, `${milliseconds} ms, the host ${record}`);
});

test('command buffers hold 1024 dispatches at most, or one repeat of a longer list; a short run is one', async () => {
  for (const [dispatches, repeats, count, longest] of [
    [22, 1, 1, 22],
    [1, 32, 1, 32],
    [22, 2000, 48, 1012],
    [3000, 3, 3, 3000],
  ]) {
    const { gpu, plan } = await pretended(H200, dispatches);
    plan.run(repeats);
    const sizes = gpu.submitted.map((buffer) => buffer.dispatches);
    assert.equal([sizes.length, Math.max(...sizes)], [count, longest], `${dispatches} x ${repeats}: ${sizes}`);
  }
});

test('a software adapter gets one command buffer: recording beside its work would take its cores', async () => {
  const { gpu, plan } = await pretended(H200, 22, true);
  plan.run(500);
  assert.equal(
    gpu.submitted.map(({ dispatches }) => dispatches),
    [11_000],
  );
});

test('pieces follow each other once the last is done: what is queued is bounded, and a stop waits for one piece', async () => {
  const { gpu, plan } = await pretended(H200);
  const pacer = new Pacer();
  let queued = 0;
  gpu.onSubmit = () => {
    queued = Math.max(queued, (gpu.submitted.at(-1)?.done ?? 0) - gpu.clock.time);
  };
  await pacer.run(plan, 5000, async () => assert.ok(gpu.clock.time >= (gpu.submitted.at(-1)?.done ?? 0), 'the log is read when the steps are done'));
  assert.ok(queued > 100 && queued < 500, `${queued} ms are queued`);
});

test('a device that is lost between two pieces ends the run with one error, and nothing more is submitted', async () => {
  const { gpu, plan } = await pretended(H200);
  const errors: string[] = [];
  await new Pacer()
    .run(plan, 1000, async (done) => {
      if (done >= 100) gpu.lose('unplugged');
    })
    .catch((error: Error) => errors.push(error.message));
  assert.is(errors.length, 1);
  assert.match(errors[0], /device lost \(unplugged\)/);
  const before = gpu.submitted.length;
  assert.throws(() => plan.run(), /device lost/);
  assert.is(gpu.submitted.length, before);
});

test('the time that recording took is not slept through again', async () => {
  const { gpu, plan } = await pretended(H200);
  const waiting = new Waiting(plan);
  const times: number[] = [];
  for (let i = 0; i < 6; i++) times.push(await waiting.run(500));
  assert.ok(gpu.clock.slept.length > 0);
  assert.ok(Math.max(...times) < 1.001 * Math.min(...times), `${times}`);
});

test(
  'many repeats, in several command buffers, give the bits of single ones',
  scopedAsHardware(async (scope) => {
    const [many, single] = [await planOf(scope, 5), await planOf(scope, 5)];
    many.plan.run(300);
    for (let i = 0; i < 300; i++) single.plan.run();
    const read = await many.sums.read();
    assert.equal([...read], [...(await single.sums.read())]);
    assert.equal([...read.slice(0, 4)], [750, 1500, 3000, 1500]);
  }),
);

test.run();
