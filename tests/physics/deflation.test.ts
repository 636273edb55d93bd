/**
 * Deflation finds nothing beyond what exact sums allow, and what it finds is worth its estimate: chains of operators on six small tori against the best
 * further function of the block at every stage, and single further components at nine points. Seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactFurther } from '../../src/exact/further.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { operatorsOf } from '../../src/train/deflation/deflate.ts';
import { train } from '../../src/train/train.ts';
import { TC } from '../golden/ising.ts';
import { ABOVE, assertTight, type Comparison, rowOf, scoreOf } from '../support/comparison.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { ising } from '../support/exact.ts';
import { statesOf } from '../support/operators.ts';

const SMALL = {
  block: 2,
  shell: 1,
  steps: 600,
  refine: 1000,
  learningRate: 0.01,
  hidden: [32],
  batch: 512,
  replicas: 4,
  chains: 512,
  validation: 1024,
  validations: 4,
  heldOut: 2048,
  evaluationBatch: 2048,
  evaluations: 80,
  seed: 71,
} satisfies TrainInput;

const named = (T: number) => (T === TC ? 'T_c' : String(T));
const torus = (size: number, buffer: number, temperature: number) => ising({ size: [size, size], block: [2, 2], buffer }, temperature);

const SIX = [
  [4, 0, TC],
  [6, 0, 2],
  [6, 0, 3],
  [6, 1, TC],
  [8, 0, TC],
  [8, 1, 3],
] as const;

for (const [size, buffer, temperature] of SIX) {
  test(`operators on the ${size} x ${size} torus, buffer ${buffer}, T = ${named(temperature)}: each is worth its estimate, none more than is left`, async () => {
    const candidates = [{ inputs: 'spins' }, { inputs: 'products', reach: 2, bias: true }] as const;
    const found = await operatorsOf(await theDevice(), { ...SMALL, size, buffer, temperature }, { candidates, most: 3 });
    assert.ok(found.length >= 2, `${found.length} operators`);
    assert.equal(found[0].sector, 'odd');
    const options = torus(size, buffer, temperature);
    let [left, before] = [(await exactFurther(options, { states: 1, of: () => [1] })).best_further.gain, 0];
    const own: Comparison[] = [];
    for (const n of found.keys()) {
      const { information_HE, best_further } = await exactFurther(options, statesOf(found.slice(0, n + 1)));
      const { gain, sector, verdict } = found[n];
      const label = `${size}² torus, buffer ${buffer}, T = ${named(temperature)}, H_${n + 1} (${sector})`;
      assert.ok(verdict === 'converged' || verdict === 'unconverged', `${label}: ${verdict}`);
      const ceiling = { label: `${label}, best of all functions`, exact: left, estimate: gain };
      console.log(rowOf(ceiling));
      assert.ok(scoreOf(ceiling) < ABOVE, `above what is left: ${rowOf(ceiling)}`);
      own.push({ label, exact: information_HE - before, estimate: gain });
      [left, before] = [best_further.gain, information_HE];
    }
    assertTight(own);
    // A negative control of the comparison itself: the second gain is not the first one.
    assert.ok(scoreOf({ ...own[0], exact: own[1].exact }) > ABOVE);
  });
}

test('an even component beyond the sign of the sum reaches the best of all functions: 4 x 4 and 6 x 6, T = 2, T_c and 3', async () => {
  const known: TrainInput['known'] = [{ inputs: 'spins', states: 2, weights: [[1, 1, 1, 1]], biases: [0] }];
  const rows: Comparison[] = [];
  for (const [size, buffer] of [
    [4, [0]],
    [6, [0, 1]],
  ] satisfies [number, number[]][]) {
    const settings: TrainInput = {
      ...SMALL,
      size,
      buffer,
      temperature: [2, TC, 3],
      known,
      inputs: 'products',
      reach: 2,
      bias: true,
      replicas: 8,
      steps: 1200,
    };
    const { summary } = await train(await theDevice(), settings);
    for (const point of summary.points) {
      const T = point.temperature as number;
      const { best_further } = await exactFurther(torus(size, Number(point.buffer), T), { weights: [[1, 1, 1, 1]] });
      rows.push({ label: `${size}² torus, buffer ${point.buffer}, T = ${named(T)}, even H_2`, exact: best_further.gain, estimate: point.information });
    }
  }
  assertTight(rows);
});

test('nothing is found where nothing is left: a block of one spin, and environments of other chains', async () => {
  const device = await theDevice();
  const few = { ...SMALL, size: 6, buffer: 0, temperature: TC, replicas: 2, steps: 300, refine: 200 } as const;
  const one = await operatorsOf(device, { ...few, block: 1 }, { candidates: [{ inputs: 'spins' }] });
  assert.equal(
    one.map(({ sector, verdict }) => [sector, verdict]),
    [['odd', 'converged']],
  );
  const tried: number[] = [];
  const none = await operatorsOf(device, { ...few, shuffle: 1 }, { onStage: ({ tried: all, kept }) => void tried.push(all.length, kept ? 1 : 0) });
  assert.equal([none.length, ...tried], [0, 2, 0]);
});

test.after(closeDevice);
test.run();
