/** Filters that evolve: what the replicas hold, tables on the GPU, shards, resuming, and the best H of a small torus. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { signsOfState } from '../../src/coarse/table.ts';
import { exactIsing } from '../../src/exact/exact.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/store/checkpoint_file.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { Ensemble } from '../../src/train/ensemble/ensemble.ts';
import { Evolution } from '../../src/train/evolution/evolution.ts';
import type { Results } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { Trainer } from '../../src/train/trainer.ts';
import { TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { entropyOfTable, informationOfTable, tableName } from '../support/tables.ts';

const SMALL = {
  size: 4,
  block: [1, 2],
  buffer: 0,
  shell: 1,
  temperature: TC,
  optimizer: 'cmaes',
  replicas: 8,
  chains: 128,
  heldOut: 256,
  validation: 512,
  batch: 128,
  evaluationBatch: 1024,
  validations: 2,
  evaluations: 4,
  hidden: [16],
  learningRate: 0.03,
} satisfies TrainInput;
const QUICK = {
  ...SMALL,
  evolve: 'table',
  steps: 48,
  validateEvery: 12,
  refine: 12,
  warmup: 12,
  validation: 64,
  evaluationBatch: 64,
  validations: 1,
} satisfies TrainInput;

/**
 * The best of all functions of two spins is "at least one up", or one of its mirror images: 0.4813 nats; a single spin, the best linear filter, has 0.4696. In three
 * trials with other seeds it was found each time; a search that found it in half of its runs would pass here by chance once in two. The control is the gradient.
 */
test('a table finds the best of all functions of two spins, which no linear filter is', async () => {
  const { summary } = await train(await theDevice(), { ...SMALL, evolve: 'table', steps: 240, refine: 60, validateEvery: 12, seed: 5 });
  const [point] = summary.points;
  const { tables = [] } = point;
  const [table] = tables[point.best];
  const { best_binary } = await exactIsing({ size: [4, 4], block: [2, 1], buffer: 0, boundary: 'periodic', coupling: 1, temperature: TC });
  const rows = { size: 4, temperature: TC, block: [0, 1] };
  assert.ok(
    Math.abs(informationOfTable(rows, table) - best_binary.value) < 1e-12,
    `${tableName(table)}: ${informationOfTable(rows, table)}, the best ${best_binary.value}`,
  );
  // A control: that of a single spin is less.
  assert.ok(informationOfTable(rows, [-1, 1, -1, 1]) < best_binary.value - 0.01);
  // 20 generations of eight candidates, whatever the runs.
  const { evaluations, population, repeated } = point.evolution ?? {};
  assert.equal([evaluations, population, repeated], [160, 6, 2]);
  assert.ok(
    Math.abs(point.information.mean - best_binary.value) < 4 * point.information.error + 0.005,
    `${point.information.mean} ± ${point.information.error}`,
  );
  // The GPU reads tables as they are written: each replica's entropy of H is that of its own table. Errors of 4096 samples are below 0.02.
  for (const [r, { entropy }] of point.replicas.entries()) {
    const exact = entropyOfTable(rows, tables[r][0]);
    assert.ok(Math.abs(entropy - exact) < 0.03, `replica ${r}, ${tableName(tables[r][0])}: ${entropy}, exactly ${exact}`);
  }
});

test('ternary weights are -1, 0 and 1; candidates and their second copies lie in the replicas, whatever the shards', async () => {
  const device = await theDevice();
  const config = trainConfig({ ...SMALL, block: 2, evolve: 'ternary', bias: true, replicas: 12, temperature: [2, 3] });
  const filters = async (shardSize?: number) => {
    const ensemble = new Ensemble(device, config, shardSize);
    try {
      await ensemble.prepare();
      new Evolution(ensemble).place();
      return await ensemble.filters();
    } finally {
      ensemble.dispose();
    }
  };
  const together = await filters();
  assert.is(together.length, 24);
  assert.ok(together.every(({ weights }) => weights.every((weight) => [-1, 0, 1].includes(weight))));
  assert.ok(new Set(together.map(({ weights }) => weights.join())).size > 10, 'different candidates');
  assert.equal(together.slice(10, 12), together.slice(0, 2));
  assert.equal(together.slice(22, 24), together.slice(12, 14));
  assert.not.equal(together.slice(12, 22), together.slice(0, 10));
  assert.equal(await filters(7), together);
});

const reported = ({ summary, curves }: Results) => JSON.stringify({ points: summary.points, curves });

test('an evolution stopped anywhere and resumed reports the same bits', async () => {
  const device = await theDevice();
  const whole = await train(device, QUICK);
  assert.is(whole.summary.points[0].evolution?.evaluations, 8 * 4, 'the first generation ends after the warmup, with the first validation');
  for (const fraction of [0.3, 0.7]) {
    const abort = new AbortController();
    let file: Uint8Array | undefined;
    const hooks = {
      signal: abort.signal,
      progress: (progress: { fraction: number; phase: string }) => {
        if (progress.fraction >= fraction && progress.phase === 'training') abort.abort();
      },
      checkpoint: async (state: Parameters<typeof encodeCheckpoint>[0]) => {
        file = await encodeCheckpoint(state);
      },
    };
    const code = await train(device, QUICK, hooks).then(
      () => 'finished',
      (error) => error.code,
    );
    assert.is(code, 'stopped', `at ${fraction}`);
    const checkpoint = await decodeCheckpoint(file as unknown as Uint8Array, 'checkpoint');
    assert.ok(checkpoint.position.evolution);
    assert.is(reported(await train(device, QUICK, {}, checkpoint)), reported(whole), `resumed at ${fraction}`);
  }
  // A control: another seed gives other bits.
  assert.is.not(reported(await train(device, { ...QUICK, seed: 2 })), reported(whole));
});

test('a trainer without an end refuses filters that evolve', async () => {
  const refused = await Trainer.open(await theDevice(), QUICK).then(String, String);
  assert.match(refused, /trainer: expected a filter that learns step by step, got optimizer: 'cmaes'; leave optimizer out/);
});

test('states of a block by their numbers', () => {
  assert.equal(signsOfState(5, 3), [1, -1, 1]);
});

test.after(closeDevice);
test.run();
