import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { boundaryness, boundarynessOfSums, checkerboard, classifyFilter, gauge, normalise, uniformity } from '../../src/analysis/filters/filter.ts';
import { majority } from '../../src/analysis/filters/majority.ts';
import { Source } from '../support/ensembles.ts';

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

test('a filter on a part of the block is localised, not uniform, and no block of two is boundary-coupled', () => {
  const kind = (filter: number[][], coupling = 1) => classifyFilter([filter], sure, coupling);
  const row = [
    [1, 1],
    [0, 0],
  ];
  const three = [
    [1, 1],
    [1, 0],
  ];
  const site = square(4, (y, x) => (y === 1 && x === 2 ? 1 : 0));
  const column = square(4, (_, x) => (x === 0 ? 1 : 0));
  for (const [filter, cosine] of [
    [row, Math.SQRT1_2],
    [three, Math.sqrt(0.75)],
    [site, 0.25],
    [column, 0.5],
  ] as const) {
    assert.ok(Math.abs(uniformity(filter) - cosine) < 1e-12);
    assert.is(kind(filter), 'localised');
    assert.is(kind(filter.map((line) => line.map((w) => -w))), 'localised');
    assert.is(kind(checkerboard(filter)), 'localised');
  }
  for (let code = 1; code < 3 ** 4; code++) {
    const weights = [0, 1, 2, 3].map((i) => (Math.floor(code / 3 ** i) % 3) - 1);
    for (const coupling of [1, -1]) assert.is.not(kind([weights.slice(0, 2), weights.slice(2)], coupling), 'boundary');
  }
  // A rim that is not all of the rim.
  assert.is(kind(square(4, (y, x) => (y === 0 && x === 0 ? 1 : 0.1))), 'localised');
  assert.is(kind(rim(4, 0)), 'boundary');
});

test('a name holds by the error of its cosine over the replicas', () => {
  const like = square(2, (y, x) => (y === 1 && x === 1 ? 0.2 : 1));
  assert.ok(uniformity(like) > 0.9 && uniformity(like) < 0.93);
  assert.is(classifyFilter([like], sure, 1, [[like], [like], [like]]), 'uniform');
  const one = square(2, (y, x) => (y === 0 && x === 0 ? 1 : 0));
  assert.is(classifyFilter([like], sure, 1, [[like], [one], [one]]), 'localised');
  const uniform = square(2, () => 1);
  assert.is(classifyFilter([uniform], sure, 1, [[uniform], [like], [uniform]]), 'uniform');
});

/** Whether sign(Λ·v + bias) is the sign of Σv, or everywhere its opposite, for all v with Σv not 0. */
function bySummation(filter: number[][], bias: number): boolean {
  const weights = filter.flat();
  const seen = new Set<number>();
  for (let state = 0; state < 2 ** weights.length; state++) {
    const v = weights.map((_, i) => ((state >> i) & 1 ? 1 : -1));
    const [m, a] = [v.reduce((s, x) => s + x, 0), v.reduce((s, x, i) => s + x * weights[i], bias)];
    if (m !== 0) seen.add(Math.sign(a) * Math.sign(m));
  }
  return seen.size === 1 && !seen.has(0);
}

test('H is the sign of the magnetisation: by the weights, as by summing over all blocks', () => {
  const source = new Source(3);
  const counts = { yes: 0, no: 0 };
  for (let n = 0; n < 400; n++) {
    const side = 2 + (n % 2);
    const sign = n % 3 === 0 ? -1 : 1;
    const filter = square(side, () => sign * (1 + 0.5 * source.normal()));
    const bias = n % 5 === 0 ? 0.3 * source.normal() : 0;
    const is = bySummation(filter, bias);
    assert.is(majority(filter, bias), is ? (side === 3 ? 'always' : 'unless tied') : 'no');
    counts[is ? 'yes' : 'no'] += 1;
  }
  assert.ok(counts.yes > 50 && counts.no > 50);
  assert.is(
    majority([
      [1, 1],
      [0, 0],
    ]),
    'no',
  );
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
