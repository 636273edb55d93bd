import type { NamedArray } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';

const TYPES = { f32: 'F32', u32: 'U32', i32: 'I32' } as const;
const ARRAYS = { F32: ['f32', Float32Array], U32: ['u32', Uint32Array], I32: ['i32', Int32Array] } as const;

/** A longer header is taken for a broken file, bytes. */
const MOST_HEADER = 100_000_000;

interface Entry {
  dtype: keyof typeof ARRAYS;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Writes arrays and metadata into one file: eight bytes with the length of a JSON header, the header, the numbers, little-endian.
 * @param metadata strings by name
 * Source of the format: safetensors, which Python reads with the package of that name.
 */
export function writeSafetensors(arrays: Readonly<Record<string, NamedArray>>, metadata: Readonly<Record<string, string>>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { dtype, shape, data }] of Object.entries(arrays)) {
    header[name] = { dtype: TYPES[dtype], shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header align the numbers to eight bytes.
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.fill(0x20, 8 + text.length, 8 + length);
  file.set(text, 8);
  let at = 8 + length;
  for (const { data } of Object.values(arrays)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/**
 * Reads the arrays and metadata of a file.
 * @param name of the file, for messages
 * @throws BlockspinError for anything but a whole file of 32-bit arrays
 */
export function readSafetensors(file: Uint8Array, name: string): { arrays: Record<string, NamedArray>; metadata: Record<string, string> } {
  const broken = (got: string) =>
    new BlockspinError({
      who: name,
      expected: 'a whole safetensors file of 32-bit numbers',
      got,
      remedy: 'use another copy of it, or start anew',
      code: 'store',
    });
  if (file.length < 8) throw broken(`${file.length} bytes`);
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (length > Math.min(MOST_HEADER, file.length - 8)) throw broken(`a header of ${length} bytes in a file of ${file.length}`);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  } catch {
    throw broken('a header that is not JSON');
  }
  if (!isObject(header)) throw broken('a header that is no object');
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isObject(metadata) || Object.values(metadata).some((text) => typeof text !== 'string')) throw broken('metadata that are no text');
  const arrays: Record<string, NamedArray> = {};
  for (const [key, entry] of Object.entries(entries)) {
    if (!isEntry(entry)) throw broken(`an entry ${key} of another kind`);
    const type = ARRAYS[entry.dtype];
    const [from, to] = entry.data_offsets;
    if (8 + length + to > file.length) throw broken(`${file.length} bytes, ${8 + length + to} are needed for ${key}`);
    // A copy, because the bytes of the file need not be aligned.
    const bytes = new Uint8Array(to - from);
    bytes.set(file.subarray(8 + length + from, 8 + length + to));
    arrays[key] = { dtype: type[0], shape: entry.shape, data: new type[1](bytes.buffer) };
  }
  return { arrays, metadata: metadata as Record<string, string> };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isLengths = (value: unknown): value is number[] => Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);

/** Whether a header says where the numbers of an array lie, and that they are as many as its shape has. */
function isEntry(entry: unknown): entry is Entry {
  if (!isObject(entry) || typeof entry.dtype !== 'string' || !Object.hasOwn(ARRAYS, entry.dtype)) return false;
  const { shape, data_offsets: offsets } = entry;
  return isLengths(shape) && isLengths(offsets) && offsets.length === 2 && offsets[1] - offsets[0] === 4 * elements(shape);
}
