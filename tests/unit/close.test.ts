/** The comparator must fail where a careless one passes: NaN, infinities, lengths. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { close, EXACT, ofLargest } from '../support/close.ts';

const wide = { atol: 1e300, rtol: 1 };

test('accepts what is within the tolerance, and zero for zero with none', () => {
  close([1, 2.001], [1, 2], { atol: 0, rtol: 1e-3 }, 'relative');
  close([1e-9, 2], [0, 2], { atol: 1e-8, rtol: 0 }, 'absolute');
  close([0, -0, 7], [0, 0, 7], EXACT, 'exact');
  close([], [], EXACT, 'empty');
});

test('NaN fails on either side, whatever the tolerance', () => {
  assert.throws(() => close([Number.NaN], [0], wide, 'x'), /x: 1 of 1 elements differ; worst \[0\]: NaN, expected 0/);
  assert.throws(() => close([0], [Number.NaN], wide, 'x'), /worst \[0\]: 0, expected NaN/);
  assert.throws(() => close([Number.NaN], [Number.NaN], wide, 'x'), /worst \[0\]/);
  assert.throws(() => close([1], [1], { atol: Number.NaN, rtol: 0 }, 'x'), /worst \[0\]/);
});

test('infinity fails on either side and on both', () => {
  const infinity = Number.POSITIVE_INFINITY;
  for (const [a, e] of [
    [infinity, 0],
    [0, infinity],
    [infinity, infinity],
    [-infinity, infinity],
  ]) {
    assert.throws(() => close([a], [e], wide, 'x'), /worst \[0\]/);
  }
});

test('lengths must agree', () => {
  assert.throws(() => close([1, 2], [1], wide, 'x'), /x: 2 elements, expected 1/);
  assert.throws(() => close([], [1], wide, 'x'), /x: 0 elements, expected 1/);
});

test('the message names the worst element, both values and what was allowed', () => {
  assert.throws(
    () => close([1, 2.5, 3.1], [1, 2, 3], { atol: 0.01, rtol: 0.01 }, 'y'),
    (error: Error) => {
      assert.is(error.message, 'y: 2 of 3 elements differ; worst [1]: 2.5, expected 2 +- 0.03 (atol 0.01, rtol 0.01)');
      return true;
    },
  );
});

test('a non-finite element is worse than any finite one', () => {
  assert.throws(() => close([1e200, Number.NaN, 5], [0, 0, 5], EXACT, 'y'), /worst \[1\]: NaN/);
});

test('ofLargest scales with the largest magnitude', () => {
  assert.equal(ofLargest([1, -4, 2], 0.5), { atol: 2, rtol: 0 });
  assert.equal(ofLargest([0, 0], 0.5), { atol: 0, rtol: 0 });
});

test.run();
