/** The model of GPU times: its arithmetic, and that every kernel of a training step has a row that fits it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Dispatched, REPLICAS, STEPS, stepName, stepOnPaper } from '../../bench/lab/gpu/dispatched.ts';
import { flipRows, samplerOf } from '../../bench/lab/gpu/flips.ts';
import { KERNELS } from '../../bench/lab/gpu/kernels.ts';
import { estimate, H200, NAVI31, stepSeconds, TASK, taskSeconds } from '../../bench/lab/gpu/model.ts';
import { type KernelRow, phase } from '../../bench/lab/gpu/row.ts';
import { gpuFor } from '../../bench/lab/gpu/sections.ts';
import { GPU_STEPS } from '../golden/gpu_steps.ts';
import { close } from '../support/close.ts';

const TIGHT = { atol: 0, rtol: 1e-12 };
const choices = STEPS.flatMap((step) => REPLICAS.map((replicas) => ({ ...step, replicas })));
const steps = choices.map((choice) => ({ name: stepName(choice), replicas: choice.replicas, dispatches: stepOnPaper(choice) }));

test('the model computes what another program computed from the same rows', () => {
  for (const { step, replicas, dispatches, h200, navi31, seconds } of GPU_STEPS) {
    const sums = [0, 0];
    let count = 0;
    for (const golden of dispatches) {
      const { title, constants, tensors, phases, shared, fixed, times } = golden;
      const [first, ...more] = phases.map((numbers) => phase(...(numbers as unknown as Parameters<typeof phase>)));
      const row: KernelRow = { phases: () => [first, ...more], loops: () => [], shared, fixed: fixed || undefined };
      const dispatch: Dispatched = {
        title,
        note: '',
        constants,
        groups: [1, 1, 1],
        workgroup: [64, 1, 1],
        tensors: Object.fromEntries(Object.entries(tensors).map(([name, [extent, bytes]]) => [name, { shape: [extent], bytes }])),
      };
      const [ours, theirs] = [H200, NAVI31].map((gpu) => estimate(gpu, dispatch, replicas, { [title]: row }));
      close([ours.seconds, theirs.seconds], [golden.h200, golden.navi31], TIGHT, `${step}: ${title}`);
      assert.is(ours.limit, golden.limit, `${step}: ${title}`);
      sums[0] += times * ours.seconds;
      sums[1] += times * theirs.seconds;
      count += times;
    }
    close(sums, [h200, navi31], TIGHT, step);
    // The other program adds the recording to the work. Here it goes on beside the work, and the shorter of the two is hidden.
    const hidden = (sum: number) => TASK.steps * Math.ceil(TASK.runs / replicas) * Math.min(sum, 4.6e-6 * count);
    close(
      sums.map((sum) => taskSeconds(sum, count, replicas) + hidden(sum)),
      seconds,
      TIGHT,
      `${step}, the whole task`,
    );
  }
});

test('every kernel of a training step on a GPU has its row, and every row its kernel', () => {
  const used = new Set(steps.flatMap(({ dispatches }) => dispatches.map(({ title }) => title)));
  assert.equal([...used].sort(), Object.keys(KERNELS).sort(), 'bench/lab/gpu/kernels.ts');
});

test('rows ask for sizes that their kernels have, and 500 replicas take longer than one', () => {
  for (const gpu of [H200, NAVI31]) {
    const times = Object.fromEntries(steps.map(({ name, dispatches, replicas }) => [name, stepSeconds(gpu, dispatches, replicas)]));
    for (const [name, seconds] of Object.entries(times)) assert.ok(seconds > 20e-6 && seconds < 0.1, `${name} on ${gpu.name}: ${seconds}`);
    for (const step of STEPS) assert.ok(times[stepName({ ...step, replicas: 500 })] > times[stepName({ ...step, replicas: 1 })]);
  }
});

test('control: a kernel without a row is said, and a row that asks for a size its kernel lacks is an error', () => {
  const [one] = steps[0].dispatches;
  assert.is(estimate(H200, one, 1, {}).known, false);
  assert.is(estimate(H200, one, 1).known, true);
  const wrong: KernelRow = { phases: (c) => [phase(c.NO_SUCH_SIZE, 1, 1, 1, 1, 1, 1, 1, 1)], loops: () => [] };
  assert.throws(() => estimate(H200, one, 1, { [one.title]: wrong }), /asks for a size that the kernel does not have/);
});

test('samplers whose flips are counted exist, and the nearest GPU of the model is taken', () => {
  for (const name of [...flipRows(false), ...flipRows(true)]) assert.is(samplerOf(name).unit, 'flips');
  assert.throws(() => samplerOf('Ising 3 x 3'), /there is no sampler Ising 3 x 3/);
  assert.equal([gpuFor({ vendor: 'nvidia' }).name, gpuFor({ vendor: 'amd' }).name], ['H200', 'navi31']);
});

test.run();
