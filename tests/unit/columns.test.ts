/** How the difference of horizontal and vertical dimers of free dimers is correlated: exact values, with which law they fall. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerTheory } from '../../src/model/dimers/field_theory.ts';
import { type Bond, freeDimers } from '../reference/model/dimers/pairs.ts';
import { close } from '../support/close.ts';

const SIZE = 128;
/** Order of the average over neighbouring sites: it removes momenta (π, 0), (0, π) and (π, π) of the field to this power of the momentum. */
const ORDER = 4;

/** Weights of the correlator of a field that is averaged ORDER times over two neighbours along one axis. */
const WEIGHTS = Array.from({ length: 2 * ORDER }).reduce<number[]>((row) => [...row, 0].map((weight, i) => (weight + (row[i - 1] ?? 0)) / 2), [1]);

/** The exact correlator of horizontal less vertical dimers at momentum 0, whole lattices added where sites would be negative. */
function exactly(): (x: number, y: number) => number {
  const { both } = freeDimers(SIZE);
  const wrap = (at: number) => ((at % SIZE) + SIZE) % SIZE;
  const directions = [0, 1] as const;
  const sites = (x: number, y: number) => {
    const pair = (one: 0 | 1, other: 0 | 1) => (one === other ? 1 : -1) * both([0, 0, one] as Bond, [wrap(x), wrap(y), other] as Bond);
    return directions.reduce<number>((sum, one) => sum + pair(one, 0) + pair(one, 1), 0);
  };
  return (x, y) => WEIGHTS.reduce((sum, a, i) => sum + WEIGHTS.reduce((inner, b, j) => inner + a * b * sites(x + i - ORDER, y + j - ORDER), 0), 0);
}

test('horizontal less vertical free dimers: cos 4θ / (π² r⁴), dimension 2, not the r⁻⁸ of charge 2 alone', () => {
  const at = exactly();
  // On a torus a constant is added, which the difference between an axis and a diagonal at nearly the same distance lacks.
  const pairs = [
    [11, 8],
    [17, 12],
    [24, 17],
  ] as const;
  const found = pairs.map(([axis, diagonal]) => (at(axis, 0) - at(diagonal, diagonal)) / (axis ** -4 + (2 * diagonal * diagonal) ** -2));
  close(
    found,
    pairs.map(() => 1 / Math.PI ** 2),
    { atol: 0, rtol: 0.05 },
    'times r⁴',
  );
  assert.ok(at(17, 0) > 0 && at(12, 12) < 0, 'the sign changes with the angle');
});

test('of that symmetry the Coulomb gas has two operators, the smaller dimension first', () => {
  const plain = (g: number) => {
    const theory = dimerTheory.at({ interaction: -1 }, 1, g);
    return theory?.operators.filter(({ sector }) => sector === 'plain').map(({ dimension }) => dimension);
  };
  assert.equal(plain(0.5), [2, 4]);
  assert.equal(plain(1.6), [1.25, 2]);
});

test.run();
