/** The step, the maximum and the levels of a curve of information. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { curveStepOf, levelsOf, maximumOf } from '../../src/analysis/curves/phase.ts';
import { meanError } from '../../src/core/statistics.ts';
import { close } from '../support/close.ts';
import { normals } from '../support/normals.ts';

const GRID = [1.5, 1.8, 2, 2.1, 2.2, 2.27, 2.35, 2.45, 2.6, 2.8, 3.2];
/** ln 2 to 0 in a step at 2.3. */
const step = (width: number) => (x: number) => Math.LN2 / (1 + Math.exp((x - 2.3) / width));
const curve = (law: (x: number) => number, error: number, key: number, grid = GRID) => {
  const noise = key === 0 ? new Float64Array(grid.length) : normals(grid.length, key);
  return grid.map((x, i) => ({ x, value: { mean: law(x) + error * noise[i], error } }));
};

test('the step of a curve without noise, within its resolution; the slope and the width of a logistic curve', () => {
  const fine = Array.from({ length: 61 }, (_, i) => 1.71 + 0.02 * i);
  const found = curveStepOf(curve(step(0.05), 1e-6, 0, fine));
  close([found.position.mean], [2.3], { atol: 0.001, rtol: 0 }, 'position');
  close([found.slope.mean, found.width.mean], [-Math.LN2 / 0.2, 0.2], { atol: 0, rtol: 0.02 }, 'slope, width');
  const coarse = curveStepOf(curve(step(0.05), 1e-6, 0));
  assert.ok(Math.abs(coarse.position.mean - 2.3) < coarse.resolution / 2 && coarse.inside, JSON.stringify(coarse));
});

test('a step that sharpens is narrower, by many errors', () => {
  const [wide, narrow] = [0.2, 0.06].map((width) => curveStepOf(curve(step(width), 0.004, 5)).width);
  assert.ok(wide.mean - narrow.mean > 5 * Math.hypot(wide.error, narrow.error), JSON.stringify({ wide, narrow }));
});

test('steps of noisy curves: the scores of 200 curves are of order one', () => {
  const grid = [1.7, 1.9, 2.1, 2.3, 2.5, 2.7, 2.9];
  const z = Array.from({ length: 200 }, (_, i) => {
    const { position } = curveStepOf(curve(step(0.15), 0.005, 300 + i, grid), { draws: 100 });
    return (position.mean - 2.3) / position.error;
  });
  assert.ok(Math.abs(meanError(z).mean) < 0.35, `mean ${meanError(z).mean}`);
  const square = meanError(z.map((x) => x * x)).mean;
  assert.ok(square > 0.4 && square < 1.5, `variance ${square}`);
});

test('a rise instead of a fall, points in any order, infinite temperatures left out', () => {
  const rising = curve((x) => Math.LN2 - step(0.05)(x), 1e-3, 0).reverse();
  const found = curveStepOf([{ x: Number.POSITIVE_INFINITY, value: { mean: 0, error: 0.1 } }, ...rising], { sign: 1 });
  assert.ok(Math.abs(found.position.mean - 2.3) < 0.05 && found.slope.mean > 0, JSON.stringify(found));
  assert.throws(() => curveStepOf(rising.slice(0, 2)), /at least 3 different points/);
  assert.throws(() => curveStepOf([...rising, rising[0]]), /different ones among 12/);
});

test('maximum: at the ceiling, below it, above what can be', () => {
  const full = maximumOf(curve(step(0.02), 0.001, 0), Math.LN2);
  assert.ok(full.x === 1.5 && full.saturates && !full.exceeds);
  close([full.fraction.mean, full.deficit.error], [1, 0.001], { atol: 1e-6, rtol: 0 }, 'fraction, error');
  const half = maximumOf(curve(step(0.02), 0.001, 0), 2 * Math.LN2);
  assert.ok(!half.saturates && Math.abs(half.fraction.mean - 0.5) < 1e-6, 'one of two components');
  const near = [{ x: 2, value: { mean: 0.676, error: 0.0002 } }];
  assert.not.ok(maximumOf(near, Math.LN2).saturates);
  assert.ok(maximumOf(near, Math.LN2, 0.03).saturates, 'with a tolerance');
  const sure = [{ x: 1, value: { mean: Math.fround(Math.LN2), error: 0 } }];
  assert.ok(maximumOf(sure, Math.LN2).saturates, 'a value without spread');
  const wrong = maximumOf([{ x: 1, value: { mean: 0.75, error: 0.01 } }], Math.LN2);
  assert.ok(wrong.exceeds && !wrong.saturates);
  assert.throws(() => maximumOf([{ x: 1, value: { mean: Number.NaN, error: 0 } }], 1), /values with errors/);
});

test('levels on both sides: weighted means, their difference, and a side that is no level', () => {
  const grid = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 10];
  const law = (x: number) => (x < 3 ? 0.31 : x > 3 ? 0.24 : 0.33);
  const found = levelsOf(curve(law, 0.004, 9, grid), 3);
  assert.equal([found.below.points, found.above.points], [5, 6]);
  for (const [{ value, p }, exact] of [
    [found.below, 0.31],
    [found.above, 0.24],
  ] as const) {
    assert.ok(Math.abs(value.mean - exact) < 4 * value.error && p > 0.001, JSON.stringify(found));
  }
  close([found.below.value.error, found.above.value.error], [0.004 / Math.sqrt(5), 0.004 / Math.sqrt(6)], { atol: 1e-12, rtol: 0 }, 'errors');
  assert.ok(found.z > 10);
  assert.equal([levelsOf(curve(law, 0.004, 9, grid), 3, 0.6).below.points], [4]);
  const sloping = levelsOf(
    curve((x) => 0.4 - 0.02 * x, 0.004, 9, grid),
    3,
  );
  assert.ok(sloping.above.p < 1e-6, `control: ${sloping.above.p}`);
  assert.throws(() => levelsOf(curve(law, 0.004, 9, grid), 20), /none above/);
});

test.run();
