/**
 * Trainings on chains that move otherwise than by plain Metropolis, in a field and with quenched bonds, against exact informations of
 * the 4 x 4 torus. A kept filter leaves the critic alone to learn. Odds of a false alarm 6e-5 for each comparison; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ExactIsingOptions } from '../../src/exact/ising.ts';
import { quenchedBonds } from '../../src/model/ising/bonds.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { RunCheckpoint } from '../../src/train/ensemble/checkpoint.ts';
import type { PointSummary, Results } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { withFilters } from '../support/exact.ts';
import { LIMIT } from '../support/odds.ts';

const FROZEN = {
  size: 4,
  buffer: 0,
  shell: 1,
  block: 2,
  filter: [1, 1, 1, 1],
  freeze: true,
  steps: 10,
  refine: 400,
  chains: 128,
  heldOut: 512,
  batch: 128,
  hidden: [32],
  validations: 1,
  evaluationBatch: 512,
  evaluations: 60,
  evaluationSweeps: 4,
  replicas: 1,
  seed: 21,
} satisfies TrainInput;
/** How far below the truth a critic of a few hundred steps may stay beside 4 errors, nats. */
const TIGHTNESS = 0.003;
const torus = { size: [4, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1 } as const;

/** I(H:E) of the sum over the block. */
async function exactly(options: Omit<ExactIsingOptions, 'size' | 'block' | 'buffer' | 'boundary' | 'coupling'> & Partial<ExactIsingOptions>): Promise<number> {
  const all = { ...torus, ...options };
  const { filtered } = await withFilters(all, [{ weights: [new Array<number>(all.block[0] * all.block[1]).fill(1)] }]);
  return filtered[0];
}

/** Neither above the truth nor far below it, and told apart from what is not the truth. */
function compare(what: string, { information: { mean, error } }: PointSummary, truth: number, others: readonly number[], tightness = TIGHTNESS): void {
  const message = `${what}: ${mean} ± ${error}, exact ${truth}`;
  assert.ok(mean < truth + LIMIT * error, `above the truth: ${message}`);
  assert.ok(mean > truth - LIMIT * error - tightness, `not tight: ${message}`);
  for (const other of others) {
    const taken = mean < other + LIMIT * error && mean > other - LIMIT * error - tightness;
    assert.not(taken, `negative control, ${other} would do as well: ${message}`);
  }
}

test('in a field, by Metropolis and by heat bath: I(H:E) within errors; without the field, or in half of it, it is another', async () => {
  const [temperature, field] = [2.5, 0.2];
  const truth = await exactly({ temperature, field });
  const others = [await exactly({ temperature }), await exactly({ temperature, field: field / 2 })];
  for (const algorithm of ['metropolis', 'heatbath'] as const) {
    const { summary } = await train(await theDevice(), { ...FROZEN, temperature, field, algorithm });
    assert.is(summary.config.field, field);
    compare(algorithm, summary.points[0], truth, others);
  }
});

test('cluster updates and tempering: the same information as that of the pure model at each temperature', async () => {
  const truth = [await exactly({ temperature: 2 }), await exactly({ temperature: 3 })];
  // Clusters at more temperatures: tests/physics/trained_moves.test.ts.
  for (const [algorithm, temperature] of [
    ['swendsen-wang', [2]],
    ['tempering', [2, 3]],
  ] as const) {
    const { summary } = await train(await theDevice(), { ...FROZEN, temperature: [...temperature], algorithm });
    for (const [t, point] of summary.points.entries()) compare(`${algorithm}, T = ${temperature[t]}`, point, truth[t], [truth[1 - t]]);
  }
});

test('quenched bonds: the information of windows that lie anywhere; with other bonds it is another', async () => {
  const [temperature, disorder, seed] = [2, 0.1, 2];
  const bondsOf = (of: number) => quenchedBonds({ size: 4, disorder, seed: of });
  const place = { block: [1, 1] as const, shell: 1, temperature };
  const truth = await exactly({ ...place, bonds: bondsOf(seed) });
  const others = [await exactly({ ...place, bonds: bondsOf(3) }), await exactly({ temperature, block: [1, 1] })];
  const own = { block: 1, filter: [1], refine: 600, seed } satisfies TrainInput;
  const { summary } = await train(await theDevice(), { ...FROZEN, ...own, temperature, disorder });
  // The eight spins around a site tell where it lies, which a small critic learns slowly.
  compare('bonds of seed 2', summary.points[0], truth, others, 2 * TIGHTNESS);
});

test('auto is settled before anything moves, and a run that goes on keeps what it began with', async () => {
  const device = await theDevice();
  const input = { ...FROZEN, temperature: 2.269185, algorithm: 'auto', refine: 60, evaluations: 2 } satisfies TrainInput;
  let checkpoint: RunCheckpoint | undefined;
  const stop = new AbortController();
  const stopped = await train(device, input, {
    signal: stop.signal,
    progress: ({ phase }) => phase === 'refining' && stop.abort(),
    checkpoint: async (state) => {
      checkpoint = state;
    },
  }).catch((error) => error.partial as Results);
  const { algorithm } = stopped.summary.config;
  assert.ok(algorithm === 'metropolis' || algorithm === 'swendsen-wang', algorithm);
  assert.is(checkpoint?.position.algorithm, algorithm);
  const resumed = await train(device, input, {}, checkpoint);
  const named = await train(device, { ...input, algorithm });
  assert.is(resumed.summary.config.algorithm, algorithm);
  assert.equal(resumed.summary.points[0].information, named.summary.points[0].information, 'the same bits as those of the algorithm by its name');
});

test('a run on tempered chains that was stopped goes on bit for bit', async () => {
  const device = await theDevice();
  const input = { ...FROZEN, temperature: [2, 3], algorithm: 'tempering', refine: 100, validateEvery: 20, evaluations: 2 } satisfies TrainInput;
  let checkpoint: RunCheckpoint | undefined;
  const stop = new AbortController();
  await train(device, input, {
    signal: stop.signal,
    progress: ({ phase }) => phase === 'refining' && stop.abort(),
    checkpoint: async (state) => {
      checkpoint = state;
    },
  }).catch(() => undefined);
  assert.ok(checkpoint && 'chains.exchange clock' in checkpoint.arrays);
  const [whole, resumed] = [await train(device, input), await train(device, input, {}, checkpoint)];
  for (const [i, point] of whole.summary.points.entries()) assert.equal(resumed.summary.points[i].information, point.information);
});

test.after(closeDevice);
test.run();
