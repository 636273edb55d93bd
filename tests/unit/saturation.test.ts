/** Saturation with the number of components. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ComponentPoint, saturation } from '../../src/analysis/curves/saturation.ts';
import { meanError } from '../../src/core/statistics.ts';
import { close } from '../support/close.ts';
import { normals } from '../support/normals.ts';

const points = (means: readonly number[], error: number, key = 0): ComponentPoint[] => {
  const noise = key === 0 ? new Float64Array(means.length) : normals(means.length, key);
  return means.map((mean, i) => ({ components: i + 1, information: { mean: mean + error * noise[i], error } }));
};

test('one component for Ising, two for dimers, none that is known while it still rises', () => {
  assert.equal([saturation(points([0.446, 0.447, 0.446], 0.002)).components, saturation(points([0.446, 0.447, 0.446], 0.002)).seen], [1, true]);
  const dimers = saturation(points([0.17, 0.34, 0.341, 0.34], 0.002));
  assert.equal([dimers.components, dimers.seen], [2, true]);
  assert.equal(
    dimers.gains.map(({ from, to, rises }) => [from, to, rises]),
    [
      [1, 2, true],
      [2, 3, false],
      [3, 4, false],
    ],
  );
  close([dimers.ratio.mean], [0.5], { atol: 1e-12, rtol: 0 }, 'ratio');
  close([dimers.gains[0].gain.mean, dimers.gains[0].gain.error], [0.17, 0.002 * Math.SQRT2], { atol: 1e-12, rtol: 0 }, 'gain');
  const rising = saturation(points([0.1, 0.2, 0.3], 0.002));
  assert.equal([rising.components, rising.seen], [3, false]);
});

test('a step that comes late, and many that are small, are not missed', () => {
  assert.is(saturation(points([0.2, 0.2, 0.4, 0.4], 0.01)).components, 3);
  assert.is(saturation(points([0.2, 0.23, 0.26, 0.29], 0.01)).components, 3, 'each step is two errors, two of them are four');
});

test('a rise that is certain may be small: the fraction says so', () => {
  const ising = points([0.446, 0.455, 0.456], 0.0005);
  assert.is(saturation(ising).components, 2);
  assert.is(saturation(ising, { fraction: 0.05 }).components, 1);
  assert.is(saturation(points([0.446, 0.455, 0.456], 0.01), { z: 0.5 }).components, 2);
});

test('in any order, with numbers left out, without those that diverged', () => {
  const some = points([0.17, 0.34, Number.NaN, 0.34], 0.002).reverse();
  const found = saturation(some);
  assert.equal(
    [found.components, found.gains.map(({ from, to }) => [from, to])],
    [
      2,
      [
        [1, 2],
        [2, 4],
      ],
    ],
  );
  assert.throws(() => saturation(points([0.3], 0.1)), /two or more/);
  assert.throws(() => saturation([...points([0.3, 0.4], 0.1), ...points([0.3], 0.1)]), /one value for each/);
});

test('noise alone: the answer is right in 390 of 400 data sets, the ratio has the right error; control: at one error it is not', () => {
  const sets = Array.from({ length: 400 }, (_, i) => points([0.17, 0.34, 0.34, 0.34], 0.005, 50 + i));
  const right = (z: number) => sets.filter((set) => saturation(set, { z }).components === 2).length;
  assert.ok(right(3) >= 390, `${right(3)}`);
  assert.ok(right(1) < 350, `control: ${right(1)}`);
  const scores = sets.map((set) => {
    const { ratio } = saturation(set);
    return ((ratio.mean - 0.5) / ratio.error) ** 2;
  });
  assert.ok(Math.abs(meanError(scores).mean - 1) < 0.3, `${meanError(scores).mean}`);
});

test.run();
