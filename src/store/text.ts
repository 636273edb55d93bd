/** Configurations as text, the format of rsmine and of numpy.savetxt: one per row, values between blanks or commas. */
import { type ArrayOfNumbers, reshaped } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';

/** Rows of numbers as int8 if all of them are whole numbers that fit, else as float64. */
export type TextArray = ArrayOfNumbers & { readonly data: Int8Array | Float64Array };

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads rows of numbers. Empty rows and text after # are ignored, as by numpy.loadtxt.
 * @param bytes the whole file, ASCII or UTF-8
 * @param name of the data in messages
 * @param shape of one configuration; by default (L, L) where a row holds a square number of values, else a chain (L)
 * @returns (N, ...shape): int8 where every value is a whole number that fits, else float64
 * @throws BlockspinError with line and column for a value that is no finite number and for rows of different length
 */
export function parseText(bytes: Uint8Array, name = 'text', shape?: readonly number[]): TextArray {
  const decoder = new TextDecoder();
  let values = new Float64Array(1024);
  let count = 0;
  let rows = 0;
  let width = 0;
  let firstLine = 0;
  let line = 0;
  // Line by line, because a file may be longer than the longest string.
  for (let from = 0; from < bytes.length; ) {
    const newline = bytes.indexOf(10, from);
    const to = newline < 0 ? bytes.length : newline;
    line += 1;
    const before = count;
    for (const word of decoder
      .decode(bytes.subarray(from, to))
      .replace(/#.*/, '')
      .matchAll(/[^\s,]+/g)) {
      if (!NUMBER.test(word[0]) || !Number.isFinite(Number(word[0]))) throw notANumber(name, line, word.index + 1, word[0]);
      if (count === values.length) values = grown(values);
      values[count++] = Number(word[0]);
    }
    from = to + 1;
    if (count === before) continue;
    rows += 1;
    if (rows === 1) [width, firstLine] = [count, line];
    else if (count - before !== width) {
      throw new BlockspinError({
        who: `${name}, line ${line}`,
        expected: `${width} values as in line ${firstLine}, one configuration per row`,
        got: `${count - before}`,
        remedy: newline < 0 ? 'the last line looks cut off: copy or save the file again' : 'give every configuration a row of its own, all of one length',
      });
    }
  }
  if (rows === 0) throw new BlockspinError({ who: name, expected: 'rows of numbers, one configuration each', got: 'none', remedy: 'check the file' });
  const used = values.subarray(0, count);
  const small = used.every((value) => value === (value << 24) >> 24 && !Object.is(value, -0));
  const side = Math.sqrt(width);
  const flat: TextArray = { shape: [rows, width], data: small ? Int8Array.from(used) : used.slice() };
  return reshaped(flat, shape ?? (Number.isInteger(side) ? [side, side] : [width]), name);
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}

function notANumber(name: string, line: number, column: number, word: string): BlockspinError {
  return new BlockspinError({
    who: `${name}, line ${line}, column ${column}`,
    expected: 'a finite number',
    got: word.length > 40 ? `${word.slice(0, 37)}...` : word,
    remedy: 'separate numbers by blanks or commas; lines that begin with # are left out',
  });
}
