/** On a GPU a training samples while it compiles: in that order, to the same bits, with one error and nothing left behind. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import type { Device } from '../../src/gpu/device.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { Ensemble } from '../../src/train/ensemble/ensemble.ts';
import type { TrainHooks } from '../../src/train/hooks.ts';
import { train } from '../../src/train/train.ts';
import { Trainer } from '../../src/train/trainer.ts';
import { closeDevice, scopedAsHardware, scopedAsSoftware } from '../support/device.ts';

test.after(closeDevice);

const SMALL = {
  size: 8,
  block: 2,
  buffer: 0,
  shell: 1,
  temperature: [2, 2.5],
  replicas: 1,
  steps: 20,
  refine: 0,
  evaluations: 1,
  validateEvery: 20,
  chains: 32,
  heldOut: 32,
  validation: 32,
  batch: 32,
  evaluationBatch: 32,
  hidden: [8],
} satisfies TrainInput;

/** What happens in a training, in order: kernels that are asked for, submissions, and stages. */
interface Seen {
  events: string[];
  hooks: TrainHooks;
  /** Resolves when what has not begun to be compiled beside the sampling is given up. */
  dropped: Promise<void>;
}

/** Watches a device while something runs on it. @param fails which kernels cannot be compiled, by their path */
async function watched(device: Device, action: (seen: Seen) => Promise<void>, fails = (_path: string) => false): Promise<Seen> {
  const events: string[] = [];
  const progress: TrainHooks['progress'] = ({ phase, fraction }) => {
    events.push(`${phase} ${fraction.toFixed(3)}`);
  };
  let drop = () => {};
  const dropped = new Promise<void>((done) => {
    drop = done;
  });
  const seen: Seen = { events, hooks: { progress }, dropped };
  const { kernels, gpu } = device;
  const { queue } = gpu;
  const submit = queue.submit;
  const value = (buffers: GPUCommandBuffer[]) => {
    events.push('submit');
    submit.call(queue, buffers);
  };
  Object.defineProperty(queue, 'submit', { configurable: true, value });
  const get = kernels.get.bind(kernels);
  kernels.get = (declaration, constants, later) => {
    events.push(declaration.path);
    later?.addEventListener('abort', drop);
    if (!fails(declaration.path)) return get(declaration, constants, later);
    return Promise.reject(new BlockspinError({ who: declaration.path, expected: 'a pipeline', got: 'none', remedy: 'none', code: 'shader' }));
  };
  const unhandled: unknown[] = [];
  const take = (error: unknown) => unhandled.push(error);
  process.on('unhandledRejection', take);
  try {
    await action(seen);
    // Rejections that nobody handles are told in a later turn.
    await new Promise((done) => setTimeout(done, 10));
  } finally {
    process.off('unhandledRejection', take);
    Reflect.deleteProperty(kernels, 'get');
    Reflect.deleteProperty(queue, 'submit');
  }
  assert.equal(unhandled, [], 'every rejection is handled');
  return seen;
}

const isStage = (event: string) => event.includes(' ');
/** The stages in their order, each once. */
const stages = (events: readonly string[]) => [...new Set(events.filter(isStage).map((event) => event.split(' ')[0]))];

async function rejected(run: Promise<unknown>): Promise<BlockspinError> {
  const error = await run.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.instance(error, BlockspinError);
  return error as BlockspinError;
}

/**
 * Pipelines that the device compiles while something runs.
 * @param held pipelines that are not ready before this promise resolves: those of the training
 */
async function compiled(device: Device, action: () => Promise<void>, held: Promise<unknown> = Promise.resolve()): Promise<string[]> {
  const labels: string[] = [];
  const { gpu } = device;
  const create = gpu.createComputePipelineAsync;
  const value = async (descriptor: GPUComputePipelineDescriptor) => {
    const label = descriptor.label as string;
    labels.push(label);
    if (!label.startsWith('model/')) await held;
    return create.call(gpu, descriptor);
  };
  Object.defineProperty(gpu, 'createComputePipelineAsync', { configurable: true, value });
  try {
    await action();
  } finally {
    Reflect.deleteProperty(gpu, 'createComputePipelineAsync');
  }
  return labels;
}

// The first test of the file: nothing is compiled yet, and the next ones need what it drops.
test(
  'a stop while chains move drops what is not compiled yet',
  scopedAsHardware(async (_, device) => {
    const stop = new AbortController();
    let events: string[] = [];
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const stopped = async () => {
      const seen = await watched(device, async ({ hooks: { progress }, dropped }) => {
        dropped.then(release);
        const hooks: TrainHooks = {
          signal: stop.signal,
          progress: (now) => {
            progress?.(now);
            if (now.fraction > 0) stop.abort();
          },
        };
        assert.is((await rejected(train(device, SMALL, hooks))).code, 'stopped');
      });
      ({ events } = seen);
    };
    const labels = await compiled(device, stopped, held);
    assert.equal(stages(events), ['sampling']);
    const own = labels.filter((label) => label.startsWith('model/'));
    assert.is(labels.length - own.length, 8, `as many as go on at once: ${labels}`);
    const rest = await compiled(device, async () => {
      const ensemble = new Ensemble(device, trainConfig(SMALL));
      try {
        await ensemble.prepare();
      } finally {
        ensemble.dispose();
      }
    });
    assert.ok(rest.length > 8, 'what was dropped is compiled when it is needed');
    assert.equal(
      rest.filter((label) => labels.includes(label)),
      [],
      'nothing is compiled twice',
    );
  }),
);

test(
  'chains move before anything else is compiled, the rest is compiled beside them, and the bits are those of a training compiled before',
  scopedAsHardware(async (_, device) => {
    let curve: readonly number[] = [];
    let filters: unknown;
    let seconds: Readonly<Record<string, number>> = {};
    const { events } = await watched(device, async ({ hooks }) => {
      const { summary, curves } = await train(device, SMALL, hooks);
      curve = curves.map(([{ objective }]) => objective[0]);
      filters = summary.points.map(({ filters }) => filters);
      seconds = summary.seconds;
    });
    assert.equal(stages(events), ['sampling', 'compiling', 'training', 'refining', 'evaluating']);
    const moved = events.indexOf('submit');
    const before = events.slice(0, moved).filter((event) => !isStage(event));
    assert.ok(before.length > 0 && before.every((path) => path.startsWith('model/ising/')), `before the first sweeps: ${before}`);
    const sampled = events.findIndex((event) => event.startsWith('compiling'));
    const beside = events.slice(moved, sampled);
    for (const path of ['optim/adam', 'train/record', 'view/gather']) assert.ok(beside.includes(path), `${path} beside the sampling`);
    const fractions = events.filter(isStage).map((event) => Number(event.split(' ')[1]));
    assert.ok(
      fractions.every((fraction, i) => i === 0 || fraction >= fractions[i - 1]),
      `progress goes forward: ${fractions}`,
    );
    assert.equal(Object.keys(seconds), ['sampling', 'compiling', 'training', 'refining', 'evaluating', 'total']);

    const trainer = await Trainer.open(device, SMALL, { history: 'all' });
    try {
      await trainer.prepare();
      for (const t of SMALL.temperature.keys()) await trainer.burnIn(t);
      trainer.begin('training');
      await trainer.step(SMALL.steps);
      trainer.validate();
      trainer.restoreBest();
      const history = await trainer.history(SMALL.steps);
      assert.equal(
        curve,
        SMALL.temperature.map((_, r) => history[2 * r]),
        'the first step sees the chains and the weights',
      );
      const found = await trainer.filters();
      assert.ok(new Set(found.map(({ weights }) => String(weights))).size > 1, 'two filters that differ');
      const flat = (values: unknown): number[] => (Array.isArray(values) ? values.flatMap(flat) : [values as number]);
      assert.equal(
        flat(filters),
        found.flatMap(({ weights }) => [...weights]),
      );
    } finally {
      trainer.close();
    }
  }),
);

test(
  'a kernel that cannot be compiled ends the sampling with one error',
  scopedAsHardware(async (_, device) => {
    const { events } = await watched(
      device,
      async ({ hooks }) => {
        const { code, message } = await rejected(train(device, { ...SMALL, relaxations: 50 }, hooks));
        assert.is(code, 'shader');
        assert.match(message, 'optim/adam');
      },
      (path) => path === 'optim/adam',
    );
    assert.equal(stages(events), ['sampling'], 'heard while the chains move');
  }),
);

test(
  'a software adapter, which computes where it compiles, compiles first',
  scopedAsSoftware(async (_, device) => {
    const { events } = await watched(
      device,
      async ({ hooks }) => {
        assert.is((await rejected(train(device, SMALL, hooks))).code, 'shader');
      },
      () => true,
    );
    assert.equal(stages(events), ['compiling'], 'nothing moves');
  }),
);

test.run();
