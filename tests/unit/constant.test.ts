/** The choice between the trained critic of a replica and the constant one. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { meanError } from '../../src/core/statistics.ts';
import { reported } from '../../src/train/result/constant.ts';
import { ABOVE } from '../support/comparison.ts';
import { normals } from '../support/normals.ts';

const error = 0.0001;

test('each half takes the critic that is better on the other half', () => {
  const of = (a: number, b: number) => reported({ mean: (a + b) / 2, error, halves: [a, b] });
  assert.equal(of(0.3, 0.4), { mean: 0.35, error, critic: 'trained', measured: 0.35 });
  assert.equal(of(-0.003, -0.001), { mean: 0, error, critic: 'constant', measured: -0.002 });
  assert.equal(of(0.002, -0.001), { mean: -0.0005, error, critic: 'half', measured: 0.0005 });
  assert.equal(of(-0.001, 0.002), { mean: -0.0005, error, critic: 'half', measured: 0.0005 });
});

test('without a value nothing is chosen', () => {
  const none = reported({ mean: Number.NaN, error: Number.NaN, halves: [Number.NaN, Number.NaN] });
  assert.ok(none.critic === 'trained' && Number.isNaN(none.mean) && Number.isNaN(none.measured));
});

// Gaussian halves of the error sqrt(2), whose mean has the error 1.
for (const [truth, least, most] of [
  [-8, 0, 0],
  [-1, -1, 0],
  [0, -0.05, 0.05],
  [1, 0, 1],
  [8, 8, 8],
]) {
  test(`a critic worth ${truth} errors is reported without bias upwards of it or zero, and with its value where it is clear`, () => {
    const draws = normals(20_000, 31);
    const means = Array.from({ length: 10_000 }, (_, i) => {
      const halves: [number, number] = [truth + Math.SQRT2 * draws[2 * i], truth + Math.SQRT2 * draws[2 * i + 1]];
      return reported({ mean: (halves[0] + halves[1]) / 2, error: 1, halves }).mean;
    });
    const all = meanError(means);
    assert.ok(all.mean > least - ABOVE * all.error - 1e-9 && all.mean < most + ABOVE * all.error + 1e-9, JSON.stringify(all));
  });
}

test('negative control: a choice by the value itself is biased upwards', () => {
  const draws = normals(20_000, 31);
  const all = meanError(Array.from(draws, (x) => Math.max(0, x)));
  assert.ok(all.mean > 0.3 + ABOVE * all.error);
});

test.run();
