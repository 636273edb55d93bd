/**
 * CMA-ES against a table of evaluations of two other programs, and filters that evolve against the best of all functions of a block, which
 * the gradient misses on blocks with an even number of spins: it ends at a sign of a sum, whose ties tell nothing.
 * Three minutes of processor time on a software adapter.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { PointSummary } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { EVALUATIONS_10 } from '../golden/cmaes.ts';
import { TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { evaluationsOf, scoreOf } from '../support/evolution.ts';
import { ising, withFilters } from '../support/exact.ts';
import { informationOfTable, tableName } from '../support/tables.ts';

/** The value of the local minimum of Rosenbrock's function in ten dimensions, near x_1 = -1. */
const LOCAL = 3.98657911;

// 15 comparisons within three errors: 4 % of all choices of seeds fail one of them by chance; seeds 1, 2, ... were not chosen.
for (const row of EVALUATIONS_10) {
  const { population = 10, active } = row;
  test(`${row.function}, population ${population}, ${active ? 'with' : 'without'} negative weights: as many evaluations as in the table`, () => {
    const { counts, failed } = evaluationsOf(row, row.ours.runs);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    console.log(
      `| ${row.function} | ${population} | ${active} | ${mean.toFixed(0)} | ${row.ours.mean.toFixed(0)} | ${row.pycma?.mean.toFixed(0)} | ${failed.length} |`,
    );
    for (const known of [row.ours, row.pycma]) if (known) assert.ok(scoreOf(counts, known) < 3, `${mean}, in the table ${known.mean}`);
    // Runs that fail have ended in the local minimum: 2 of 104 in the table. More than 5 of 41 happen by chance once in a thousand.
    assert.ok(failed.length <= 5, `${failed}`);
    for (const value of failed) assert.ok(row.function === 'rosenbrock' && Math.abs(value - LOCAL) < 1e-6, `${value}`);
  });
}

const TEMPERATURES = [TC, 3];
const TORUS = {
  size: 4,
  block: 2,
  buffer: 0,
  shell: 1,
  temperature: TEMPERATURES,
  hidden: [32],
  batch: 512,
  chains: 512,
  // The best function and the next one differ by 0.001 nats: telling them apart takes some 30,000 samples.
  validation: 4096,
  validations: 8,
  heldOut: 2048,
  evaluationBatch: 4096,
  evaluations: 30,
  learningRate: 0.01,
  steps: 2000,
  refine: 300,
  validateEvery: 25,
  seed: 7,
} satisfies TrainInput;

const exactly = (temperature: number) => ising({ size: [4, 4], block: [2, 2], buffer: 0 }, temperature);

/** A training, and the processor time that it took, seconds. */
async function timed(input: TrainInput): Promise<{ points: PointSummary[]; seconds: number }> {
  const device = await theDevice();
  const before = process.cpuUsage();
  const { summary } = await train(device, input);
  const { user, system } = process.cpuUsage(before);
  return { points: summary.points, seconds: Math.round((user + system) / 1e6) };
}

/** Exact information of the rule that a point found. */
async function found({ tables, filters, biases, best, temperature }: PointSummary): Promise<{ value: number; name: string }> {
  const T = temperature as number;
  if (tables) {
    const [table] = tables[best];
    return { value: informationOfTable({ size: 4, temperature: T, block: [0, 1, 4, 5] }, table), name: tableName(table) };
  }
  const weights = filters[best][0].flat();
  const { filtered } = await withFilters(exactly(T), [{ weights: [weights], ...(biases ? { bias: biases[best] } : {}) }]);
  return { value: filtered[0], name: `${weights.map((w) => w.toFixed(2))}; ${biases?.[best].map((b) => b.toFixed(2)) ?? 'no bias'}` };
}

for (const [name, options] of [
  ['a table of signs', { optimizer: 'cmaes', evolve: 'table' }],
  ['ternary weights and a bias', { optimizer: 'cmaes', evolve: 'ternary', bias: true }],
  ['weights and a bias', { optimizer: 'cmaes', evolve: 'weights', bias: true }],
] as const) {
  test(`4 x 4 torus, 2 x 2 block: ${name} find the best of all 65536 functions`, async () => {
    const { points, seconds } = await timed({ ...TORUS, ...options });
    for (const point of points) {
      const T = point.temperature as number;
      const { best_binary } = await exactIsing(exactly(T));
      const { value, name: rule } = await found(point);
      const { mean, error } = point.information;
      console.log(
        `| ${name} | ${T.toFixed(3)} | ${value.toFixed(6)} | ${best_binary.value.toFixed(6)} | ${mean.toFixed(4)} ± ${error.toFixed(4)} | ${rule} | ${seconds} s |`,
      );
      assert.ok(Math.abs(value - best_binary.value) < 1e-9, `T = ${T}: found ${rule}, ${value}; the best ${best_binary.value}`);
      // Held out: below the exact value by what the critic misses, by at most 1 % or 0.003 nats, and by chance.
      assert.ok(mean < best_binary.value + 4 * error && mean > best_binary.value - Math.max(0.01 * best_binary.value, 0.003) - 4 * error, `${mean} ± ${error}`);
    }
  });
}

test('a control: the gradient, with as many critic steps, ends below the best function', async () => {
  const { points, seconds } = await timed({ ...TORUS, replicas: 4, validateEvery: 100 });
  for (const point of points) {
    const T = point.temperature as number;
    const { best_binary } = await exactIsing(exactly(T));
    const { value, name: rule } = await found(point);
    console.log(
      `| the gradient | ${T.toFixed(3)} | ${value.toFixed(6)} | ${best_binary.value.toFixed(6)} | ${point.information.mean.toFixed(4)} | ${rule} | ${seconds} s |`,
    );
    assert.ok(value < best_binary.value - 0.004, `T = ${T}: ${value}`);
  }
});

test.after(closeDevice);
test.run();
