/** Minibatches of fixed samples that lie side by side: every sample held out is evaluated. By the twin of the gathers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkData } from '../../src/model/data/data_set.ts';
import { groupsBetween } from '../../src/sample/groups.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { visitSamples } from '../reference/view/gather.ts';
import { spins } from '../support/random.ts';

/** How often each lane of a part is evaluated. The evaluation begins at a step of its own. */
function visits(groups: number, K: number, steps: number, stride?: number): number[] {
  const count = new Array<number>(32 * groups).fill(0);
  for (let step = 900; step < 900 + steps; step++) {
    const n = { extents: [1], channels: 1, places: [1], K, first: 0, groups, flip: false, part: 1, step, key: [1, 2], ...(stride ? { stride } : {}) };
    visitSamples([[0, 0, 0, 0]], n, (_k, _i, group, _element, chain) => {
      count[32 * group + chain] += 1;
    });
  }
  return count;
}

test('12 minibatches of 512: all of 6,144 samples once; without a stride 48 of them see 2,016', () => {
  assert.ok(visits(192, 512, 12, groupsBetween(512)).every((count) => count === 1));
  const seen = (count: number[]) => count.filter((one) => one > 0).length;
  assert.is(seen(visits(192, 512, 48)), 2016);
});

for (const [K, groups] of [
  [512, 20],
  [100, 7],
  [100, 16],
  [45, 2],
  [20, 8],
  [16, 4],
  [8, 1],
] as const) {
  test(`minibatches of ${K} out of ${groups} words: every sample is seen within 32 rounds`, () => {
    const stride = groupsBetween(K);
    assert.ok(visits(groups, K, 32 * Math.ceil(groups / stride), stride).every((count) => count > 0));
  });
}

test('so many minibatches are the default of fixed data; what is given stays', () => {
  const configOf = (samples: number, more: object = {}) => {
    const data = checkData({ shape: [samples, 4, 4], data: spins(1, 16 * samples) }, 'spins.npy');
    return trainConfig({ data, boundary: 'periodic', block: 2, buffer: 0, shell: 1, ...more } as TrainInput);
  };
  assert.is(configOf(400).evaluations, 48);
  assert.is(configOf(2 ** 17).evaluations, 64, '32,768 held out, 512 at a time');
  assert.is(configOf(2 ** 17, { evaluations: 48 }).evaluations, 48);
  const large = configOf(2 ** 17);
  assert.equal(trainConfig(large as TrainInput), large);
});

test.run();
