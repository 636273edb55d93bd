/** The file of a checkpoint: what is written comes back, and what is broken is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NamedArray } from '../../src/core/array.ts';
import { readSafetensors, writeSafetensors } from '../../src/store/safetensors.ts';

const ARRAYS: Record<string, NamedArray> = {
  weights: { dtype: 'f32', shape: [2, 3], data: Float32Array.from([1, -2, 0.1, Number.NaN, 5, -0]) },
  empty: { dtype: 'u32', shape: [0], data: new Uint32Array() },
  'chains.spins': { dtype: 'u32', shape: [3], data: Uint32Array.from([0xffffffff, 1, 0x80000000]) },
};

test('arrays and notes come back bit for bit, at any offset of the memory they are read into', () => {
  const file = writeSafetensors(ARRAYS, { note: 'ä "quoted" \n' });
  const shifted = new Uint8Array(file.length + 3);
  shifted.set(file, 3);
  for (const bytes of [file, shifted.subarray(3), Buffer.from(file)]) {
    const { arrays, metadata } = readSafetensors(bytes, 'x');
    assert.equal(metadata, { note: 'ä "quoted" \n' });
    assert.equal(Object.keys(arrays), Object.keys(ARRAYS));
    for (const [name, { dtype, shape, data }] of Object.entries(ARRAYS)) {
      assert.equal([arrays[name].dtype, arrays[name].shape], [dtype, shape]);
      const raw = (array: NamedArray['data']) => Array.from(new Uint32Array(array.buffer, array.byteOffset, array.length));
      assert.equal(raw(arrays[name].data), raw(data));
    }
  }
});

test('the layout is that of the format: little-endian length, JSON, numbers at multiples of eight bytes', () => {
  const file = writeSafetensors({ a: ARRAYS['chains.spins'] }, {});
  const length = new DataView(file.buffer).getUint32(0, true);
  assert.is(length % 8, 0);
  assert.equal(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))), {
    __metadata__: {},
    a: { dtype: 'U32', shape: [3], data_offsets: [0, 12] },
  });
  assert.is(file.length, 8 + length + 12);
});

test('a file cut short, changed or of another kind is refused with its name', () => {
  const file = writeSafetensors(ARRAYS, {});
  const refuses = (bytes: Uint8Array, got: RegExp) => {
    assert.throws(
      () => readSafetensors(bytes, 'run/checkpoint'),
      (error: Error) => /^run\/checkpoint: expected a whole safetensors file/.test(error.message) && got.test(error.message),
    );
  };
  refuses(file.subarray(0, 5), /5 bytes/);
  refuses(file.subarray(0, 40), /a header of \d+ bytes in a file of 40/);
  refuses(file.subarray(0, file.length - 1), /are needed for chains.spins/);
  const noise = file.slice();
  noise[9] = 0x7d;
  refuses(noise, /not JSON/);
  const text = new TextDecoder().decode(file).replace('"F32"', '"F64"');
  refuses(new TextEncoder().encode(text), /an entry|are needed|header/);
});

test.run();
