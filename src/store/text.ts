/** Configurations as text, the format of rsmine and of numpy.savetxt: values between blanks or commas, in rows or blocks of rows. */
import type { ArrayOfNumbers } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { arranged } from './blocks.ts';
import { asUtf8, shown } from './encoding.ts';

/** Rows of numbers as int8 where all of them are whole numbers that fit, else as float64. */
export type TextArray = ArrayOfNumbers & {
  readonly data: Int8Array | Float64Array;
  /** How many rows of the file make one configuration, where that is not one. */
  readonly rowsOfEach?: number;
};

/** Exponents may be those of Fortran's double precision: 0.1000D+01. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/;
/** As numpy.savetxt writes a missing value. */
const MISSING = /^[+-]?nan$/i;
/** The first row of a file of bits without blanks between them; a single short number is no row of a configuration. */
const GLUED = /^(?:[01]{4,}|0[01]+)$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+(?:[eEdD][+-]?\d+)?$/;

/** What a word that is no number probably is, and what to do about it. */
const CAUSES: readonly { sign: RegExp; remedy: string }[] = [
  { sign: /^(?:%|\/\/|!|\/\*)/, remedy: 'only # begins a comment: put it in the place of the sign' },
  { sign: /;/, remedy: 'separate numbers by blanks or commas, not by semicolons' },
  { sign: /\0/, remedy: 'this looks like UTF-16 without a byte order mark, or like no text: save the file as UTF-8' },
  { sign: /[\u2010-\u2015\u2212]/, remedy: 'write minus signs as -' },
];

/** Numbers row by row, with what lies between the rows. */
class Rows {
  values = new Float64Array(1024);
  count = 0;
  rows = 0;
  width = 0;
  /** Rows since each of the empty or comment lines. */
  readonly groups: number[] = [];
  #firstLine = 0;
  #parted = true;
  #glued = false;

  constructor(readonly name: string) {}

  /** @param last whether no line end follows */
  add(text: string, line: number, last: boolean): void {
    const row = text.replace(/#.*/, '');
    const before = this.count;
    if (this.rows === 0) this.#glued = GLUED.test(row.trim());
    if (this.#glued) this.#addBits(row, line);
    else this.#addNumbers(row, line);
    const width = this.count - before;
    if (width === 0) {
      this.#parted = true;
      return;
    }
    this.rows += 1;
    if (this.#parted) this.groups.push(0);
    this.groups[this.groups.length - 1] += 1;
    this.#parted = false;
    if (this.rows === 1) [this.width, this.#firstLine] = [width, line];
    else if (width !== this.width) {
      throw new BlockspinError({
        who: `${this.name}, line ${line}`,
        expected: `${this.width} values as in line ${this.#firstLine}`,
        got: `${width}`,
        remedy: last ? 'the last line looks cut off: copy or save the file again' : 'give all rows one length, that of a configuration or of a row of it',
      });
    }
  }

  #addNumbers(row: string, line: number): void {
    if (row.includes(',')) refuseDecimalCommas(row, line, this.name);
    for (const { 0: word, index } of row.matchAll(/[^\s,]+/g)) {
      const number = NUMBER.test(word) ? Number(word.replace(/[dD]/, 'e')) : Number.NaN;
      if (!Number.isFinite(number) && !MISSING.test(word)) throw notANumber(this.name, line, index + 1, word);
      this.#push(number);
    }
  }

  #addBits(row: string, line: number): void {
    const from = row.search(/\S/);
    const bits = row.trim();
    const wrong = bits.search(/[^01]/);
    if (wrong >= 0) {
      const remedy = 'the first row has no blanks between its bits, and so must all others; or separate all values by blanks or commas';
      throw new BlockspinError({ who: `${this.name}, line ${line}, column ${from + wrong + 1}`, expected: 'a bit, 0 or 1', got: shown(bits[wrong]), remedy });
    }
    for (const bit of bits) this.#push(bit === '1' ? 1 : 0);
  }

  #push(value: number): void {
    if (this.count === this.values.length) {
      const larger = new Float64Array(2 * this.values.length);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count++] = value;
  }
}

/**
 * Reads rows of numbers, or of bits without blanks between them. Text after # is ignored, as by numpy.loadtxt. Empty and comment
 * lines part blocks: L rows of L values are one configuration of L x L.
 * @param bytes the whole file: ASCII, UTF-8, or UTF-16 with a byte order mark
 * @param name of the data in messages
 * @param shape of one configuration; by default (L, L) for blocks of L rows of L values, else a row (L)
 * @returns (N, ...shape): int8 where every value is a whole number that fits, else float64
 * @throws BlockspinError with line and column for a value that is no number, or infinite, and for rows of different length; for files
 * that can be read in two ways
 */
export function parseText(bytes: Uint8Array, name = 'text', shape?: readonly number[]): TextArray {
  const decoder = new TextDecoder();
  const text = asUtf8(bytes);
  const rows = new Rows(name);
  let line = 0;
  // Line by line, because a file may be longer than the longest string.
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf(10, from);
    const to = newline < 0 ? text.length : newline;
    line += 1;
    rows.add(decoder.decode(text.subarray(from, to)), line, newline < 0);
    from = to + 1;
  }
  if (rows.rows === 0) throw new BlockspinError({ who: name, expected: 'rows of numbers, one configuration each', got: 'none', remedy: 'check the file' });
  const used = rows.values.subarray(0, rows.count);
  const small = used.every((value) => value === (value << 24) >> 24 && !Object.is(value, -0));
  const flat: TextArray = { shape: [rows.rows, rows.width], data: small ? Int8Array.from(used) : used.slice() };
  return arranged(flat, rows.groups, name, shape);
}

/** '1,0 0,5' holds two numbers with decimal commas; taken as separators they would make four. */
function refuseDecimalCommas(row: string, line: number, name: string): void {
  const words = row.trim().split(/[\s;]+/);
  const commas = words.filter((word) => DECIMAL_COMMA.test(word));
  if (words.length < 2 || commas.length === 0 || !words.every((word) => DECIMAL_COMMA.test(word) || /^[+-]?\d+$/.test(word))) return;
  throw new BlockspinError({
    who: `${name}, line ${line}`,
    expected: 'numbers with a decimal point',
    got: shown(row.trim()),
    remedy: 'write 1.0 where 1,0 is one number; where these are two, separate all numbers in one way, by blanks or by commas',
  });
}

function notANumber(name: string, line: number, column: number, word: string): BlockspinError {
  return new BlockspinError({
    who: `${name}, line ${line}, column ${column}`,
    expected: 'a finite number',
    got: shown(word),
    remedy: CAUSES.find(({ sign }) => sign.test(word))?.remedy ?? 'separate numbers by blanks or commas; lines that begin with # are left out',
  });
}
