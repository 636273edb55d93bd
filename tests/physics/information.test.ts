/**
 * The estimate of the uniform filter against exactly known information: all small tori whose window fits, and 64 x 64.
 * Temperatures and buffers of one lattice and block are one ensemble. Nothing may lie above the truth; how far below it
 * may stay, and the odds, are said in tests/support/comparison.ts.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION_HE, INFORMATION_LARGE, INFORMATION_VE, TEMPERATURES, TEMPERATURES_LARGE } from '../golden/exact.ts';
import { INFORMATION_64, TC } from '../golden/ising.ts';
import { assertTight, type Comparison, commonScore } from '../support/comparison.ts';
import { closeDevice, theDevice } from '../support/device.ts';

/**
 * The filter is kept, all steps are the critic's. A large batch at a high rate that cools down leaves the critic less
 * noise than many small steps, and one hidden layer is enough; held-out minibatches are many, of as many chains.
 */
const FROZEN = {
  freeze: true,
  replicas: 1,
  shell: 1,
  steps: 10,
  refine: 400,
  learningRate: 0.01,
  hidden: [32],
  batch: 512,
  chains: 1024,
  validation: 512,
  validateEvery: 100,
  validations: 1,
  heldOut: 4096,
  evaluationBatch: 4096,
  evaluations: 80,
  seed: 41,
} satisfies TrainInput;

const ones = (block: number) => new Array<number>(block * block).fill(1);

/** I(H:E) of H = sign of the sum; of a block of one site it is I(V:E). */
function exactly(size: number, block: number, buffer: number, temperature: number): number | undefined {
  const isIt = (row: { size: number[]; block: number[]; buffer: number }) =>
    row.buffer === buffer && row.size.every((side) => side === size) && row.block.every((side) => side === block);
  const [small, large] = [TEMPERATURES.indexOf(temperature), TEMPERATURES_LARGE.indexOf(temperature)];
  if (block === 1) return INFORMATION_VE.find(isIt)?.values[small];
  if (block === 2) return INFORMATION_HE.find(isIt)?.values[small][0];
  return INFORMATION_LARGE.find(isIt)?.values.uniform[large];
}

const tori: { size: number; block: number; buffer: number[]; temperature: number[] }[] = [
  { size: 4, block: 1, buffer: [0], temperature: [1.5, TC, 3] },
  { size: 4, block: 2, buffer: [0], temperature: [1, 1.5, 2, TC, 3, 5] },
  { size: 6, block: 1, buffer: [0], temperature: [1.5, TC, 3] },
  { size: 6, block: 2, buffer: [0, 1], temperature: [1.5, TC, 3] },
  { size: 6, block: 3, buffer: [0], temperature: [1.5, TC, 3] },
  { size: 6, block: 4, buffer: [0], temperature: [1.5, TC, 3] },
  { size: 8, block: 1, buffer: [0, 1, 2], temperature: [1.5, TC, 3] },
  { size: 8, block: 2, buffer: [0, 1], temperature: [1, 1.5, 2, TC, 3, 5] },
  { size: 8, block: 3, buffer: [0, 1], temperature: [1.5, TC, 3] },
  { size: 8, block: 4, buffer: [0], temperature: [1.5, 2, TC, 3, 5] },
  { size: 10, block: 1, buffer: [0, 1], temperature: [1.5, TC, 3] },
  { size: 10, block: 2, buffer: [0, 1], temperature: [1.5, TC, 3] },
  { size: 10, block: 3, buffer: [0], temperature: [1.5, TC, 3] },
  { size: 10, block: 4, buffer: [0], temperature: [1.5, TC, 3] },
];
const found: Comparison[] = [];

for (const { size, block, buffer, temperature } of tori) {
  test(`uniform filter, ${size} x ${size} torus, ${block} x ${block} block, buffers ${buffer}`, async () => {
    const { summary } = await train(await theDevice(), { ...FROZEN, size, block, buffer, temperature, filter: ones(block) });
    const compared = summary.points.map((point): Comparison => {
      const T = point.temperature as number;
      const exact = exactly(size, block, Number(point.buffer), T);
      assert.ok(exact !== undefined, `no exact value for buffer ${point.buffer}, T = ${T}`);
      const label = `${size}² torus, ${block}² block, buffer ${point.buffer}, T = ${T === TC ? 'T_c' : T}`;
      return { label, exact: exact as number, estimate: point.information };
    });
    found.push(...compared);
    assertTight(compared);
    for (const { estimate, label } of compared) assert.ok(estimate.error < 0.0016, `an error bar too wide to say anything: ${label}`);
  });
}

test('no common excess over all tori: the mean score, and a negative control that would show 0.001 nats', () => {
  const excess = commonScore(found);
  console.log(`${found.length} comparisons, common score ${excess.toFixed(2)}`);
  assert.ok(excess < 3);
  // Had every estimate been higher by 0.001 nats, the same test would have failed.
  const shifted = found.map((one) => ({ ...one, estimate: { ...one.estimate, mean: Math.max(one.estimate.mean, one.exact) + 0.001 } }));
  assert.ok(commonScore(shifted) > 3);
});

test('uniform filter, 64 x 64, 4 x 4 block, three temperatures, four buffers', async () => {
  const { summary } = await train(await theDevice(), {
    ...FROZEN,
    temperature: [2.0, TC, 2.6],
    buffer: [0, 1, 2, 4],
    filter: ones(4),
    chains: 512,
    validation: 256,
    heldOut: 512,
    evaluationBatch: 512,
    evaluations: 200,
    relaxations: 2,
  });
  const compared = summary.points.map(({ temperature, buffer, information }): Comparison => {
    const row = INFORMATION_64.find((one) => one.temperature === temperature && one.buffer === buffer);
    assert.ok(row, `no value for T = ${temperature}, buffer ${buffer}`);
    const label = `64² torus, 4² block, buffer ${buffer}, T = ${temperature === TC ? 'T_c' : temperature}`;
    return { label, exact: row?.uniform ?? Number.NaN, exactError: row?.error, estimate: information };
  });
  assertTight(compared);
});

test.after(closeDevice);
test.run();
