/** A training step by step: the bits of `train`, new temperatures without new pipelines, measuring and beginning anew. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { submit } from '../../src/gpu/submission.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import type { Chains } from '../../src/sample/chains.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { Trainer } from '../../src/train/trainer.ts';
import { closeDevice, scoped, theDevice } from '../support/device.ts';

const SMALL = {
  size: 8,
  block: 2,
  buffer: 1,
  shell: 1,
  temperature: [2],
  replicas: 2,
  steps: 60,
  refine: 20,
  evaluations: 3,
  validateEvery: 20,
  chains: 64,
  heldOut: 64,
  validation: 32,
  batch: 64,
  evaluationBatch: 64,
  hidden: [16],
} satisfies TrainInput;

/** Every pipeline and every buffer that is made while something runs. */
async function made(action: () => Promise<void> | void): Promise<{ pipelines: number; buffers: number; submissions: number }> {
  const { gpu } = await theDevice();
  const count = { pipelines: 0, buffers: 0, submissions: 0 };
  const patched = [
    [gpu, 'createComputePipelineAsync', 'pipelines'],
    [gpu, 'createRenderPipelineAsync', 'pipelines'],
    [gpu, 'createBuffer', 'buffers'],
    [gpu.queue, 'submit', 'submissions'],
  ] as const;
  for (const [object, name, key] of patched) {
    const of = object[name as never] as (...args: unknown[]) => unknown;
    const value = (...args: unknown[]) => {
      count[key] += 1;
      return of.apply(object, args);
    };
    Object.defineProperty(object, name, { configurable: true, value });
  }
  try {
    await action();
  } finally {
    for (const [object, name] of patched) delete (object as unknown as Record<string, unknown>)[name];
  }
  return count;
}

test.after(closeDevice);

test(
  'the steps of train made one by one give the same bits',
  scoped(async (_, device) => {
    const { summary } = await train(device, SMALL);
    const trainer = await Trainer.open(device, SMALL, { history: 'all' });
    await trainer.prepare();
    const autocorrelation = await trainer.burnIn(0);
    for (const [phase, steps] of [
      ['training', 60],
      ['refining', 20],
    ] as const) {
      trainer.begin(phase);
      for (let step = 0; step < steps; step += 20) {
        await trainer.step(7, phase);
        await trainer.step(13, phase);
        trainer.validate();
      }
      trainer.restoreBest();
    }
    const [point] = summary.points;
    assert.equal(
      (await trainer.filters()).map(({ weights }) => weights),
      point.filters.map((filter) => filter.flat(2)),
    );
    assert.equal(
      (await trainer.bestValidations()).map(({ value }) => value),
      point.replicas.map(({ validation }) => validation),
    );
    assert.equal(autocorrelation, point.autocorrelation);
    trainer.close();
  }),
);

test(
  'commands, awaited steps and a reset give the same bits; another seed gives others; a reset compiles nothing',
  scoped(async (_, device) => {
    const trainer = await Trainer.open(device, SMALL, { history: 16 });
    await trainer.prepareSampling();
    await trainer.prepare();
    /** More steps than the history has rows. */
    const state = async (run: () => Promise<void>) => {
      await trainer.sample(5);
      await run();
      return [(await trainer.filters()).map(({ weights }) => weights), Array.from(await trainer.state().tensor.read()), Array.from(await trainer.history(10))];
    };
    const awaited = async () => {
      await trainer.sample(trainer.owed);
      await trainer.step(40);
    };
    const first = await state(awaited);
    let again: unknown;
    const { pipelines } = await made(async () => {
      await trainer.reset();
      again = await state(async () => {
        await trainer.sample(trainer.owed);
        for (let step = 0; step < 40; step += 8) submit(device, 'frame', trainer.training(8));
      });
    });
    assert.is(pipelines, 0);
    assert.equal(again, first);
    await trainer.reset(2);
    const [filters, spins] = await state(awaited);
    assert.not.equal(filters, first[0]);
    assert.not.equal(spins, first[1]);
    trainer.close();
  }),
);

/** Energy per site at a temperature of the 4 x 4 torus, J = 1, by its 65536 states. */
function exactEnergy(T: number): number {
  let [Z, E] = [0, 0];
  for (let state = 0; state < 65536; state++) {
    let satisfied = 0;
    for (let i = 0; i < 16; i++) {
      const [x, y] = [i % 4, i >> 2];
      const s = (state >> i) & 1;
      satisfied += (s === ((state >> (4 * y + ((x + 1) % 4))) & 1) ? 1 : -1) + (s === ((state >> (4 * ((y + 1) % 4) + x)) & 1) ? 1 : -1);
    }
    const weight = Math.exp((satisfied - 32) / T);
    Z += weight;
    E -= weight * satisfied;
  }
  return E / Z / 16;
}

test(
  'a new temperature during the training: no pipeline and no buffer is made, all parts reach its exact energy',
  scoped(async (_, device) => {
    const trainer = await Trainer.open(device, { ...SMALL, size: 4, block: 1, buffer: 0, chains: 512, heldOut: 256, validation: 256 });
    await trainer.prepareSampling();
    await trainer.prepare();
    await trainer.sample(trainer.owed);
    await trainer.step(10);
    const counted = await made(async () => {
      trainer.setTemperature(0, 3.2);
      while (trainer.owed > 0) submit(device, 'frame', trainer.training(8));
      await device.idle();
    });
    assert.is(counted.pipelines, 0);
    assert.is(counted.buffers, 0);
    assert.equal([trainer.config.temperature, trainer.ensemble.points[0].temperature], [[3.2], 3.2]);
    const { chains } = trainer.ensemble;
    for (const groups of Object.values(trainer.state().groups)) {
      const { energy } = chains.observables(await chains.measure(groups, 40, 2, async () => {}), 3.2);
      const z = (T: number) => Math.abs(energy.mean - exactEnergy(T)) / energy.error;
      assert.ok(z(3.2) < 4, `z = ${z(3.2)} from ${exactEnergy(3.2)}`);
      assert.ok(z(2) > 20, 'the former temperature is refuted');
    }
    trainer.close();
  }),
);

test(
  'fields, dimers and chipping: chains of a changed temperature move as chains that were made for it',
  scoped(async (scope) => {
    const { IsingChains } = await import('../../src/model/ising/chains.ts');
    const { ChippingChains } = await import('../../src/model/chipping/chains.ts');
    const makers: [number, number, (t: number) => Chains][] = [
      [1.5, 3, (t) => new IsingChains(scope, { size: 8, coupling: 1, field: 0.3, temperatures: [2, t], seed: 1 })],
      [1.5, 3, (t) => new IsingChains(scope, { size: 8, coupling: -1, dynamics: 'heatbath', temperatures: [2, t], seed: 1 })],
      [0.4, 2, (t) => new DimerChains(scope, { size: 8, temperatures: [1, t], seed: 1 })],
      [0.5, 4, (t) => new ChippingChains(scope, { size: 16, density: 1, rates: [1, t], seed: 1 })],
    ];
    for (const [before, after, make] of makers) {
      const changed = make(before);
      changed.setTemperature?.({ first: 1, groups: 1 }, after);
      assert.is(changed.temperature(1), after);
      assert.is.not(changed.temperature(0), after);
      const all = { first: 0, groups: 2 };
      const spins = async (chains: Chains) => {
        await chains.advance(all, 6, async () => {});
        return Array.from(await chains.state.read());
      };
      const moved = await spins(changed);
      assert.equal(moved, await spins(make(after)), changed.algorithm);
      assert.not.equal(moved, await spins(make(before)), changed.algorithm);
    }
    const spins = new IsingChains(scope, { size: 8, coupling: 1, temperatures: [2], seed: 1 });
    for (const wrong of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => spins.setTemperature({ first: 0, groups: 1 }, wrong), /temperature/);
  }),
);

test(
  'measuring gives the results of a training with an error, and changes nothing but the chains',
  scoped(async (_, device) => {
    const trainer = await Trainer.open(device, { ...SMALL, temperature: [1.2] }, { history: 64 });
    await trainer.prepareSampling();
    await trainer.prepare();
    await trainer.sample(trainer.owed);
    await trainer.step(150);
    const before = await trainer.filters();
    const { summary } = await trainer.measure();
    const { mean, error } = summary.points[0].information;
    assert.ok(error > 0 && error < 0.1 && mean > 0.4, `${mean} ± ${error}`);
    assert.equal(await trainer.filters(), before);
    assert.is(trainer.steps, 150 + SMALL.refine + SMALL.evaluations);
    trainer.close();
  }),
);

test(
  'memory is constant however many steps are made, and the history is the newest steps',
  scoped(async (_, device) => {
    const trainer = await Trainer.open(device, SMALL, { history: 8 });
    await trainer.prepareSampling();
    await trainer.prepare();
    await trainer.step(8);
    const [live, early] = [{ ...device.live }, await trainer.history(8)];
    const { buffers } = await made(async () => {
      for (let i = 0; i < 20; i++) submit(device, 'frame', [...trainer.training(7), ...trainer.validating()]);
    });
    assert.equal([buffers, device.live], [0, live]);
    const history = await trainer.history(1000);
    assert.is(history.length, 8 * SMALL.replicas * 2);
    assert.ok(history.every(Number.isFinite));
    assert.not.equal(history, early);
    assert.equal(await trainer.history(3), history.slice(-3 * SMALL.replicas * 2), 'the newest last');
    assert.throws(() => trainer.training(9), /at most 8 steps/);
    trainer.close();
  }),
);

test.run();
