/** Packs fixed samples of two values or a few states for the GPU, 32 of them to a word, and unpacks them. */
import type { ArrayData } from '../../core/array.ts';
import { elements } from '../../core/shape.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { type Encoding, encodingOf, inputsOf, isPackedAlphabet, type PackedAlphabet } from '../../space/encoding.ts';
import type { DataSet } from './data_set.ts';
import { packNumbers } from './inputs.ts';
import { imageOf, type Symmetry } from './symmetry.ts';

/** Bits of a value. */
function bitsPerValue(alphabet: PackedAlphabet): number {
  return inputsOf(encodingOf(alphabet));
}

/**
 * Samples as they lie on the GPU: (G, values, bits), bit of a word = sample. For two values, the bit is 1 for the upper one; for
 * more, the bit of the value's state is set. Numbers as in `packNumbers`. The last N mod 32 samples are left out.
 */
export function packValues(data: DataSet, encoding: Encoding, symmetry: Symmetry = 'none'): Uint32Array {
  const alphabet = data.trained;
  if (!isPackedAlphabet(alphabet)) return packNumbers(data, encoding, symmetry);
  const groups = Math.floor(data.samples / CHAINS_PER_GROUP);
  const values = elements(data.shape);
  const bits = bitsPerValue(alphabet);
  const words = new Uint32Array(groups * values * bits);
  const bitOf = setBitOf(alphabet);
  const images = imageOf(symmetry, alphabet);
  const source: ArrayData = data.array.data;
  for (let n = 0; n < groups * CHAINS_PER_GROUP; n++) {
    const word = Math.floor(n / CHAINS_PER_GROUP) * values;
    const image = images(n);
    for (let i = 0; i < values; i++) {
      const bit = bitOf(image(Number(source[n * values + i])));
      if (bit !== undefined) words[(word + i) * bits + bit] |= 1 << (n % CHAINS_PER_GROUP);
    }
  }
  return words;
}
/** The bit that is set for a value, if any. Binary values are compared, which is several times faster than a look-up. */
function setBitOf(alphabet: PackedAlphabet): (value: number) => number | undefined {
  if (alphabet.kind === 'binary') return (value) => (value === alphabet.values[1] ? 0 : undefined);
  const states = new Map(alphabet.values.map((value, state) => [value, state]));
  return (value) => states.get(value);
}
