/** Matrices of correlators of local operators: against direct sums, against enumeration, and as generalised eigenvalues. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FieldCovariance, type FieldMatrix, pairOf } from '../../src/analysis/operators/covariance.ts';
import { fitDimension } from '../../src/analysis/operators/fit.ts';
import { LocalFields, type LocalOperator } from '../../src/analysis/operators/local.ts';
import { operatorNamed } from '../../src/analysis/operators/named.ts';
import { irrepShares, mainIrrep } from '../../src/analysis/operators/point_group.ts';
import { followed, meanRow, principalCorrelator, principals, ringAt } from '../../src/analysis/operators/principal.ts';
import { annulus, sizeCorrelator, sizePrincipals } from '../../src/analysis/operators/sizes.ts';
import { type BlockOfValues, splitFilter } from '../../src/analysis/operators/split.ts';
import { close } from '../support/close.ts';
import { normals } from '../support/normals.ts';
import { spins } from '../support/random.ts';

const SPINS: BlockOfValues = { side: 2, channels: 1, values: [-1, 1], onehot: false, inner: 'sign' };
const named = (name: string, block = SPINS) => operatorNamed(name, block, 5)?.operator as LocalOperator;
const EXACT = { atol: 1e-12, rtol: 1e-12 };

/** C_ab at a displacement, averaged over the eight images of it and symmetrised in a and b, by direct sums. */
function direct(a: Float64Array, b: Float64Array, L: number, x: number, y: number): number {
  const images = [x, -x].flatMap((u) =>
    [y, -y].flatMap((v) => [
      [u, v],
      [v, u],
    ]),
  );
  let sum = 0;
  for (const [u, v] of images) {
    for (let i = 0; i < L; i++) for (let j = 0; j < L; j++) sum += a[i * L + j] * b[((i + v + L) % L) * L + ((j + u + L) % L)];
  }
  return sum / images.length / L ** 2;
}

test('fields: sums of spins, of products of neighbours, and products of fields, at every translation', () => {
  const L = 6;
  const v = spins(3, L * L);
  const at = (y: number, x: number) => v[((y + L) % L) * L + ((x + L) % L)];
  const [uniform, energy, square] = new LocalFields({ size: L, operators: [named('uniform'), named('energy')], products: [[0, 0]] }).of(v);
  for (let y = 0; y < L; y++) {
    for (let x = 0; x < L; x++) {
      const sum = at(y, x) + at(y, x + 1) + at(y + 1, x) + at(y + 1, x + 1);
      assert.is(uniform[0][y * L + x], sum);
      assert.is(square[0][y * L + x], sum ** 2);
      const bonds = at(y, x) * at(y, x + 1) + at(y, x) * at(y + 1, x) + at(y, x + 1) * at(y + 1, x + 1) + at(y + 1, x) * at(y + 1, x + 1);
      assert.is(energy[0][y * L + x], bonds);
    }
  }
});

for (const L of [4, 6]) {
  test(`the matrix of correlators on ${L} x ${L} is that of direct sums to 1e-12`, () => {
    const fields = [1, 2, 3].map((key) => [normals(L * L, 10 * L + key)]);
    const collected = new FieldCovariance({ size: L, operators: 3, chains: 2 });
    for (const chain of [0, 1]) collected.add(chain, fields);
    const { rows, places = [], distances } = collected.result();
    assert.ok(places.length >= 4 && distances[0] === 0);
    for (let a = 0; a < 3; a++) {
      assert.ok(Math.abs(rows[0].means[a] - fields[a][0].reduce((sum, x) => sum + x, 0) / L ** 2) < 1e-12);
      for (let b = a; b < 3; b++) {
        const expected = places.map(([x, y]) => direct(fields[a][0], fields[b][0], L, x, y));
        close(rows[1].pairs[pairOf(a, b, 3)], expected, EXACT, `C_${a}${b}`);
      }
    }
  });
}

test('along one axis: no average over the other', () => {
  const L = 6;
  const field = normals(L * L, 77);
  const along = (direction: 'x' | 'y' | 'axes') => {
    const collected = new FieldCovariance({ size: L, operators: 1, chains: 2, direction });
    for (const chain of [0, 1]) collected.add(chain, [[field]]);
    return Array.from(collected.result().rows[0].pairs[0]);
  };
  const sums = (dx: number, dy: number) =>
    Array.from({ length: 4 }, (_, r) => {
      let sum = 0;
      for (let i = 0; i < L; i++) for (let j = 0; j < L; j++) sum += field[i * L + j] * field[((i + r * dy) % L) * L + ((j + r * dx) % L)];
      return sum / L ** 2;
    });
  close(along('x'), sums(1, 0), EXACT, 'x');
  close(along('y'), sums(0, 1), EXACT, 'y');
  close(
    along('axes'),
    sums(1, 0).map((c, r) => (c + sums(0, 1)[r]) / 2),
    EXACT,
    'axes',
  );
});

/**
 * <s(0, 0) s(x, y)> of the Ising model on 4 x 4 at T_c, by a transfer matrix and by enumeration of all states; places [x, y] in the order of the matrix.
 */
const TORUS_4 = [
  [1, 0.78281189381916, 0.74052044609665],
  [0.78281189381916, 0.74052044609665, 0.72340440960051],
  [0.74052044609665, 0.72340440960051, 0.71375464684015],
];

test('Ising spins on 4 x 4 at T_c: the matrix of two filters from all 2^16 states, each with its weight, to 1e-12 of the known correlations', () => {
  const L = 4;
  const K = Math.log(1 + Math.SQRT2) / 2;
  const operators = [named('uniform'), { name: 'site', components: [[{ image: { kind: 'value', channel: 0 }, dy: 0, dx: 0, weight: 1 }]] } as LocalOperator];
  const fields = new LocalFields({ size: L, operators });
  // The sign of all spins changes no product: half of the states are enough.
  const states = 2 ** 15;
  const collected = new FieldCovariance({ size: L, operators: 2, chains: states });
  const weights = new Float64Array(states);
  const v = new Float64Array(L * L);
  for (let state = 0; state < states; state++) {
    for (let i = 0; i < v.length; i++) v[i] = (state >> i) & 1 ? 1 : -1;
    let bonds = 0;
    for (let y = 0; y < L; y++) for (let x = 0; x < L; x++) bonds += v[y * L + x] * (v[y * L + ((x + 1) % L)] + v[((y + 1) % L) * L + x]);
    weights[state] = Math.exp(K * (bonds - 2 * L * L));
    collected.add(state, fields.of(v));
  }
  const { rows, places = [] } = collected.result();
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = (pair: number) => places.map((_, i) => rows.reduce((sum, row, state) => sum + (weights[state] / total) * row.pairs[pair][i], 0));
  const known = (x: number, y: number) => TORUS_4[Math.min(y & 3, 4 - (y & 3))][Math.min(x & 3, 4 - (x & 3))];
  const block = [0, 1].flatMap((y) => [0, 1].map((x) => [x, y]));
  const bilinear = (first: number[][], second: number[][]) =>
    places.map(([x, y]) => {
      const images = [x, -x].flatMap((u) =>
        [y, -y].flatMap((w) => [
          [u, w],
          [w, u],
        ]),
      );
      const sums = images.map(([u, w]) => first.reduce((sum, [a, b]) => sum + second.reduce((inner, [c, d]) => inner + known(u + c - a, w + d - b), 0), 0));
      return sums.reduce((sum, one) => sum + one, 0) / sums.length;
    });
  close(mean(pairOf(1, 1, 2)), bilinear([[0, 0]], [[0, 0]]), EXACT, 'site, site');
  close(mean(pairOf(0, 1, 2)), bilinear(block, [[0, 0]]), EXACT, 'uniform, site');
  close(mean(pairOf(0, 0, 2)), bilinear(block, block), EXACT, 'uniform, uniform');
});

/** C(r) = Σ_i A_i A_i^T r^(-2 Δ_i), exact but for a spread of 1e-7 between chains, of each dimension by itself. */
function synthetic(dimensions: readonly number[], vectors: readonly (readonly number[])[], size = 32): FieldMatrix {
  const n = vectors[0].length;
  const places: [number, number][] = [];
  for (let x = 0; 2 * x <= size; x++) for (let y = 0; y <= x; y++) if (4 * (x * x + y * y) <= size * size) places.push([x, y]);
  places.sort(([x, y], [u, w]) => x * x + y * y - u * u - w * w);
  const distances = places.map(([x, y]) => Math.hypot(x, y));
  const rows = Array.from({ length: 8 }, (_, chain) => {
    const noise = normals(dimensions.length, 900 + chain);
    const pairs = Array.from({ length: (n * (n + 1)) / 2 }, () => new Float64Array(distances.length));
    for (let a = 0; a < n; a++)
      for (let b = a; b < n; b++)
        distances.forEach((r, i) => {
          const at = Math.max(r, 0.5);
          pairs[pairOf(a, b, n)][i] = dimensions.reduce((sum, d, k) => sum + (1 + 1e-7 * noise[k]) * vectors[k][a] * vectors[k][b] * at ** (-2 * d), 0);
        });
    return { means: new Array<number>(n).fill(0), pairs };
  });
  return { size, distances, places, operators: n, components: 1, rows };
}

const MIXED = [
  [1, 0.6, -0.3],
  [0.4, -1, 0.7],
  [0.2, 0.5, 1],
];
const DIMENSIONS = [1 / 8, 1, 2.2];

test('generalised eigenvalues of three mixed power laws are the three, which no single field shows', () => {
  const matrix = synthetic(DIMENSIONS, MIXED);
  const options = { near: 2, far: 4, mean: 'zero' } as const;
  const found = principals(matrix, options);
  assert.is(found.vectors.length, 3);
  assert.is(found.dropped.length, 0);
  const fits = found.vectors.map((vector) => fitDimension(principalCorrelator(matrix, vector), { from: 2, to: 16, distance: 'plain', mean: 'zero' }));
  const of = (fit: (typeof fits)[number]) => ('absent' in fit ? Number.NaN : fit.dimension.mean);
  close(fits.map(of), DIMENSIONS, { atol: 1e-3, rtol: 0 }, 'Δ');
  const single = [0, 1, 2].map((a) =>
    fitDimension(
      principalCorrelator(
        matrix,
        [0, 1, 2].map((b) => (a === b ? 1 : 0)),
      ),
      { from: 2, to: 16, distance: 'plain', mean: 'zero' },
    ),
  );
  assert.ok(single.every((fit) => [1, 2.2].every((d) => !(Math.abs(of(fit) - d) < 0.05))));
  for (const { r, values, overlaps } of followed(matrix, found, options, [4, 8, 16])) {
    assert.ok(
      overlaps.every((overlap) => overlap > 0.99),
      `${r}: ${overlaps}`,
    );
    const ring = (d: number, at: number) => {
      const { places } = ringAt(matrix, at);
      return places.reduce((sum, place) => sum + matrix.distances[place] ** (-2 * d), 0) / places.length;
    };
    close(
      values.map(({ mean }) => mean),
      DIMENSIONS.map((d) => ring(d, r) / ring(d, options.near)),
      { atol: 0, rtol: 1e-4 },
      `λ(${r})`,
    );
  }
});

test('two fields that measure one operator: the second direction is left out, and the dimension stays', () => {
  const found = principals(synthetic([1 / 8], [[1, 0.7]]), { near: 2, far: 4, mean: 'zero' });
  assert.is(found.vectors.length, 1);
  assert.is(found.dropped.length, 1);
});

test('a matrix without a positive direction is refused', () => {
  const { rows, ...rest } = synthetic([1], [[1, 0.5]]);
  const negative = {
    ...rest,
    rows: rows.map((row) => ({ ...row, pairs: row.pairs.map((values, p) => Array.from(values, (x, i) => (i === 0 && p !== 1 ? Math.abs(x) : -x))) })),
  };
  assert.throws(() => principals(negative, { near: 2, far: 4, mean: 'zero' }), /positive by 3 errors/);
});

test('against the side of the lattice: the same dimensions, whatever the function of r / L', () => {
  // Lattices of one shape of correlator, a function of r / L, times L^(-2 Δ) of each operator.
  const matrices = [16, 32, 64].map((size) => synthetic(DIMENSIONS, MIXED, size));
  const found = sizePrincipals(matrices, 'zero');
  const fits = found.vectors.map((vector) => fitDimension(sizeCorrelator(matrices, vector, 'zero'), { from: 16, to: 64, distance: 'plain', mean: 'zero' }));
  close(
    fits.map((fit) => ('absent' in fit ? Number.NaN : fit.dimension.mean)),
    DIMENSIONS,
    { atol: 4e-3, rtol: 0 },
    'Δ',
  );
  for (const matrix of matrices) {
    const { places, weights } = annulus(matrix);
    assert.ok(places.every((place) => matrix.distances[place] > matrix.size / 4 && matrix.distances[place] < matrix.size / 2));
    close([weights.reduce((sum, w) => sum + w, 0)], [1], EXACT, 'weights');
  }
});

test('representations of the point group: uniform A1, a dipole E, a quadrupole B1, diagonals B2; they sum to 1', () => {
  const filter = (weights: number[], side: number): LocalOperator =>
    splitFilter({ name: 'w', inputs: 'spins', weights: [weights], pairs: [] }, { ...SPINS, side })[0].operator;
  const main = (weights: number[], side: number) => mainIrrep(irrepShares(filter(weights, side), side));
  assert.is(main([1, 1, 1, 1], 2), 'A1');
  assert.is(main([1, 1, -1, -1], 2), 'E');
  assert.is(main([1, -1, -1, 1], 2), 'B2');
  assert.is(main([0, 1, 0, -1, 0, -1, 0, 1, 0], 3), 'B1');
  const shares = irrepShares(filter([0.3, 1, -0.2, 0.9], 2), 2);
  close([Object.values(shares).reduce((sum, x) => sum + x, 0)], [1], EXACT, 'sum');
  assert.is(mainIrrep(irrepShares(named('energy'), 2)), 'A1');
});

test('filters are split by the symmetry of the values', () => {
  const states: BlockOfValues = { side: 2, channels: 1, values: [-1, 0, 1], onehot: true, inner: 'sign' };
  const weights = [
    [-1, 0.5, 1],
    [-2, 0, 1],
    [0, 0, 0],
    [1, 1, 1],
  ].flat();
  const parts = splitFilter({ name: 'w', inputs: 'spins', weights: [weights], pairs: [] }, states);
  assert.equal(
    parts.map(({ sector }) => sector),
    ['odd', 'even'],
  );
  assert.equal(
    parts.map(({ operator }) => operator.components[0].map(({ weight }) => weight)),
    [
      [1, 1.5, 0, 0],
      [-0.5, -0.5, 0, 0],
    ],
  );
  // Shape (1, 2, 3, 4) for every state, states renamed and shifted by a constant: only the shape is left.
  const colours: BlockOfValues = { side: 2, channels: 1, values: [0, 1, 2], onehot: true, inner: 'permutations' };
  const rows = [1, 2, 0].map((state) => [1, 2, 3, 4].flatMap((u) => [0, 1, 2].map((s) => (s === state ? u : 0) + 7)));
  const [vector] = splitFilter({ name: 'w', inputs: 'spins', weights: rows, pairs: [] }, colours);
  assert.is(vector.sector, 'vector');
  const shape = vector.operator.components[0].map(({ weight }) => weight);
  close(
    shape.map((u) => u / shape[0]),
    [1, 2, 3, 4],
    { atol: 1e-9, rtol: 0 },
    'shape',
  );
  assert.is(vector.operator.components.length, 3);
  assert.throws(() => splitFilter({ name: 'w', inputs: 'spins', weights: [[1, 2]], pairs: [] }, SPINS), /4 weights for each logit/);
});

test('means are subtracted, of the rows that enter', () => {
  const rows = [
    { means: [1], pairs: [[2, 5]] },
    { means: [3], pairs: [[12, 11]] },
  ];
  assert.equal(meanRow(rows), { means: [2], pairs: [Float64Array.of(7, 8)] });
  assert.equal(meanRow(rows, 0), { means: [3], pairs: [Float64Array.of(12, 11)] });
});

test.run();
