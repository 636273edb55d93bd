/** Checks of configurations from outside, the split into parts, and what is measured on them. */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArrayOfNumbers } from '../../src/core/array.ts';
import { checksum } from '../../src/core/checksum.ts';
import type { Estimate } from '../../src/core/statistics.ts';
import { checkData } from '../../src/model/data/data_set.ts';
import { dataObservables, dataSeries } from '../../src/model/data/observables.ts';
import type { Boundary } from '../../src/space/space.ts';
import { toJson } from '../../src/store/results.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { splitOf } from '../../src/train/config/data.ts';
import { close } from '../support/close.ts';
import { spins, words } from '../support/random.ts';

const random = (...shape: number[]): ArrayOfNumbers => ({
  shape,
  data: spins(
    1,
    shape.reduce((a, b) => a * b, 1),
  ),
});
/** Random values out of a list. */
const drawn = (list: readonly number[], ...shape: number[]): ArrayOfNumbers => ({
  shape,
  data: Float64Array.from(
    words(
      2,
      shape.reduce((a, b) => a * b, 1),
    ),
    (word) => list[word % list.length],
  ),
});

test('says what it found', () => {
  const data = checkData(random(70, 6, 6), 'spins.npy');
  assert.equal([data.samples, data.shape, data.size, data.type, data.values, data.leftOut], [70, [6, 6], 6, 'int8', '-1 1', 6]);
  assert.equal(JSON.parse(JSON.stringify(data)), {
    file: 'spins.npy',
    samples: 70,
    shape: [6, 6],
    axes: 'n y x',
    type: 'int8',
    kind: 'binary',
    alphabet: [-1, 1],
    left_out: 6,
    fixed: true,
  });
  const chain = { axes: 'n x' };
  assert.is(checkData({ shape: [64, 4], data: new BigInt64Array(256).fill(1n) }, 'data', chain).type, 'int64');
  assert.is(checkData({ shape: [64, 4], data: new Uint8Array(256), boolean: true }, 'data', chain).type, 'bool');
  assert.is(checkData({ shape: [64, 100], data: Int32Array.from({ length: 6400 }, (_, i) => i % 100) }, 'data', chain).values, '0 to 99');
});

test('the checksum is SHA-256 of the values in memory, and in what results say once it was asked for', async () => {
  const array = random(70, 6, 6);
  const data = checkData(array, 'spins.npy');
  const expected = createHash('sha256')
    .update(array.data as Int8Array)
    .digest('hex');
  assert.is(await data.checksum(), expected);
  assert.is(JSON.parse(JSON.stringify(data)).sha256, expected);
  // A part of a larger buffer, and memory that threads share.
  const larger = new Uint8Array(3 + 2520);
  larger.set(new Uint8Array((array.data as Int8Array).buffer), 3);
  assert.is(await checkData({ ...array, data: new Int8Array(larger.buffer, 3) }).checksum(), expected);
  const shared = new Int8Array(new SharedArrayBuffer(2520));
  shared.set(array.data as Int8Array);
  assert.is(await checkData({ ...array, data: shared }).checksum(), expected);
});

test('bytes beyond one part: the checksum of the checksums of the parts', async () => {
  const bytes = Uint8Array.from({ length: 10 }, (_, i) => i);
  const hex = (...parts: (Uint8Array | string)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
  assert.is(await checksum(bytes, 10), hex(bytes));
  assert.is(await checksum(bytes, 4), hex(hex(bytes.subarray(0, 4)), hex(bytes.subarray(4, 8)), hex(bytes.subarray(8))));
});

for (const [what, array, binary, trainable, axes] of [
  ['spins', random(96, 4, 4), [-1, 1], true],
  ['an odd side', random(96, 5, 5), [-1, 1], true],
  ['one channel', random(96, 4, 4, 1), [-1, 1], true],
  ['occupations as floats', drawn([0, 1], 96, 4, 4), [0, 1], true],
  ['all up', drawn([1], 96, 4, 4), [-1, 1], false],
  ['all zero', drawn([0], 96, 4, 4), [0, 1], false],
  ['two channels', random(96, 4, 4, 2), [-1, 1], true, 'n y x c'],
  ['a rectangle', random(96, 4, 6), [-1, 1], true],
  ['a rectangle with channels', random(96, 6, 4, 2), [-1, 1], true, 'n y x c'],
  ['a cube', random(96, 4, 4, 4), [-1, 1], true, 'n z y x'],
  ['chains', random(96, 16), [-1, 1], true, 'n x'],
  ['three values', drawn([0, 1, 2], 96, 4, 4), undefined, true],
  ['-1, 0, 1', drawn([-1, 0, 1], 96, 4, 4), undefined, true],
  ['1, 2', drawn([1, 2], 96, 4, 4), [1, 2], true],
  ['0, 255', drawn([0, 255], 96, 4, 4), [0, 255], true],
  [
    'sixteen values',
    drawn(
      Array.from({ length: 16 }, (_, i) => i),
      96,
      4,
      4,
    ),
    undefined,
    true,
  ],
  [
    'seventeen values',
    drawn(
      Array.from({ length: 17 }, (_, i) => i),
      96,
      4,
      4,
    ),
    undefined,
    false,
  ],
  ['one value', drawn([7], 96, 4, 4), undefined, false],
] as [string, ArrayOfNumbers, [number, number] | undefined, boolean, string?][]) {
  test(`${what}: ${trainable ? 'can' : 'cannot'} be trained on`, () => {
    const data = checkData(array, 'spins.npy', axes ? { axes } : {});
    assert.equal(data.binary, binary);
    assert.is(data.trainable, trainable);
    const configure = () => trainConfig({ data, boundary: 'periodic', block: 2, buffer: 0, shell: 1 });
    if (trainable) assert.is(configure().size, data.size);
    else
      assert.throws(
        configure,
        data.manyValues
          ? /^spins\.npy: expected to know what .* are, got the values 0 to 16; say what they are: alphabet: 'real'/
          : /^spins\.npy: expected values that vary, got the value/,
      );
  });
}

for (const [what, array, message] of [
  ['one axis', random(64), /shape \(64\); say what each axis is/],
  ['five axes', random(64, 2, 2, 3, 2), /got an array of shape \(64, 2, 2, 3, 2\); say what each axis is, for example axes: 'nyxc'/],
  ['one site', random(64, 1, 1), /got an array of shape \(64, 1, 1\)/],
  ['63 samples', random(63, 4, 4), /at least 64 samples.*got 63 of shape \(4, 4\); give more samples.*along another axis/],
  ['none', random(0, 4, 4), /got 0 of shape/],
  [
    'NaN',
    { shape: [64, 2, 2], data: Float32Array.from({ length: 256 }, (_, i) => (i === 135 ? Number.NaN : 1)) },
    /got NaN in 1 of 256 values, the first at index \[33, 1, 1\]; use missing: 'nan' if/,
  ],
  [
    'a hole',
    { shape: [64, 2, 2], data: Float32Array.from({ length: 256 }, (_, i) => (i % 4 === 1 ? Number.NaN : 1)) },
    /got NaN in 64 of 256 values, the first at index \[0, 0, 1\]; a hole, since.*missing: 'nan'/,
  ],
  [
    'infinity',
    { shape: [64, 2, 2], data: Float64Array.from({ length: 256 }, (_, i) => (i === 0 ? -1 / 0 : 1)) },
    /got -Infinity in 1 of 256 values, the first at index \[0, 0, 0\]/,
  ],
  ['too few elements', { shape: [64, 4, 4], data: new Int8Array(1000) }, /1024 elements.*got 1000/],
] as const) {
  test(`refuses ${what}`, () => assert.throws(() => checkData(array, 'spins.npy'), new RegExp(`^spins\\.npy: expected .*${message.source}`)));
}

test('the split comes in words of 32, with something in both parts', () => {
  const split = (samples: number, part: number) => splitOf(checkData(random(samples, 2, 2)), part);
  assert.equal(split(1000, 0.25), { training: 576, heldOut: 256, validation: 160, leftOut: 8 });
  assert.equal(split(96, 0.25), { training: 32, heldOut: 32, validation: 32, leftOut: 0 });
  assert.equal(split(159, 0.999), { training: 32, heldOut: 64, validation: 32, leftOut: 31 });
  assert.equal(split(320, 0.001), { training: 224, heldOut: 32, validation: 64, leftOut: 0 });
  assert.throws(() => split(95, 0.25), /at least 96 samples to train on.*got 95; give more/);
});

test('a configuration follows the data, and comes out again as it went in', () => {
  const data = checkData(random(200, 8, 8), 'spins.npy');
  const config = trainConfig({ data, boundary: 'periodic', block: 2, buffer: [0, 1], shell: 1 });
  const { model, size, chains, heldOut, validation, batch, evaluationBatch, temperature, heldOutPart } = config;
  assert.equal(
    [model.name, size, chains, heldOut, validation, batch, evaluationBatch, temperature, heldOutPart],
    ['data', 8, 96, 64, 32, 96, 64, [Number.NaN], 0.25],
  );
  assert.equal(trainConfig(config), config);
  const stored = JSON.parse(toJson(config));
  assert.equal([stored.data.file, stored.data.samples, stored.temperature], ['spins.npy', 200, ['unknown']]);
  assert.equal(trainConfig({ data, boundary: 'open', block: 2, buffer: 0, temperature: 2.5 }).temperature, [2.5]);
});

const data = checkData(random(200, 8, 8), 'spins.npy');
for (const [what, input, message] of [
  [
    'a flip of three states',
    { data: checkData(drawn([0, 1, 2], 200, 8, 8), 'potts.npy'), symmetry: 'flip' },
    /^symmetry: 'flip': expected two values or numbers, got states without an order in potts\.npy; use symmetry: 'permute', or leave it out/,
  ],
  ['another model', { data, model: 'ising' }, /^model: expected nothing, since the samples of spins\.npy are fixed, got ising/],
  ['chains', { data, chains: 64 }, /^chains: expected nothing/],
  ['a coupling', { data, coupling: -1 }, /^coupling: expected nothing/],
  ['sweeps', { data, sweeps: 2 }, /^sweeps: expected nothing/],
  ['validation chains', { data, validation: 64 }, /^validation: expected nothing/],
  ['held-out chains', { data, heldOut: 32 }, /^heldOut: expected nothing.*heldOutPart/],
  ['another size', { data, size: 16 }, /^size: expected 8, the lattice side of spins\.npy, got 16/],
  ['two temperatures', { data, temperature: [1, 2] }, /^temperature: expected the one temperature/],
  ['a window larger than the lattice', { data, block: 4, buffer: 2, shell: 2 }, /size = 8, got 4 \+ 2 \(2 \+ 2\) = 12/],
  ['a minibatch larger than the data', { data, block: 2, batch: 97 }, /^batch: expected at most 96, the samples to train on, got 97; use batch: 96/],
  ['an evaluation larger than the data', { data, block: 2, evaluationBatch: 65 }, /^evaluationBatch: expected at most 64, the samples held out, got 65/],
  ['all held out', { data, heldOutPart: 1 }, /^heldOutPart: expected .*1, got 1; use for example heldOutPart: 0\.25/],
  ['a model of data without data', { model: 'data' }, /^model: expected data.*give data/],
  ['a part of no data', { heldOutPart: 0.5 }, /^heldOutPart: expected data.*give data/],
  ['a symmetry of no data', { symmetry: 'flip' }, /^symmetry: expected data.*give data/],
  [
    'an unknown boundary',
    { data, boundary: undefined },
    /^boundary: expected whether the axes of spins\.npy, y x with 8 x 8 sites, are periodic or open, got nothing; say boundary: 'periodic'/,
  ],
  ['harmonics of spins', { data, harmonics: 2 }, /^harmonics: expected data that are angles, got binary values in spins\.npy/],
] as const) {
  test(`a training refuses ${what}`, () =>
    assert.throws(
      () => trainConfig({ shell: 1, buffer: 0, ...('data' in input ? { boundary: 'periodic' } : {}), ...input } as Parameters<typeof trainConfig>[0]),
      message,
    ));
}

/** Observables by their definitions; the energy only where there are neighbours. */
function byDefinition(values: readonly number[][], neighbours?: (i: number) => number[]): Record<string, number> {
  const mean = (f: (s: number[]) => number) => values.reduce((sum, s) => sum + f(s), 0) / values.length;
  const m = (s: number[]) => s.reduce((a, b) => a + b, 0) / s.length;
  return {
    ...(neighbours ? { energy_J1: mean((s) => -s.reduce((sum, each, i) => sum + neighbours(i).reduce((a, j) => a + each * s[j], 0), 0) / s.length) } : {}),
    magnetisation: mean(m),
    magnetisation_abs: mean((s) => Math.abs(m(s))),
    magnetisation_squared: mean((s) => m(s) ** 2),
  };
}

test('observables agree with their definitions; 0 counts as -1; no energy but that of a periodic square', () => {
  for (const [shape, neighbours] of [
    [[4, 4], (i: number) => [4 * Math.floor(i / 4) + ((i + 1) % 4), (i + 4) % 16]],
    [[7], undefined],
    [[4, 6], undefined],
    [[3, 3, 3], undefined],
  ] as const) {
    const array = drawn([0, 1, 1], 80, ...shape);
    const set = checkData(array, 'data', { axes: ['n x', 'n y x', 'n z y x'][shape.length - 1] });
    const found = dataObservables(dataSeries(set, set.space(), 0, 80));
    const length = array.data.length / 80;
    const samples = Array.from({ length: 80 }, (_, n) => Array.from(array.data.subarray(n * length, (n + 1) * length) as Float64Array, (v) => 2 * v - 1));
    const expected = byDefinition(samples, neighbours);
    assert.equal(Object.keys(found), [...Object.keys(expected), 'binder']);
    for (const [name, value] of Object.entries(expected)) close([found[name].mean], [value], { atol: 1e-12, rtol: 0 }, name);
    assert.ok(Object.values(found).every(({ error }) => error > 0));
  }
});

test('channels and open lattices have no energy, and other values no magnetisation', () => {
  const observed = (array: ArrayOfNumbers, boundary?: Boundary[]) => {
    const set = checkData(array, 'data', { axes: ['n x', 'n y x', 'n y x c'][array.shape.length - 2] });
    return dataObservables(dataSeries(set, set.space(boundary), 0, 64));
  };
  for (const observables of [observed(random(64, 4, 4, 2)), observed(random(64, 4, 4), ['periodic', 'open'])])
    assert.equal(Object.keys(observables), ['magnetisation', 'magnetisation_abs', 'magnetisation_squared', 'binder']);
  const { value, value_squared }: Record<string, Estimate> = observed({ shape: [64, 4], data: Int32Array.from({ length: 256 }, (_, i) => i % 4) });
  assert.equal([value.mean, value_squared.mean], [1.5, 3.5]);
  const few = observed(drawn([-1, 0, 2, 2], 64, 4, 4));
  assert.equal(Object.keys(few), ['value', 'value_squared', 'part_of_-1', 'part_of_0', 'part_of_2']);
  close(
    [few['part_of_-1'].mean + few.part_of_0.mean + few.part_of_2.mean, few.value.mean],
    [1, 2 * few.part_of_2.mean - few['part_of_-1'].mean],
    { atol: 1e-12, rtol: 0 },
    'parts',
  );
  assert.equal(Object.keys(observed(drawn([1, 2], 64, 4, 4))), ['value', 'value_squared', 'part_of_1', 'part_of_2'], 'two values that are no spins');
});

test.run();
