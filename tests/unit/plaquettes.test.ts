/** Which dimension the fit gives to plaquettes of free dimers, of their exact correlator: what the lattice and the window add. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Correlator } from '../../src/analysis/field/correlator.ts';
import { dimension } from '../../src/analysis/field/dimension.ts';
import { windingFactor } from '../../src/analysis/field/torus.ts';
import { namedPatterns } from '../../src/analysis/filters/patterns.ts';
import { placesOf } from '../../src/analysis/operators/waves.ts';
import { DIMERS } from '../golden/dimers.ts';
import { type Bond, freeDimers } from '../reference/model/dimers/pairs.ts';
import { close } from '../support/close.ts';

test('two dimers on a torus: the 272 coverings of 4 x 4, and their probabilities by enumeration', () => {
  const { logCoverings, both } = freeDimers(4);
  const free = DIMERS[4].find(([temperature]) => temperature === Number.POSITIVE_INFINITY)?.[1];
  assert.ok(free);
  const found = [Math.exp(logCoverings), both([0, 0, 0], [2, 0, 0]), both([0, 0, 0], [0, 1, 0]), both([0, 0, 0], [1, 0, 0])];
  close(found, [272, free.hh20, free.hh01, 0], { atol: 1e-9, rtol: 1e-9 }, '4 x 4');
});

const P1 = namedPatterns({ dimension: 2, side: 2, bonds: true }).find(({ name }) => name === 'P1')?.filter ?? [];
const TERMS = P1.map((weight, i) => ({ weight, x: (i >> 1) % 2, y: i >> 2, direction: (i % 2) as 0 | 1 }));

/** The correlator of P1 between blocks at (x, y), averaged over rotations and mirrors. */
function exact(size: number, direction: 'all' | 'axes'): { places: [number, number][]; values: number[] } {
  const { both } = freeDimers(size);
  const at = (x: number, y: number) =>
    TERMS.reduce((sum, one) => {
      const bond: Bond = [one.x, one.y, one.direction];
      return sum + TERMS.reduce((inner, other) => inner + one.weight * other.weight * both(bond, [x + other.x, y + other.y, other.direction]), 0);
    }, 0);
  const places = placesOf(size, direction, 2).slice(1);
  const values = places.map(([x, y]) => {
    // Bonds are counted from sites that are not negative: images lie whole lattices away.
    const images = [x, size - x].flatMap((u) => [y, size - y].flatMap((v) => [at(u, v), at(v, u)]));
    return images.reduce((sum, value) => sum + value, 0) / images.length;
  });
  return { places, values };
}

/** Two chains about the exact values, whose errors are those of noise alone: the same for every displacement, of which four or eight are averaged. */
function correlatorOf(size: number, { places, values }: ReturnType<typeof exact>): Correlator {
  const errors = places.map(([x, y]) => 1e-6 / Math.sqrt(y === 0 || x === y ? 4 : 8));
  const rows = [-1, 1].map((sign) => values.map((value, i) => value + sign * errors[i]));
  return { size, distances: places.map(([x, y]) => Math.hypot(x, y)), places, components: 0, rows };
}

function fitted(size: number, direction: 'all' | 'axes', froms: readonly number[]): number[] {
  const correlator = correlatorOf(size, exact(size, direction));
  const factor = (x: number, y: number) => windingFactor(size, x, 1 / 2, 1, y);
  return froms.map((from) => dimension(correlator, { from, to: size / 2, distance: 'torus', factor, mean: 'zero' }).dimension.mean);
}

test('plaquettes of free dimers: the fit to exact values lies above 1, more along the axes than in every direction, and less with the window', () => {
  const to = { atol: 5e-4, rtol: 0 };
  close(fitted(32, 'all', [6, 8]), [1.0998, 1.0677], to, '32, all');
  close(fitted(32, 'axes', [6, 8]), [1.1421, 1.1061], to, '32, axes');
  close(fitted(64, 'all', [6, 8, 12]), [1.0468, 1.021, 1.0131], to, '64, all');
  close(fitted(64, 'axes', [6, 8, 12]), [1.1046, 1.0633, 1.0313], to, '64, axes');
});

test.run();
