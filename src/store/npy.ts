/** numpy's .npy files as bytes; the format is that of NEP 1 and numpy.lib.format, versions 1.0 to 3.0. */
import type { ArrayData, ArrayOfNumbers } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import { type NpyHeader, parseHeader } from './npy_header.ts';

const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY')];
/** The data begin at a multiple of this. */
const ALIGNMENT = 64;
/** numpy pads the first extent to this many digits. We do the same, so that equal arrays are equal files. */
const DIGITS = 21;
/** The limit of numpy: a longer header is an attack or a damaged file. */
const MOST_HEADER = 10_000;

/** Element types by kind (b boolean, i signed, u unsigned, f float) and bytes of one element. */
const TYPES: Record<string, { new (buffer: ArrayBuffer): ArrayData; readonly BYTES_PER_ELEMENT: number }> = {
  b1: Uint8Array,
  i1: Int8Array,
  u1: Uint8Array,
  i2: Int16Array,
  u2: Uint16Array,
  i4: Int32Array,
  u4: Uint32Array,
  i8: BigInt64Array,
  u8: BigUint64Array,
  f4: Float32Array,
  f8: Float64Array,
};

/** Half precision, which JavaScript does not hold: read as single, which has all of its values. */
const HALF = 'f2';

/**
 * Reads an array. Big-endian elements and Fortran order are turned into little-endian C order, value for value.
 * @param bytes the whole file
 * @param name of the array in messages
 * @throws BlockspinError for anything but a complete file of one of the types above, and for bytes after the array
 */
export function parseNpy(bytes: Uint8Array, name = 'array'): ArrayOfNumbers {
  const { header, start } = readHeader(bytes, name);
  const { kind, bytesPerElement, swapped, fortran, shape } = header;
  const Type = TYPES[kind + bytesPerElement];
  const expected = elements(shape) * bytesPerElement;
  const got = bytes.length - start;
  if (got !== expected) {
    throw new BlockspinError({
      who: name,
      expected: `${expected} bytes of data for shape (${shape.join(', ')}) of ${bytesPerElement}-byte elements`,
      got: `${got}`,
      remedy: got < expected ? 'the file is truncated: copy or save it again' : 'the file goes on behind its array: save it again with numpy.save',
    });
  }
  // A copy, because elements of several bytes must lie at multiples of their size.
  const body = new Uint8Array(got);
  body.set(bytes.subarray(start));
  if (kind === 'b') refuseOtherBooleans(body, name);
  if (swapped) reverseEach(body, bytesPerElement);
  const stored = kind + bytesPerElement === HALF ? singles(new Uint16Array(body.buffer)) : new Type(body.buffer);
  const data = fortran ? toCOrder(stored, shape) : stored;
  return { shape, data, ...(kind === 'b' ? { boolean: true } : {}) };
}

/** The bytes of a .npy file, version 1.0, little-endian, C order. */
export function formatNpy(array: ArrayOfNumbers): Uint8Array {
  const header = npyHeader(array.data, array.shape, array.boolean);
  const body = bytesOf(array.data);
  const file = new Uint8Array(header.length + body.length);
  file.set(header);
  file.set(body, header.length);
  return file;
}

/**
 * The header of a file, for files that are written piece by piece.
 * @param like an array of the element type, of any length
 * @param shape of the whole array
 */
export function npyHeader(like: ArrayData, shape: readonly number[], boolean = false): Uint8Array {
  const kind = Object.keys(TYPES).find((key) => (key === 'b1') === boolean && like instanceof TYPES[key]);
  if (kind === undefined) throw new Error(`internal: no .npy type for ${like.constructor.name}${boolean ? ' of booleans' : ''}`);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const room = shape.length > 0 ? DIGITS - String(shape[0]).length : 0;
  const text = `{'descr': '${kind.endsWith('1') ? '|' : '<'}${kind}', 'fortran_order': False, 'shape': ${tuple}, }${' '.repeat(room)}`;
  const before = MAGIC.length + 4;
  const total = ALIGNMENT * Math.ceil((before + text.length + 1) / ALIGNMENT);
  const length = total - before;
  const header = new Uint8Array(total);
  header.set([...MAGIC, 1, 0, length & 255, length >> 8]);
  header.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), before);
  return header;
}

/** The bytes of an array as they are written to a file; a view, not a copy. */
export function bytesOf(data: ArrayData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** @returns the header and where the data start */
function readHeader(bytes: Uint8Array, name: string): { header: NpyHeader; start: number } {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) {
    const empty = bytes.length === 0;
    throw new BlockspinError({
      who: name,
      expected: 'a .npy file, which begins with \\x93NUMPY',
      got: empty ? 'an empty file' : `${Array.from(bytes.slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`,
      remedy: empty ? 'save it again with numpy.save' : 'save it with numpy.save (one array, not numpy.savez), or rename it to .txt if it is text',
    });
  }
  const [major, minor] = [bytes[6], bytes[7]];
  if (bytes.length >= 8 && !(major >= 1 && major <= 3 && minor === 0)) {
    throw new BlockspinError({ who: name, expected: '.npy version 1.0, 2.0 or 3.0', got: `${major}.${minor}`, remedy: 'save it again with numpy.save' });
  }
  const before = major === 1 ? 10 : 12;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < before ? 0 : major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const cut = bytes.length < before + length;
  if (cut || length > MOST_HEADER) {
    throw new BlockspinError({
      who: name,
      expected: cut && length <= MOST_HEADER ? `a header of ${length} bytes` : `a header of at most ${MOST_HEADER} bytes`,
      got: cut && length <= MOST_HEADER ? `${Math.max(0, bytes.length - before)}` : `${length}`,
      remedy: 'the file is truncated or damaged: copy or save it again',
    });
  }
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(before, before + length));
  return { header: parseHeader(text, [...Object.keys(TYPES), HALF], name), start: before + length };
}

/** Values of half precision: sign, five bits of exponent, ten of fraction. Source: IEEE 754-2019, binary16. */
function singles(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (bits) => {
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
    const size =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 31
          ? fraction === 0
            ? Number.POSITIVE_INFINITY
            : Number.NaN
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    return bits >> 15 ? -size : size;
  });
}

/** numpy takes any byte for a boolean and then disagrees with itself about its value. */
function refuseOtherBooleans(bytes: Uint8Array, name: string): void {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at < 0) return;
  throw new BlockspinError({
    who: name,
    expected: 'booleans, which are bytes 0 and 1',
    got: `${bytes[at]} in element ${at}`,
    remedy: 'the file is damaged, or its numbers are no booleans: save it again with numpy.save',
  });
}

function reverseEach(bytes: Uint8Array, size: number): void {
  for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
}

/** From the first axis running fastest to the last. */
function toCOrder<A extends ArrayData>(data: A, shape: readonly number[]): A {
  const ordered = data.slice() as A;
  const stride: number[] = [];
  shape.reduce((product, extent, axis) => {
    stride[axis] = product;
    return product * extent;
  }, 1);
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    ordered[to] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] += 1;
      from += stride[axis];
      if (index[axis] < shape[axis]) break;
      from -= stride[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}
