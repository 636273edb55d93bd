/** The library as a program imports it: reproducible to the bit, replicas independent of their number, nothing left behind. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Device } from '../../src/gpu/device.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { type Library, library } from '../support/program.ts';

const SMALL = {
  size: 4,
  block: 2,
  buffer: 0,
  shell: 1,
  temperature: 2,
  replicas: 1,
  steps: 24,
  refine: 10,
  batch: 16,
  chains: 32,
  heldOut: 32,
  validation: 32,
  evaluations: 4,
  evaluationBatch: 16,
  hidden: [32],
  evaluationSweeps: 2,
  seed: 11,
} satisfies TrainInput;

let blockspin: Library;
let device: Device;

test.before(async () => {
  blockspin = await library();
  device = await blockspin.openDevice();
});

test.after(() => device.close());

/** Everything random of a run: the curves and, by replica, filters and held-out values. */
async function outcome(input: TrainInput) {
  const { curves, summary } = await blockspin.train(device, { ...SMALL, ...input });
  return { curves: curves[0], filters: summary.points[0].filters, replicas: summary.points[0].replicas };
}

test('the same seed gives the same bits, another seed others; a replica does not know how many there are', async () => {
  const before = { ...device.live };
  const first = await outcome({});
  assert.equal(device.live, before, 'device.live returns to its start');
  const numbers = [...first.curves[0].objective, ...first.filters.flat(3), first.replicas[0].mean, first.replicas[0].error];
  assert.is(first.curves[0].objective.length, 24);
  assert.ok(numbers.every(Number.isFinite), 'finite');
  assert.is(new Set(first.curves[0].objective).size, 24, 'every step differs');

  assert.equal(await outcome({}), first);

  const other = await outcome({ seed: 12 });
  assert.not.equal(other.curves, first.curves);
  assert.not.equal(other.filters, first.filters);

  const three = await outcome({ replicas: 3 });
  assert.equal(three.curves[0], first.curves[0]);
  assert.equal(three.filters[0], first.filters[0]);
  assert.equal(three.replicas[0], first.replicas[0]);
  assert.not.equal(three.curves[1], first.curves[0]);
  assert.not.equal(three.curves[2], three.curves[1]);
  assert.equal(device.live, before);
});

test('progress rises from 0 to 1 through all phases, and results are saved on the way', async () => {
  const phases = new Set<string>();
  const fractions: number[] = [];
  let saved = 0;
  await blockspin.train(device, SMALL, {
    progress: ({ phase, fraction }) => {
      phases.add(phase);
      fractions.push(fraction);
    },
    save: async ({ summary, curves }) => {
      saved += 1;
      assert.is(summary.points.length, 1);
      assert.is(curves[0].length, 1);
    },
  });
  assert.equal([...phases], ['compiling', 'sampling', 'training', 'refining', 'evaluating']);
  assert.ok(
    fractions.every((f, i) => f >= 0 && f < 1 + 1e-9 && (i === 0 || f >= fractions[i - 1] - 1e-9)),
    'never backwards',
  );
  assert.ok(fractions[fractions.length - 1] > 0.999);
  assert.ok(saved >= 1);
});

test('bad input throws before any work, with the nearest key', async () => {
  const before = { ...device.live };
  const rejects = async (input: Record<string, unknown>, message: RegExp) => {
    try {
      await blockspin.train(device, { ...SMALL, ...input } as TrainInput);
    } catch (error) {
      assert.instance(error, blockspin.BlockspinError);
      assert.is((error as InstanceType<Library['BlockspinError']>).code, 'usage');
      assert.match((error as Error).message, message);
      return;
    }
    assert.unreachable('accepted');
  };
  await rejects({ temprature: 2 }, /did you mean temperature\?/);
  await rejects({ heldOut: 33 }, /heldOut: expected a multiple of 32.*got 33/);
  await rejects({ filter: [1, 2, 3] }, /filter: expected 4 weights.*got 3/);
  await rejects({ freeze: true }, /freeze/);
  assert.equal(device.live, before);
});

test('ready: once, when the run is known to fit and before anything is allocated; what it throws ends the run', async () => {
  const before = { ...device.live };
  const order: string[] = [];
  const ready = async () => {
    assert.equal(device.live, before);
    order.push('ready');
  };
  await blockspin.train(device, SMALL, { ready, progress: ({ phase }) => order.push(phase) });
  assert.is(order[0], 'ready');
  assert.is(order.filter((one) => one === 'ready').length, 1);

  const refused = async (input: TrainInput, hook: () => Promise<void>) =>
    blockspin.train(device, { ...SMALL, ...input }, { ready: hook }).catch((error) => error);
  assert.is((await refused({ size: 512, chains: 1_048_576 }, ready)).code, 'memory');
  assert.is((await refused({ size: 5 }, ready)).code, 'usage');
  assert.is(order.filter((one) => one === 'ready').length, 1, 'not called for what is refused');
  const full = new Error('disk full');
  assert.is(await refused({}, () => Promise.reject(full)), full);
  assert.equal(device.live, before);
});

test('a signal that is aborted already stops before the first step', async () => {
  const before = { ...device.live };
  try {
    await blockspin.train(device, SMALL, { signal: AbortSignal.abort() });
    assert.unreachable('ran');
  } catch (error) {
    assert.is((error as { code?: string }).code, 'stopped');
    assert.ok((error as { partial?: unknown }).partial, 'carries what there is');
  }
  assert.equal(device.live, before);
});

test.run();
