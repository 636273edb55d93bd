/** Named patterns and the cosines of filters with them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerOperators, namedPatterns, nearestPattern, overlapWithSpan } from '../../src/analysis/filters/patterns.ts';
import { close } from '../support/close.ts';
import { mix } from '../support/ensembles.ts';

const ROUNDING = { atol: 1e-12, rtol: 0 };

test('patterns of spins by hand', () => {
  const patterns = Object.fromEntries(namedPatterns({ dimension: 2, side: 3 }).map(({ name, filter }) => [name, filter]));
  assert.equal(patterns.uniform, [1, 1, 1, 1, 1, 1, 1, 1, 1]);
  assert.equal(patterns.staggered, [1, -1, 1, -1, 1, -1, 1, -1, 1]);
  assert.equal(patterns.boundary, [1, 1, 1, 1, 0, 1, 1, 1, 1]);
  const line = Object.fromEntries(namedPatterns({ dimension: 1, side: 4 }).map(({ name, filter }) => [name, filter]));
  assert.equal(line.staggered, [1, -1, 1, -1]);
  assert.equal(line.boundary, [1, 0, 0, 1]);
  assert.equal(
    namedPatterns({ dimension: 2, side: 2 }).map(({ name }) => name),
    ['uniform', 'staggered'],
    'a block without a bulk has no boundary of its own',
  );
  assert.equal(
    namedPatterns({ dimension: 0, side: 5 }).map(({ filter }) => filter.length),
    [5],
  );
});

test('patterns of dimers: right and down bonds, the two planes orthogonal to each other and to C', () => {
  const patterns = Object.fromEntries(namedPatterns({ dimension: 2, side: 2, bonds: true }).map(({ name, filter }) => [name, filter]));
  // right and down bond of (0, 0), of (1, 0), of (0, 1), of (1, 1)
  assert.equal(patterns.C_x, [1, 0, -1, 0, 1, 0, -1, 0]);
  assert.equal(patterns.C_y, [0, 1, 0, 1, 0, -1, 0, -1]);
  assert.equal(patterns.P1, [1, 1, -1, 1, 1, -1, -1, -1]);
  assert.equal(patterns.C, [1, -1, 1, -1, 1, -1, 1, -1]);
  assert.equal(patterns.E_x, [1, 0, -1, 0, -1, 0, 1, 0]);
  const names = ['P1', 'P2', 'C', 'E_x', 'E_y'];
  const overlaps = names.map((a) => names.map((b) => overlapWithSpan([patterns[a]], patterns[b])));
  close(
    overlaps.flat(),
    names.flatMap((a) => names.map((b) => (a === b ? 1 : 0))),
    ROUNDING,
    'orthogonal',
  );
});

test('the overlap is of the span: mixtures, signs and order do not matter', () => {
  const {
    horizontal,
    vertical,
    plaquettes: [p1, p2],
  } = dimerOperators(4);
  close([overlapWithSpan([p1, p2], horizontal)], [1], ROUNDING, 'columns lie in the plane of plaquettes');
  close([overlapWithSpan([p1], horizontal)], [Math.SQRT1_2], ROUNDING, 'half of it in one');
  close([overlapWithSpan([mix(-3, p2, 1, p1), vertical], p1)], [1], ROUNDING, 'a mixture');
  const patterns = namedPatterns({ dimension: 2, side: 4, bonds: true });
  assert.is(nearestPattern([mix(1, p1, 0.2, p2)], patterns).name, 'P1');
  assert.throws(() => overlapWithSpan([[1, 2]], [1]), /weights in every filter/);
});

test.run();
