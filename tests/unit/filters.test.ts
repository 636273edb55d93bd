import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { boundaryness, boundarynessOfSums, checkerboard, classifyFilter, gauge, normalise } from '../../src/analysis/filters/filter.ts';

const square = (side: number, weight: (y: number, x: number) => number) =>
  Array.from({ length: side }, (_, y) => Array.from({ length: side }, (_, x) => weight(y, x)));
const onRim = (y: number, x: number, side: number) => y === 0 || x === 0 || y === side - 1 || x === side - 1;
const rim = (side: number, bulk: number) => square(side, (y, x) => (onRim(y, x, side) ? 1 : bulk));
const sure = { mean: 0.4, error: 0.001 };

test('boundaryness is one for a uniform filter of any side, the ratio of sums counts sites', () => {
  for (const side of [3, 4, 5, 8]) {
    const uniform = square(side, () => -0.25);
    const bulk = (side - 2) ** 2;
    assert.is(boundaryness(uniform), 1);
    assert.is(boundarynessOfSums(uniform), (side ** 2 - bulk) / bulk);
  }
  assert.is(boundaryness(rim(4, 0.5)), 2);
  assert.is(boundarynessOfSums(rim(4, 0.5)), 6);
  assert.is(boundaryness(rim(4, -0.5)), 2);
});

test('boundaryness without a bulk, without weights, without numbers', () => {
  for (const measure of [boundaryness, boundarynessOfSums]) {
    assert.ok(Number.isNaN(measure([[1]])));
    assert.ok(Number.isNaN(measure(square(2, () => 1))));
    assert.ok(Number.isNaN(measure(square(4, () => 0))));
    assert.ok(Number.isNaN(measure(square(4, () => Number.NaN))));
    assert.is(measure(rim(4, 0)), Number.POSITIVE_INFINITY);
  }
});

test('gauge makes the sum positive, on the checkerboard for an antiferromagnet, and leaves its argument alone', () => {
  const down = square(4, (y, x) => -1 - 0.125 * x - 0.25 * y);
  const before = structuredClone(down);
  assert.equal(
    gauge(down),
    square(4, (y, x) => 1 + 0.125 * x + 0.25 * y),
  );
  assert.equal(down, before);
  assert.equal(gauge(gauge(down)), gauge(down));
  assert.equal(gauge(checkerboard(square(5, () => -1)), -1), checkerboard(square(5, () => 1)));
  const difference = [
    [-2, 1],
    [1, 0.1],
  ];
  assert.equal(gauge(difference)[0], [2, -1], 'the sum says little, the largest weight decides');
  assert.equal(
    gauge(square(2, () => 0)),
    square(2, () => 0),
  );
});

test('normalise divides by the largest weight', () => {
  assert.equal(normalise([[-2, 1]]), [[-1, 0.5]]);
  assert.equal(normalise([[0]]), [[0]]);
});

test('kinds of filters', () => {
  const kind = (filter: number[][], coupling = 1) => classifyFilter([filter], sure, coupling);
  const uneven = square(4, (y, x) => 1 + 0.1 * x - 0.05 * y);
  assert.is(kind(uneven), 'uniform');
  assert.is(kind(uneven.map((row) => row.map((w) => -w))), 'uniform');
  assert.is(kind(checkerboard(uneven)), 'staggered');
  assert.is(kind(checkerboard(uneven), -1), 'staggered');
  assert.is(kind(rim(4, 0.5)), 'boundary');
  assert.is(kind(rim(4, 0.8)), 'uniform', 'a ratio of 1.25 is below the threshold');
  assert.is(kind(rim(4, -0.5)), 'boundary', 'the bulk may have the other sign');
  assert.is(kind(rim(4, -0.9)), 'mixed', 'but not the same size');
  assert.is(kind(rim(4, -0.01)), 'boundary', 'weights near zero have no sign');
  assert.is(kind(checkerboard(rim(5, -0.5)), -1), 'boundary', 'antiferromagnet: staggered along the boundary');
  assert.is(kind(checkerboard(rim(5, -0.5)), 1), 'mixed');
  assert.is(kind(square(4, (_, x) => (x < 2 ? 1 : -1))), 'mixed');
  assert.is(kind(square(2, () => 1)), 'uniform');
  assert.is(kind([[1]]), 'uniform');
  assert.is(kind(square(4, () => 0)), 'mixed');
});

test('no information, no kind', () => {
  const uniform = [square(4, () => 1)];
  assert.is(classifyFilter(uniform, { mean: 0.0049, error: 0.0001 }), 'none');
  assert.is(classifyFilter(uniform, { mean: 0.02, error: 0.01 }), 'none');
  assert.is(classifyFilter(uniform, { mean: -0.1, error: 0.001 }), 'none');
  assert.is(classifyFilter(uniform, { mean: Number.NaN, error: Number.NaN }), 'none');
  assert.is(classifyFilter(uniform, { mean: 0.02, error: 0.005 }), 'uniform');
});

test('components must agree', () => {
  const uniform = square(4, () => 1);
  assert.is(classifyFilter([uniform, uniform], sure), 'uniform');
  assert.is(classifyFilter([uniform, checkerboard(uniform)], sure), 'mixed');
});

test.run();
