/** Coarse fields and their correlators against their definitions; what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CoarseField } from '../../src/analysis/field/coarse_field.ts';
import { CoarseCorrelator, rings } from '../../src/analysis/field/correlator.ts';
import { dimension } from '../../src/analysis/field/dimension.ts';
import { distanceOn, isingFactor, windingFactor } from '../../src/analysis/field/torus.ts';
import { close, EXACT } from '../support/close.ts';
import { spins } from '../support/random.ts';

const ONE = [[[1]]];

/** The field by its definition, site by site. */
function fieldOf(v: ArrayLike<number>, size: number, channels: number, filter: number[][][], stride: number): number[] {
  const out: number[] = [];
  for (const component of filter) {
    for (let y = 0; y < size; y += stride) {
      for (let x = 0; x < size; x += stride) {
        let sum = 0;
        component.forEach((row, dy) => {
          row.forEach((w, column) => {
            const [dx, channel] = [Math.floor(column / channels), column % channels];
            sum += w * v[(((y + dy) % size) * size + ((x + dx) % size)) * channels + channel];
          });
        });
        out.push(sum);
      }
    }
  }
  return out;
}

const patterned = (components: number, side: number, channels: number) =>
  Array.from({ length: components }, (_, c) =>
    Array.from({ length: side }, (_, y) => Array.from({ length: side * channels }, (_, x) => ((7 * c + 5 * y + 3 * x) % 11) - 4)),
  );

for (const [size, channels, components, side, stride] of [
  [7, 1, 1, 3, 1],
  [6, 2, 2, 4, 1],
  [6, 2, 2, 3, 3],
  [8, 1, 2, 3, 4],
  [4, 3, 1, 4, 2],
]) {
  test(`coarse field: ${components} filters of side ${side} on ${size} x ${size} x ${channels}, stride ${stride}, against its definition`, () => {
    const filter = patterned(components, side, channels);
    const v = spins(size, size * size * channels + 3);
    const field = new CoarseField({ size, channels, filter, stride });
    close(field.of(v, 3), fieldOf(v.subarray(3), size, channels, filter, stride), EXACT, 'field');
    const signs = new CoarseField({ size, channels, filter, stride, values: 'sign' });
    close(signs.of(v, 3), fieldOf(v.subarray(3), size, channels, filter, stride).map(Math.sign), EXACT, 'signs');
  });
}

test('correlator of every chain against its definition: both axes, mean over translations, sum over components', () => {
  const [size, chains] = [6, 3];
  const filter = patterned(2, 2, 1);
  for (const direction of ['x', 'y', 'both'] as const) {
    const collected = new CoarseCorrelator({ size, filter, chains, direction });
    const expected = Array.from({ length: chains }, () => new Float64Array(2 + 4));
    for (let time = 0; time < 2; time++) {
      const data = spins(10 + time, chains * size * size);
      collected.addAll({ shape: [chains, size, size], data });
      for (let chain = 0; chain < chains; chain++) {
        const h = fieldOf(data.subarray(chain * 36), size, 1, filter, 1);
        for (let c = 0; c < 2; c++) {
          const at = (y: number, x: number) => h[c * 36 + (y % size) * size + (x % size)];
          for (let y = 0; y < size; y++) {
            for (let x = 0; x < size; x++) {
              expected[chain][c] += at(y, x) / 72;
              for (let r = 0; r <= 3; r++) {
                const [across, down] = [at(y, x) * at(y, x + r), at(y, x) * at(y + r, x)];
                expected[chain][2 + r] += (direction === 'x' ? across : direction === 'y' ? down : (across + down) / 2) / 72;
              }
            }
          }
        }
      }
    }
    const { rows, distances } = collected.result();
    assert.equal(distances, [0, 1, 2, 3]);
    close(
      rows.flat(),
      expected.flatMap((row) => Array.from(row)),
      { atol: 1e-10, rtol: 0 },
      direction,
    );
  }
});

for (const [size, stride, every] of [
  [6, 1, 1],
  [10, 1, 2],
  [12, 2, 1],
]) {
  test(`correlator in all directions against its definition: ${size} x ${size}, stride ${stride}, every ${every}`, () => {
    const filter = patterned(2, 2, 1);
    const collected = new CoarseCorrelator({ size, filter, stride, every, chains: 2, direction: 'all' });
    const data = spins(20, 2 * size * size);
    for (const _ of [0, 1, 2]) collected.addAll({ shape: [2, size, size], data });
    const { rows, places = [], distances } = collected.result();
    const M = size / stride;
    assert.equal(
      places.slice(0, 3),
      every === 1
        ? [
            [0, 0],
            [stride, 0],
            [stride, stride],
          ]
        : [
            [0, 0],
            [2, 0],
            [2, 2],
          ],
    );
    assert.ok(places.length > 3 && distances.every((r, i) => r <= size / 2 && (i === 0 || r >= distances[i - 1])));
    for (const [chain, row] of rows.entries()) {
      const h = fieldOf(data.subarray(chain * size * size), size, 1, filter, stride);
      const product = (c: number, dx: number, dy: number) => {
        let sum = 0;
        for (let y = 0; y < M; y++) for (let x = 0; x < M; x++) sum += h[c * M * M + y * M + x] * h[c * M * M + ((y + dy) % M) * M + ((x + dx) % M)];
        return sum / M / M;
      };
      const expected = places.map(([x, y]) => {
        const [a, b] = [x / stride, y / stride];
        const around = [
          [a, b],
          [b, a],
          [M - a, b],
          [M - b, a],
        ];
        return [0, 1].reduce((sum, c) => sum + around.reduce((s, [dx, dy]) => s + product(c, dx, dy), 0) / 4, 0);
      });
      close(row.slice(2), expected, { atol: 1e-10, rtol: 0 }, 'products');
    }
  });
}

test('off the axes: the torus distance is the lattice Green function of a free field, factors know rotations and periods', () => {
  const L = 32;
  // -∇² G = δ - 1 / L²: G(0) - G(x, y) -> ln d / 2π + a constant, up to terms that fall as 1 / r².
  const fall = (x: number, y: number) => {
    let sum = 0;
    for (let a = 0; a < L; a++) {
      for (let b = 0; b < L; b++) {
        const [p, q] = [(2 * Math.PI * a) / L, (2 * Math.PI * b) / L];
        if (a + b > 0) sum += (1 - Math.cos(p * x + q * y)) / (4 - 2 * Math.cos(p) - 2 * Math.cos(q));
      }
    }
    return sum / L / L;
  };
  const constant = 2 * Math.PI * fall(16, 0) - Math.log(distanceOn(L, 16, 'torus'));
  for (const [x, y] of [
    [8, 8],
    [16, 16],
    [12, 5],
    [7, 14],
    [16, 9],
  ]) {
    const missed = 2 * Math.PI * fall(x, y) - Math.log(distanceOn(L, x, 'torus', y)) - constant;
    assert.ok(Math.abs(missed) < 3e-3, `${x}, ${y}: ${missed}`);
    assert.ok(Math.abs(Math.log(distanceOn(L, x, 'plain', y) / distanceOn(L, x, 'torus', y))) > 0.01, 'control');
  }
  for (const f of [
    (x: number, y: number) => distanceOn(L, x, 'torus', y),
    (x: number, y: number) => isingFactor(L, x, y),
    (x: number, y: number) => windingFactor(L, x, 0.5, 1, y),
  ])
    close([f(5, 11), f(27, 11), f(5, 21)], [f(11, 5), f(5, 11), f(5, 11)], { atol: 1e-12, rtol: 1e-12 }, 'symmetric, periodic');
});

test('in all directions: a power law on a torus with its windings is found, its chords are not', () => {
  const L = 32;
  const collected = new CoarseCorrelator({ size: L, filter: ONE, chains: 2, direction: 'all', every: 2 });
  for (const chain of [0, 1]) collected.add(chain, spins(chain, L * L));
  const frame = collected.result();
  const law = (x: number, y: number) => (x + y === 0 ? 1 : 0.8 * distanceOn(L, x, 'torus', y) ** -2 * windingFactor(L, x, 0.5, 1, y));
  const rows = [1 - 1e-6, 1 + 1e-6].map((scale) => [0, ...(frame.places ?? []).map(([x, y]) => scale * law(x, y))]);
  const fit = dimension({ ...frame, rows }, { from: 4, to: 16, distance: 'torus', factor: (x, y) => windingFactor(L, x, 0.5, 1, y) });
  close([fit.exponent.mean, fit.amplitude.mean], [2, 0.8], { atol: 1e-6, rtol: 0 }, 'exponent, amplitude');
  assert.ok(dimension({ ...frame, rows }, { from: 4, to: 16 }).exponent.mean > 2.05);
  // Neighbouring displacements are nearly equally far: the search for the exponent must not mind.
  const dense = new CoarseCorrelator({ size: 64, filter: ONE, chains: 2, direction: 'all' });
  for (const chain of [0, 1]) dense.add(chain, spins(chain, 64 * 64));
  const spin = dense.result();
  const critical = [1 - 1e-6, 1 + 1e-6].map((scale) => [
    0,
    ...(spin.places ?? []).map(([x, y]) => (x + y === 0 ? 1 : scale * isingFactor(64, x, y) * distanceOn(64, x, 'torus', y) ** -0.25)),
  ]);
  const found = dimension({ ...spin, rows: critical }, { from: 8, to: 32, distance: 'torus', factor: (x, y) => isingFactor(64, x, y) });
  assert.ok(found.determined);
  close([found.dimension.mean], [1 / 8], { atol: 1e-6, rtol: 0 }, 'Δ');
  const { distances, values } = rings({ ...frame, rows });
  assert.ok(distances.length === values.length && distances.length < 17 && distances.every((r) => r <= 16));
});

test('the lattice of blocks: distances in sites, in steps of the stride', () => {
  const collected = new CoarseCorrelator({ size: 12, filter: patterned(1, 3, 1), stride: 3, chains: 2 });
  collected.addAll({ shape: [2, 12, 12], data: spins(3, 288) });
  assert.equal(collected.result().distances, [0, 3, 6]);
});

test('what cannot be: one chain, unequal numbers, filters and strides that do not fit, windows without distances', () => {
  assert.throws(() => new CoarseCorrelator({ size: 8, filter: ONE, chains: 1 }), /2 independent chains/);
  assert.throws(() => new CoarseField({ size: 8, filter: patterned(1, 3, 2) }), /b x 1 b weights/);
  assert.throws(() => new CoarseField({ size: 8, filter: [] }), /none/);
  assert.throws(() => new CoarseField({ size: 8, filter: [[[Number.NaN]]] }), /finite weights/);
  assert.throws(() => new CoarseField({ size: 8, filter: ONE, stride: 3 }), /divides 8/);
  const collected = new CoarseCorrelator({ size: 8, filter: ONE, chains: 2 });
  assert.throws(() => collected.result(), /equally many/);
  assert.throws(() => collected.addAll({ shape: [3, 8, 8], data: new Float64Array(192) }), /shape \(2, 8, 8\)/);
  collected.add(0, spins(1, 64));
  assert.throws(() => collected.result(), /from 0 to 1/);
  collected.add(1, spins(2, 64));
  assert.throws(() => dimension(collected.result(), { from: 5, to: 9 }), /at least two distances/);
});

test.run();
