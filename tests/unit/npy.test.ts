/** .npy files: bytes as numpy writes them, every element type both ways, and every way a file can be wrong. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArrayData, ArrayOfNumbers } from '../../src/core/array.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { bytesOf, formatNpy, parseNpy } from '../../src/store/npy.ts';
import { NUMPY, testWith } from '../support/needs.ts';

/** A file by hand: the header padded with blanks to a multiple of 64, as the format asks for. */
function file(dictionary: string, body: readonly number[], version = 1): Uint8Array {
  const wide = version > 1;
  const before = wide ? 12 : 10;
  const text = `${dictionary.padEnd(64 * Math.ceil((before + dictionary.length + 1) / 64) - before - 1)}\n`;
  const length = wide ? [text.length & 255, text.length >> 8, 0, 0] : [text.length & 255, text.length >> 8];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...new TextEncoder().encode(text), ...body]);
}

const numbers = ({ data }: Pick<ArrayOfNumbers, 'data'>) => Array.from(data as ArrayLike<number | bigint>, Number);

const header = (descr: string, shape: string, fortran = false) => `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;

// What numpy 2 stores for numpy.array([1, -1, 1, 1], dtype).reshape(2, 2), written out by hand.
const STORED: [descr: string, bytes: number[]][] = [
  ['|i1', [1, 255, 1, 1]],
  ['<i2', [1, 0, 255, 255, 1, 0, 1, 0]],
  ['>i2', [0, 1, 255, 255, 0, 1, 0, 1]],
  ['<i4', [1, 0, 0, 0, 255, 255, 255, 255, 1, 0, 0, 0, 1, 0, 0, 0]],
  ['>i4', [0, 0, 0, 1, 255, 255, 255, 255, 0, 0, 0, 1, 0, 0, 0, 1]],
  ['<i8', [1, 0, 0, 0, 0, 0, 0, 0, ...new Array(8).fill(255), 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]],
  ['<f4', [0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf, 0, 0, 0x80, 0x3f, 0, 0, 0x80, 0x3f]],
  ['>f4', [0x3f, 0x80, 0, 0, 0xbf, 0x80, 0, 0, 0x3f, 0x80, 0, 0, 0x3f, 0x80, 0, 0]],
  ['<f8', [...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f], ...[0, 0, 0, 0, 0, 0, 0xf0, 0xbf], ...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f], ...[0, 0, 0, 0, 0, 0, 0xf0, 0x3f]]],
];

for (const [descr, body] of STORED) {
  test(`reads ${descr}`, () => {
    const { shape, data } = parseNpy(file(header(descr, '(2, 2)'), body));
    assert.equal(shape, [2, 2]);
    assert.equal(numbers({ data }), [1, -1, 1, 1]);
  });
}

test('reads half precision, in either byte order, as single', () => {
  // 1, -2, 65504, the smallest above 0, infinity, NaN: what numpy.float16 writes.
  const expected = [1, -2, 65504, 2 ** -24, Number.POSITIVE_INFINITY, Number.NaN];
  for (const [descr, body] of [
    ['<f2', [0, 0x3c, 0, 0xc0, 0xff, 0x7b, 1, 0, 0, 0x7c, 0, 0x7e]],
    ['>f2', [0x3c, 0, 0xc0, 0, 0x7b, 0xff, 0, 1, 0x7c, 0, 0x7e, 0]],
  ] as const) {
    const { data } = parseNpy(file(header(descr, '(6,)'), body));
    assert.equal([data.constructor.name, numbers({ data })], ['Float32Array', expected]);
  }
});

test('reads booleans and unsigned bytes, and tells them apart', () => {
  const bytes = parseNpy(file(header('|u1', '(3,)'), [0, 1, 255]));
  assert.equal([bytes.shape, numbers(bytes), bytes.boolean], [[3], [0, 1, 255], undefined]);
  const truth = parseNpy(file(header('|b1', '(3,)'), [0, 1, 1]));
  assert.equal([truth.shape, numbers(truth), truth.boolean], [[3], [0, 1, 1], true]);
});

test('reads versions 2.0 and 3.0, keys in any order, and what Python 2 wrote', () => {
  for (const version of [2, 3]) assert.equal(numbers(parseNpy(file(header('|i1', '(2,)'), [1, 2], version))), [1, 2]);
  const odd = `{"shape": (2L, 1L), 'fortran_order': False, 'descr': "|i1"}`;
  assert.equal(parseNpy(file(odd, [1, 2])).shape, [2, 1]);
  assert.equal(parseNpy(file(header('|i1', '()'), [7])).shape, []);
  assert.equal(parseNpy(file(header('|i1', '(0, 4)'), [])).data.length, 0);
});

test('Fortran order comes out in C order', () => {
  // a[i][j][k] = 100 i + 10 j + k, the first index running fastest.
  const body: number[] = [];
  for (let k = 0; k < 4; k++) for (let j = 0; j < 3; j++) for (let i = 0; i < 2; i++) body.push(100 * i + 10 * j + k);
  const expected = Array.from({ length: 24 }, (_, n) => 100 * Math.floor(n / 12) + 10 * (Math.floor(n / 4) % 3) + (n % 4));
  assert.equal(numbers(parseNpy(file(header('|u1', '(2, 3, 4)', true), body))), expected);
});

const ARRAYS: ArrayData[] = [
  Int8Array.of(-128, 127, 0, -1, 1, 5),
  Uint8Array.of(0, 255, 1, 2, 3, 4),
  Int16Array.of(-32768, 32767, 0, 1, 2, 3),
  Uint16Array.of(0, 65535, 1, 2, 3, 4),
  Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 0, 1, 2, 3),
  Uint32Array.of(0, 2 ** 32 - 1, 1, 2, 3, 4),
  BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n, 0n, 1n, 2n, 3n),
  BigUint64Array.of(0n, 2n ** 64n - 1n, 1n, 2n, 3n, 4n),
  Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY, -0, 1e-45, 0.1, 3.4e38),
  Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324, 0.1, 1.7e308),
];

for (const data of ARRAYS) {
  test(`${data.constructor.name} goes out and in bit for bit, also at an odd place in memory`, () => {
    const written = formatNpy({ shape: [1, 3, 2], data });
    assert.is((written.length - data.byteLength) % 64, 0, 'data begin at a multiple of 64');
    const shifted = new Uint8Array(written.length + 1);
    shifted.set(written, 1);
    for (const bytes of [written, shifted.subarray(1)]) {
      const read = parseNpy(bytes);
      assert.equal(read.shape, [1, 3, 2]);
      assert.is(read.data.constructor, data.constructor);
      assert.equal(bytesOf(read.data), bytesOf(data));
      assert.equal(formatNpy(read), written);
    }
  });
}

test('writes what numpy writes', () => {
  // numpy 2: numpy.save of numpy.zeros((3, 4, 4), 'int8'); the blanks after the comma are its room for a longer axis.
  const written = Buffer.from(formatNpy({ shape: [3, 4, 4], data: new Int8Array(48) })).toString('latin1');
  assert.is(written.slice(0, 8), '\x93NUMPY\x01\x00');
  assert.is(written.slice(8, 128), `v\x00${"{'descr': '|i1', 'fortran_order': False, 'shape': (3, 4, 4), }".padEnd(117)}\n`);
  assert.is(written.length, 128 + 48);
});

interface Wrong {
  what: string;
  bytes: Uint8Array;
  message: RegExp;
}

const good = file(header('|i1', '(2, 2)'), [1, -1, 1, 1]);
const WRONG: Wrong[] = [
  { what: 'an empty file', bytes: new Uint8Array(0), message: /NUMPY, got an empty file/ },
  { what: 'another magic', bytes: new TextEncoder().encode('PK\x03\x04 a zip, as of numpy.savez'), message: /NUMPY, got 50 4b 03 04.*numpy\.save/ },
  { what: 'nothing behind the magic', bytes: good.slice(0, 6), message: /header|version/ },
  { what: 'a version of the future', bytes: Uint8Array.from(good, (byte, i) => (i === 6 ? 9 : byte)), message: /version.*got 9\.0/ },
  { what: 'a header cut off', bytes: good.slice(0, 40), message: /header of 118 bytes, got 30; .*truncated/ },
  { what: 'data cut off', bytes: good.slice(0, -1), message: /4 bytes of data for shape \(2, 2\).*got 3; .*truncated/ },
  { what: 'no data at all', bytes: good.slice(0, -4), message: /got 0; .*truncated/ },
  { what: 'bytes behind the data', bytes: Uint8Array.from([...good, 0]), message: /got 5; .*goes on/ },
  { what: 'a huge header', bytes: Uint8Array.from([...good.slice(0, 6), 2, 0, 255, 255, 255, 127]), message: /at most 10000 bytes, got 2147483647/ },
  { what: 'objects', bytes: file(header('|O', '(2,)'), [1, 2]), message: /Python objects.*astype/ },
  { what: 'complex numbers', bytes: file(header('<c16', '(1,)'), new Array(16).fill(0)), message: /'<c16'; spins exp/ },
  { what: 'long doubles', bytes: file(header('<f16', '(1,)'), new Array(16).fill(0)), message: /'<f16'.*astype\('float64'\)/ },
  {
    what: 'complex numbers',
    bytes: file(header('<c8', '(1,)'), new Array(8).fill(0)),
    message: /'<c8'; spins exp\(i angle\) are angles: numpy\.save\(file, numpy\.angle/,
  },
  { what: 'text', bytes: file(header('<U3', '(1,)'), new Array(12).fill(0)), message: /'<U3'/ },
  { what: 'records', bytes: file("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", [0, 0, 0, 0]), message: /\[\('a', '<i4'\)\].*astype/ },
  { what: 'no byte order for several bytes', bytes: file(header('|i4', '(1,)'), [0, 0, 0, 0]), message: /'\|i4'/ },
  { what: 'no shape', bytes: file("{'descr': '|i1', 'fortran_order': False}", []), message: /header.*damaged/ },
  { what: 'a key twice', bytes: file("{'descr': '|i1', 'descr': '|i1', 'fortran_order': False, 'shape': (1,)}", [1]), message: /header.*damaged/ },
  { what: 'a key of its own', bytes: file("{'descr': '|i1', 'fortran_order': False, 'shape': (1,), 'x': True}", [1]), message: /header.*damaged/ },
  { what: 'a shape with a leading zero', bytes: file(header('|i1', '(064,)'), new Array(64).fill(1)), message: /header.*\(064,\).*damaged/ },
  {
    what: 'a boolean that is none',
    bytes: file(header('|b1', '(4,)'), [0, 1, 2, 1]),
    message: /expected booleans, which are bytes 0 and 1, got 2 in element 2; /,
  },
  { what: 'a number for a shape', bytes: file(header('|i1', '(1)'), [1]), message: /header.*damaged/ },
  { what: 'a negative extent', bytes: file(header('|i1', '(-1,)'), [1]), message: /header.*damaged/ },
  { what: 'extents without bound', bytes: file(header('|i1', '(99999999999, 99999999999)'), [1]), message: /header.*damaged/ },
  { what: 'an expression', bytes: file("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}", [1]), message: /header.*damaged/ },
  { what: 'no dictionary', bytes: file('[1, 2]', [1]), message: /header.*damaged/ },
];

for (const { what, bytes, message } of WRONG) {
  test(`refuses ${what}`, () => {
    try {
      parseNpy(bytes, 'spins.npy');
    } catch (error) {
      assert.instance(error, BlockspinError);
      assert.match((error as Error).message, /^spins\.npy: expected .*, got .*; /);
      assert.match((error as Error).message, message);
      return;
    }
    assert.unreachable('it was read');
  });
}

test('every cut of a file is refused', () => {
  for (let length = 0; length < good.length; length++) assert.throws(() => parseNpy(good.slice(0, length)), /expected/);
});

testWith(NUMPY, 'numpy itself agrees', () => {
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-npy-'));
  try {
    const run = (script: string) => spawnSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' });
    const arrays: ArrayOfNumbers[] = [
      ...ARRAYS.map((data) => ({ shape: [3, 2], data })),
      { shape: [3, 2], data: Uint8Array.of(0, 1, 1, 0, 1, 0), boolean: true },
    ];
    arrays.forEach((array, i) => {
      writeFileSync(join(folder, `ours${i}.npy`), formatNpy(array));
    });
    const { status, stderr } = run(`
import numpy
for i in range(${arrays.length}):
    a = numpy.load(f'ours{i}.npy')
    assert a.shape == (3, 2)
    numpy.save(f'theirs{i}.npy', a)
    numpy.save(f'fortran{i}.npy', numpy.asfortranarray(a.astype(a.dtype.newbyteorder('>'))))
`);
    assert.is(status, 0, stderr);
    arrays.forEach((array, i) => {
      // As bytes: NaN equals NaN there, and zero has a sign.
      for (const name of ['theirs', 'fortran']) assert.equal(formatNpy(parseNpy(readFileSync(join(folder, `${name}${i}.npy`)))), formatNpy(array));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
