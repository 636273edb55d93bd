/**
 * Replicas are independent: a replica's bits do not depend on which others run beside it, how they are divided into shards, or on
 * whether the run was interrupted. And what the ensemble will take is known beforehand.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Ledger } from '../../src/gpu/ledger.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/store/checkpoint_file.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { Ensemble } from '../../src/train/ensemble/ensemble.ts';
import { planMemory } from '../../src/train/ensemble/memory.ts';
import type { Results } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';

const SMALL = {
  size: 8,
  block: 2,
  buffer: [0, 1],
  shell: 1,
  temperature: 2,
  replicas: 2,
  steps: 60,
  refine: 20,
  evaluations: 2,
  validateEvery: 20,
  // Few chains and small minibatches: what is compared are bits.
  chains: 32,
  heldOut: 32,
  validation: 32,
  batch: 48,
  evaluationBatch: 48,
  hidden: [32],
} satisfies TrainInput;

interface State {
  filters: number[][];
  best: unknown[];
}

async function trained(input: TrainInput, shardSize?: number): Promise<State> {
  const ensemble = new Ensemble(await theDevice(), trainConfig(input), shardSize);
  try {
    await ensemble.prepare();
    ensemble.begin(0);
    for (let i = 0; i < 2; i++) {
      ensemble.plans.training.run(20);
      ensemble.plans.validating.run(2);
      ensemble.judge.run();
    }
    ensemble.restore.run();
    return { filters: (await ensemble.filters()).map(({ weights }) => weights), best: await ensemble.bestValidations() };
  } finally {
    ensemble.dispose();
  }
}

for (const bound of ['discrete', 'infonce'] as const) {
  test(`${bound}: replica by replica the same bits alone, together and in shards`, async () => {
    const together = await trained({ ...SMALL, bound });
    assert.is(together.filters.length, 4);
    assert.is(new Set(together.filters.map(String)).size, 4, 'four different runs');
    assert.equal(await trained({ ...SMALL, bound }, 3), together, 'two shards');
    for (const own of [0, 1]) {
      const alone = await trained({ ...SMALL, bound, replicas: 1, firstReplica: own });
      assert.equal(
        [alone.filters, alone.best],
        [
          [together.filters[own], together.filters[2 + own]],
          [together.best[own], together.best[2 + own]],
        ],
      );
    }
    // Negative control: another seed gives other bits.
    assert.is.not(String((await trained({ ...SMALL, bound, seed: 2 })).filters), String(together.filters));
  });
}

/** All that a run reports but its times. */
const reported = ({ summary, curves }: Results) => JSON.stringify({ points: summary.points, curves });

test('a run stopped anywhere and resumed from its checkpoint reports the same bits', async () => {
  const device = await theDevice();
  const input = { ...SMALL, warmup: 10 };
  const whole = reported(await train(device, input));
  const phases = new Set<string>();
  for (const fraction of [0.1, 0.6, 0.95]) {
    const abort = new AbortController();
    let file: Uint8Array | undefined;
    const hooks = {
      signal: abort.signal,
      progress: (progress: { fraction: number; phase: string }) => {
        if (progress.fraction >= fraction && progress.phase !== 'sampling' && progress.phase !== 'compiling') abort.abort();
      },
      checkpoint: async (state: Parameters<typeof encodeCheckpoint>[0]) => {
        file = await encodeCheckpoint(state);
      },
    };
    const stopped = await train(device, input, hooks).then(
      () => undefined,
      (error) => error.code,
    );
    assert.is(stopped, 'stopped', `at ${fraction}`);
    const checkpoint = await decodeCheckpoint(file as unknown as Uint8Array, 'checkpoint');
    phases.add(checkpoint.position.phase);
    assert.is(reported(await train(device, input, {}, checkpoint)), whole, `resumed at ${fraction}`);
    // A checkpoint of another configuration is refused before it changes anything.
    await train(device, { ...input, replicas: 1 }, {}, checkpoint).then(
      () => assert.unreachable('took a checkpoint of another shape'),
      (error: Error) => assert.match(error.message, /^checkpoint: expected group0\.parameters f32 .*; resume with the configuration/),
    );
  }
  assert.ok(phases.size >= 2, `stopped in ${[...phases]}`);
});

test('patience ends a phase once nothing improves, in one piece and resumed alike', async () => {
  const device = await theDevice();
  // At infinite temperature there is nothing to improve on.
  const input = { ...SMALL, temperature: Number.POSITIVE_INFINITY, steps: 400, validateEvery: 10, patience: 30 };
  const whole = await train(device, input);
  const steps = whole.curves[0][0].validation.step.at(-1) as number;
  assert.ok(steps >= 40 && steps < 400, `stopped at ${steps}`);
  let file: Uint8Array | undefined;
  const abort = new AbortController();
  const hooks = {
    signal: abort.signal,
    progress: ({ phase }: { phase: string }) => phase === 'refining' && abort.abort(),
    checkpoint: async (state: Parameters<typeof encodeCheckpoint>[0]) => {
      file = await encodeCheckpoint(state);
    },
  };
  await train(device, input, hooks).catch(() => undefined);
  assert.is(reported(await train(device, input, {}, await decodeCheckpoint(file as unknown as Uint8Array, 'checkpoint'))), reported(whole));
});

test('what an ensemble takes is known beforehand, to the byte', async () => {
  const device = await theDevice();
  const taken = (replicas: number, size?: number) => {
    const config = trainConfig({ ...SMALL, replicas });
    const before = device.live.bytes;
    const { bytes, shardSize } = planMemory(device, config, { shardSize: size });
    assert.is(device.live.bytes, before, 'nothing is allocated');
    const ensemble = new Ensemble(device, config, shardSize);
    const real = device.live.bytes - before;
    ensemble.dispose();
    assert.is(device.live.bytes, before);
    return { real, planned: bytes };
  };
  const few = taken(5);
  assert.is(few.real, few.planned);
  // Beyond the third shard nothing is laid out any more, and what is rounded up in every buffer is not known.
  const many = taken(80, 16);
  assert.ok(Math.abs(many.planned / many.real - 1) < 0.002, JSON.stringify(many));
  assert.ok(many.real < 0.5 * taken(80).real, 'shards share what they work in');
});

test('planning takes as long for many replicas as for some', async () => {
  const device = await theDevice();
  const narrow = Object.create(device, { largestBuffer: { value: 1_000_000 } });
  const { allocate } = Ledger.prototype;
  const laidOut = (replicas: number) => {
    let bytes = 0;
    Ledger.prototype.allocate = function (this: Ledger, ...of) {
      bytes += of[0];
      return allocate.apply(this, of);
    };
    try {
      planMemory(narrow, trainConfig({ ...SMALL, replicas }));
    } finally {
      Ledger.prototype.allocate = allocate;
    }
    return bytes;
  };
  assert.is(laidOut(60_000), laidOut(600));
});

test('replicas beyond the memory are refused with the bytes and a number that fits, which does fit', async () => {
  const device = await theDevice();
  // Of a graphics card, whose memory is its own.
  const narrow = Object.create(device, { budget: { value: device.live.bytes + 40_000_000 }, adapter: { value: { ...device.adapter, software: false } } });
  let most = 0;
  try {
    planMemory(narrow, trainConfig({ ...SMALL, replicas: 5000 }));
    assert.unreachable('took it');
  } catch (error) {
    const match = /got (\d+) bytes for 5000 replicas at each of 2 points; use replicas: (\d+), which fit/.exec((error as Error).message);
    assert.ok(match, (error as Error).message);
    assert.ok(Number(match[1]) > 40_000_000);
    most = Number(match[2]);
  }
  const { bytes, readback, host, shardSize } = planMemory(narrow, trainConfig({ ...SMALL, replicas: most }));
  assert.ok(bytes + readback <= 40_000_000 && bytes > 35_000_000, `${bytes} bytes`);
  assert.ok(shardSize < most, 'in smaller shards than bindings ask for');
  assert.throws(() => planMemory(narrow, trainConfig({ ...SMALL, replicas: Math.ceil(1.1 * most) })), /which fit/);
  // The memory of a software adapter is that of the machine, which holds all else as well.
  const software = Object.create(narrow, { adapter: { value: { ...device.adapter, software: true } } });
  assert.throws(() => planMemory(software, trainConfig({ ...SMALL, replicas: most })), /, in main memory, got \d+ bytes/);
  // And a graphics card does not hold what the host has to keep.
  const poor = Object.create(narrow, { mainMemory: { value: host - 1 } });
  assert.throws(() => planMemory(poor, trainConfig({ ...SMALL, replicas: most })), /bytes of main memory, got \d+ bytes/);
});

test.after(closeDevice);
test.run();
