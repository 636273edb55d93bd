/** Packs fixed samples for the GPU, 32 of them to a word, and unpacks them. */
import type { ArrayData } from '../../core/array.ts';
import { elements } from '../../core/shape.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { encodingOf, inputsOf, type PackedAlphabet } from '../../space/encoding.ts';
import { type DataSet, trainableAlphabet } from './data_set.ts';

/** Bits of a value. */
export function bitsPerValue(alphabet: PackedAlphabet): number {
  return inputsOf(encodingOf(alphabet));
}

/**
 * Samples as they lie on the GPU: (G, values, bits), bit of a word = sample. For two values, the bit is 1 for the upper one; for
 * more, the bit of the value's state is set. The last N mod 32 samples are left out.
 */
export function packValues(data: DataSet): Uint32Array {
  const alphabet = trainableAlphabet(data);
  const groups = Math.floor(data.samples / CHAINS_PER_GROUP);
  const values = elements(data.shape);
  const bits = bitsPerValue(alphabet);
  const words = new Uint32Array(groups * values * bits);
  const bitOf = setBitOf(alphabet);
  const source: ArrayData = data.array.data;
  for (let n = 0; n < groups * CHAINS_PER_GROUP; n++) {
    const word = Math.floor(n / CHAINS_PER_GROUP) * values;
    for (let i = 0; i < values; i++) {
      const bit = bitOf(Number(source[n * values + i]));
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

/**
 * The samples of packed words.
 * @param words (G, values, bits)
 * @returns (32 G, values)
 */
export function unpackValues(words: Uint32Array, values: number, alphabet: PackedAlphabet): Float64Array {
  const bits = bitsPerValue(alphabet);
  const data = new Float64Array((words.length / bits) * CHAINS_PER_GROUP);
  for (let place = 0; place < words.length / bits; place++) {
    const [group, i] = [Math.floor(place / values), place % values];
    for (let c = 0; c < CHAINS_PER_GROUP; c++) {
      const set = (bit: number) => (words[place * bits + bit] >>> c) & 1;
      const value = alphabet.kind === 'binary' ? alphabet.values[set(0)] : alphabet.values.find((_, state) => set(state) === 1);
      data[(group * CHAINS_PER_GROUP + c) * values + i] = value ?? Number.NaN;
    }
  }
  return data;
}
