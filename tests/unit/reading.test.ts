/** How arrays of configurations are understood: axes, kinds of values, holes, trajectories; and what can be understood in several ways. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArrayOfNumbers } from '../../src/core/array.ts';
import { checkData } from '../../src/model/data/data_set.ts';
import { parseMissing } from '../../src/model/data/gaps.ts';
import { parseRoles } from '../../src/model/data/roles.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { spins, uniform, words } from '../support/random.ts';

const counted = (...shape: number[]): ArrayOfNumbers => ({ shape, data: Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i % 7) });
const random = (...shape: number[]): ArrayOfNumbers => ({
  shape,
  data: spins(
    1,
    shape.reduce((a, b) => a * b, 1),
  ),
});

test('roles: with blanks or without, each once; what makes no configurations is refused', () => {
  assert.equal(parseRoles('n c y x'), ['n', 'c', 'y', 'x']);
  assert.equal(parseRoles('nyx.'), parseRoles('n y x .'));
  for (const [text, message] of [
    ['n q x', /^axes: expected letters out of n t z y x c \., got q; give one letter for each axis/],
    ['', /got nothing/],
    ['n x x', /expected each of n, t, z, y and x once, got x twice/],
    ['n c', /from one to three axes out of t, z, y and x, got none/],
    ['n t z y x', /from one to three axes/],
    ['n y', /expected x for 1 axes of places, got y/],
    ['y x', /expected an axis of samples, n, or of time, t/],
  ] as const)
    assert.throws(() => parseRoles(text), message);
});

test('axes of a file in any order come out as samples, time, places, values', () => {
  const [N, C, Y, X] = [70, 3, 4, 5];
  const array = counted(N, C, Y, X);
  const data = checkData(array, 'x', { axes: 'n c y x' });
  assert.equal([data.shape, data.extents, data.axes, data.channels, data.roles], [[Y, X, C], [Y, X], ['y', 'x'], C, 'n y x c']);
  for (const [n, y, x, c] of [
    [0, 0, 0, 1],
    [69, 3, 4, 2],
    [12, 2, 1, 0],
  ])
    assert.is(data.array.data[((n * Y + y) * X + x) * C + c], array.data[((n * C + c) * Y + y) * X + x]);
  const last = checkData(counted(Y, X, N), 'x', { axes: 'yxn' });
  assert.equal([last.samples, last.shape, last.array.data[5 * 20 + 7]], [N, [Y, X], counted(Y, X, N).data[7 * N + 5]]);
  assert.is(data.source, array, 'as it was read');
  assert.throws(() => checkData(array, 'x', { axes: 'n y x' }), /^axes: expected 4 letters for the axes \(70, 3, 4, 5\) of x, got n y x/);
  assert.throws(() => checkData(array, 'x', { axes: 'n . y x' }), /a dot only for an axis of one entry of x, got a dot for the axis of 3/);
});

test('axes of one entry mean nothing; an array of flat rows with a shape is the array itself', () => {
  const values = random(70, 36).data;
  const square = checkData({ shape: [70, 6, 6], data: values }, 'x');
  for (const reading of [
    { shape: [70, 1, 6, 6], given: {} },
    { shape: [70, 36], given: { shape: [6, 6] } },
    { shape: [70, 6, 6, 1], given: {} },
  ]) {
    const data = checkData({ shape: reading.shape, data: values }, 'x', reading.given);
    assert.equal([data.extents, data.channels, data.array.data], [square.extents, 1, square.array.data]);
  }
});

for (const [shape, ways] of [
  [
    [70, 36],
    ['shape: [6, 6]', "axes: 'nx'", "axes: 'tx'"],
  ],
  [
    [70, 12],
    ["axes: 'nx'", "axes: 'tx'"],
  ],
  [
    [70, 8, 8, 8],
    ["axes: 'nzyx'", "axes: 'nyxc'"],
  ],
  [
    [70, 3, 3, 3],
    ["axes: 'nzyx'", "axes: 'nyxc'", "axes: 'ncyx'"],
  ],
  [
    [70, 6, 6, 4],
    ["axes: 'nzyx'", "axes: 'nyxc'"],
  ],
  [
    [70, 3, 6, 6],
    ["axes: 'nzyx'", "axes: 'ncyx'"],
  ],
  [
    [6, 6, 100],
    ["axes: 'yxn'", "axes: 'nyx'"],
  ],
] as const) {
  test(`shape (${shape.join(', ')}) can be read in ${ways.length} ways, and all are named`, () => {
    const error = (() => {
      try {
        checkData(random(...shape), 'x.npy');
        return 'accepted';
      } catch (thrown) {
        return (thrown as Error).message;
      }
    })();
    assert.match(
      error,
      new RegExp(`^x\\.npy: expected an array that can be read in one way, got shape \\(${shape.join(', ')}\\), which can be read in ${ways.length}; `),
    );
    for (const way of ways) {
      assert.ok(error.includes(way), `${way}: ${error}`);
      const axes = /axes: '(\w+)'/.exec(way)?.[1];
      if (axes?.includes('n') && !(axes === 'nyx' && shape[0] < 64)) checkData(random(...shape), 'x.npy', { axes });
    }
  });
}

test('kinds: recognised where there is one, else said; what they are in a training', () => {
  const of = (values: readonly number[], reading = {}) =>
    checkData({ shape: [80, 3, 3], data: Float64Array.from(words(3, 720), (word) => values[word % values.length]) }, 'x', reading);
  assert.equal([of([0, 255]).kind, of([1, 2]).trained], ['binary', { kind: 'binary', values: [1, 2] }]);
  assert.equal(of([-0.5, 0.5]).trained, { kind: 'binary', values: [-0.5, 0.5] });
  assert.equal([of([1, 2, 3]).kind, of([-1, 0, 1], { alphabet: 'ordinal' }).trained], ['categorical', { kind: 'reals' }]);
  assert.equal(of([0, 1, 5], { alphabet: 'count' }).trained, { kind: 'counts' });
  assert.equal(of([0, 1.5, 3], { alphabet: 'angle' }).trained, { kind: 'angles', period: 2 * Math.PI });
  assert.equal(of([0, 90, 180, 270], { alphabet: 'angle', period: 360 }).trained, { kind: 'angles', period: 360 });
  assert.is(of([0, 0.5, 1]).kind, undefined);
  assert.throws(
    () => of([0, 0.5, 1]).trained,
    /say what|if these are angles, which lie within 2π, use alphabet: 'angle'; else say what they are: alphabet: 'real'/,
  );
  for (const [values, reading, message] of [
    [[0, 1, 2], { alphabet: 'binary' }, /^alphabet: 'binary': expected two values in x, got 0 1 2; use alphabet: 'categorical'/],
    [[-1, 0, 1], { alphabet: 'count' }, /expected whole numbers from 0 in x, got -1 0 1/],
    [
      [0, 90, 180],
      { alphabet: 'angle' },
      /expected angles that lie within 2π in x, got 0 90 180; give their period in their own unit: period: 360 for degrees/,
    ],
    [[0, 1], { period: 4 }, /^period: expected angles, got no alphabet; add alphabet: 'angle'/],
  ] as const)
    assert.throws(() => of(values, reading), message);
  const many = checkData({ shape: [80, 3, 3], data: uniform(1, 720, -1, 1) }, 'x');
  assert.equal([many.kind, many.manyValues, many.trainable], [undefined, true, false]);
});

test('holes: missing in every sample, or masked; values there are seen by nothing', () => {
  const values = Float64Array.from(spins(5, 80 * 9));
  for (let n = 0; n < 80; n++) values[9 * n + 4] = Number.NaN;
  const missing = parseMissing(['nan']);
  const data = checkData({ shape: [80, 3, 3], data: values }, 'x', { missing });
  assert.equal([data.holes, data.kind, data.alphabet, data.space(['open']).holes], [[4], 'binary', [-1, 1], [4]]);
  const mask = { shape: [3, 3], data: Uint8Array.from({ length: 9 }, (_, i) => (i === 4 ? 1 : 0)), boolean: true };
  const other = values.map((value) => (Number.isNaN(value) ? 17 : value));
  const masked = checkData({ shape: [80, 3, 3], data: other }, 'x', { mask });
  assert.equal([masked.holes, masked.alphabet], [[4], [-1, 1]]);
  assert.throws(
    () => checkData({ shape: [80, 3, 3], data: other }, 'x', { mask: { shape: [9, 9], data: new Uint8Array(81) } }),
    /x, array mask: expected one value for each of 3 x 3 sites/,
  );
  assert.equal(
    checkData({ shape: [80, 3, 3], data: values.map((value) => (Number.isNaN(value) ? -999 : value)) }, 'x', { missing: parseMissing(['-999']) }).holes,
    [4],
  );
});

test('values that single samples lack are one more state, or their samples are left out', () => {
  const values = Float64Array.from(spins(6, 80 * 9));
  values[9 * 3 + 2] = Number.NaN;
  values[9 * 50 + 7] = Number.NaN;
  const array = { shape: [80, 3, 3], data: values };
  const states = checkData(array, 'x', { missing: parseMissing(['nan']) });
  assert.equal([states.kind, states.alphabet, states.samples, states.holes], ['categorical', [-1, 1, Number.NaN], 80, []]);
  const dropped = checkData(array, 'x', { missing: parseMissing(['nan', 'drop']) });
  assert.equal([dropped.kind, dropped.samples, dropped.dropped, dropped.array.data.slice(27, 36)], ['binary', 78, 2, values.slice(36, 45)]);
  const reals = { shape: [80, 3, 3], data: uniform(2, 720, 0, 9).map((value, i) => (i === 9 ? Number.NaN : value)) };
  assert.throws(
    () => checkData(reals, 'x', { missing: parseMissing(['nan']), alphabet: 'real' }),
    /^missing: expected x with a value at every place.*add drop.*missing: 'nan,drop'/,
  );
  assert.throws(() => parseMissing(['none']), /^missing: expected nan, or the number.*got none/);
});

test('one trajectory is cut into segments with gaps between them', () => {
  const array = counted(96 * 10, 5);
  const data = checkData(array, 'x', { axes: 't x' });
  assert.equal([data.samples, data.extents, data.axes], [96, [9, 5], ['t', 'x']]);
  const five = (of: ArrayOfNumbers, from: number) => Array.from({ length: 5 }, (_, i) => Number(of.data[from + i]));
  assert.equal(five(data.array, 45), five(array, 50), 'the second segment begins after a gap of one step');
  assert.equal(data.space(['periodic']).boundary, ['open', 'periodic']);
  assert.throws(() => checkData(counted(191, 5), 'x', { axes: 't x' }), /x: expected a trajectory of at least 192 steps: 96 segments .*got 191 steps/);
  assert.throws(() => data.space(['periodic', 'periodic']), /one boundary for all axes, or 1 for x, whose axes are t x and sides 9 x 5; time is open/);
});

test('temperatures: one of all is a label, one of each chooses samples', () => {
  const temperatures = Array.from({ length: 192 }, (_, n) => (n % 2 === 0 ? 2.269185 : 3));
  const data = checkData(random(192, 4, 4), 'x', { temperatures });
  assert.is(data.temperature, undefined);
  const cold = data.select('T=2.27');
  assert.equal([cold.samples, cold.temperature, cold.array.data.slice(16, 32)], [96, 2.269185, data.array.data.slice(32, 48)]);
  assert.equal(trainConfig({ data: cold, boundary: 'periodic', block: 1, buffer: 0, shell: 1 }).temperature, [2.269185]);
  assert.throws(() => data.select('T=5'), /expected a temperature of x, got 5; there are 2\.269185, 3/);
  assert.throws(
    () => checkData(random(70, 4, 4), 'x', { temperatures: [1, 2] }),
    /x, temperature: expected one temperature for each of 70 samples, or one of all, got 2/,
  );
});

test.run();
