/** Configurations as text: what numpy.savetxt and rsmine write, and every way a row can be wrong. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseText } from '../../src/store/text.ts';

const parse = (text: string, shape?: number[]) => parseText(new TextEncoder().encode(text), 'spins.txt', shape);

test('a row is a row, whatever it may be one of', () => {
  const square = parse('1 -1 1 1\n-1 -1 -1 1 \n');
  assert.equal(square.shape, [2, 4]);
  assert.equal(square.data, Int8Array.of(1, -1, 1, 1, -1, -1, -1, 1));
  assert.equal(parse('1 0 1\n0 0 1\n').shape, [2, 3]);
});

test('the shape can be given', () => {
  assert.equal(parse('1 -1 1 1\n', [4]).shape, [1, 4]);
  assert.equal(parse('1 2 3 4 5 6 7 8\n', [2, 2, 2]).shape, [1, 2, 2, 2]);
  assert.throws(() => parse('1 2 3\n', [2, 2]), /spins\.txt: expected configurations of 2 x 2 = 4 values, got 3 values each.*give the shape of/);
});

test('blanks, tabs, commas, comments, empty lines and either line end', () => {
  const { shape, data } = parse('# spins\n1.000000000000000000e+00,-1.000000000000000000e+00, 1\t+1\r\n\n1 1 1 -1 # last\n\r\n');
  assert.equal(
    [shape, Array.from(data)],
    [
      [2, 4],
      [1, -1, 1, 1, 1, 1, 1, -1],
    ],
  );
  assert.instance(data, Int8Array);
});

test('a value that was not measured is NaN, as numpy writes it', () => {
  const { data } = parse('1 nan 1 -1\n1 NaN 1 1\n');
  assert.equal(Array.from(data), [1, Number.NaN, 1, -1, 1, Number.NaN, 1, 1]);
});

test('the last row needs no line end', () => assert.equal(parse('1 1 1 1\n1 1 1 1').shape, [2, 4]));

test('values beyond int8 become float64, without loss', () => {
  const { data } = parse('0.1 1e300 -128 128\n');
  assert.equal(data, Float64Array.of(0.1, 1e300, -128, 128));
  assert.is(Object.is(parse('-0 0 0 0\n').data[0], -0), true);
});

test('more values than any first guess', () => {
  const rows = Array.from({ length: 300 }, (_, n) => Array.from({ length: 16 }, (_, i) => ((n * 7 + i * i) % 3) - 1));
  const { shape, data } = parse(rows.map((row) => row.join(' ')).join('\n'));
  assert.equal([shape, Array.from(data)], [[300, 16], rows.flat()]);
});

for (const [text, message] of [
  ['1 1 1 1\n1 1 x 1\n', /^spins\.txt, line 2, column 5: expected a finite number, got x; /],
  ['1 inf 1 1\n', /line 1, column 3: expected a finite number, got inf/],
  ['1 1e999 1 1\n', /line 1, column 3: expected a finite number, got 1e999/],
  ['1 0x1 1 1\n', /column 3.*got 0x1/],
  ['1;1;1;1\n', /column 1.*got 1;1;1;1; separate numbers by blanks or commas, not by semicolons/],
  ['1 1 1 1\n1 1 1\n1 1 1 1\n', /^spins\.txt, line 2: expected 4 values as in line 1.*got 3; give all rows one length/],
  ['# head\n1 1 1 1\n1 1 1 1\n1 1', /^spins\.txt, line 4: expected 4 values as in line 2.*got 2; the last line looks cut off/],
  [`1 ${'y'.repeat(100)}\n`, /got y{37}\.\.\.;/],
] as const) {
  test(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => assert.throws(() => parse(text), message));
}

for (const [text, message] of [
  ['1,0 1,0 0,0 1,0\n', /^spins\.txt, line 1: expected numbers with a decimal point, got 1,0 1,0 0,0 1,0; write 1\.0 where/],
  ['1 0,5 1 1\n', /line 1: expected numbers with a decimal point/],
  ['1,0;0,5\n', /line 1: expected numbers with a decimal point/],
  ['1 1 1 1\n% T = 2\n', /line 2, column 1: expected a finite number, got %; only # begins a comment/],
  ['// T = 2\n1 1 1 1\n', /line 1, column 1: .*got \/\/; only # begins a comment/],
  ['1 1 1 1\n! T = 2\n', /only # begins a comment/],
  ['1 \u22121 1 1\n', /got \u22121; write minus signs as -/],
  ['\0' + '1\0 \0', /got \?1\? ?\?*; this looks like UTF-16 without a byte order mark/],
  ['1 \x1b[31m1 1 1\n', /got \?\[31m1; separate/],
  ['0110\n01x0\n', /line 2, column 3: expected a bit, 0 or 1, got x; the first row has no blanks/],
  ['0110\n0110 \n011\n', /line 3: expected 4 values as in line 1, got 3/],
  ['0110\n01 10\n', /line 2, column 3: expected a bit/],
] as const) {
  test(`refuses ${JSON.stringify(text.slice(0, 30))} by its cause`, () => assert.throws(() => parse(text), message));
}

const utf16 = (text: string, little: boolean) => {
  const bytes = new Uint8Array(2 + 2 * text.length);
  const view = new DataView(bytes.buffer);
  for (const [i, unit] of [0xfeff, ...Array.from(text, (letter) => letter.charCodeAt(0))].entries()) view.setUint16(2 * i, unit, little);
  return bytes;
};

test('UTF-16 of both byte orders and a byte order mark of UTF-8 are read', () => {
  const text = '# \u00e9chantillon\r\n1 -1 1 1\r\n-1 -1 -1 1\r\n';
  const expected = parse(text);
  for (const bytes of [utf16(text, true), utf16(text, false), new TextEncoder().encode(`\ufeff${text}`)]) assert.equal(parseText(bytes), expected);
  // More than is decoded at once.
  const long = '1 -1 1 1\n'.repeat(200_000);
  assert.equal(parseText(utf16(long, true)).shape, [200_000, 4]);
});

test("exponents of Fortran's double precision are read", () => {
  const { data } = parse(' 0.1000D+01 -0.1000D+01 1.d0 0.25D1\n');
  assert.equal(data, Float64Array.of(1, -1, 1, 2.5));
});

test('bits without blanks between them are read; a column of numbers stays one', () => {
  const { shape, data } = parse('0110\n1001\n\n0000 # last\n');
  assert.equal(
    [shape, Array.from(data)],
    [
      [3, 4],
      [0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0],
    ],
  );
  assert.equal(parse('011\n100\n').shape, [2, 3]);
  assert.equal(Array.from(parse('10\n11\n2\n').data), [10, 11, 2]);
});

/** Rows of `width` values, with a line after every `height` of them. */
const rows = (count: number, width: number, height = count, between = '') =>
  Array.from({ length: count }, (_, n) => {
    const row = Array.from({ length: width }, (_, i) => ((n * 5 + i * i) % 3) - 1).join(' ');
    return (n + 1) % height === 0 ? `${row}\n${between}\n` : `${row}\n`;
  }).join('');

test('blocks of rows between empty or comment lines are squares; the values lie in the order of the file', () => {
  const flat = Array.from(parse(rows(64, 8)).data);
  for (const between of ['', '# New slice', ' ', '\n# T = 2']) {
    const read = parse(rows(64, 8, 8, between));
    assert.equal([read.shape, read.rowsOfEach, Array.from(read.data)], [[8, 8, 8], 8, flat], JSON.stringify(between));
  }
  assert.equal(parse(rows(64, 8)).shape, [64, 8], 'rows with nothing between them are chains');
  assert.equal(parse('0110\n1001\n0000\n1111\n\n1110\n1001\n0000\n1111\n').shape, [2, 4, 4]);
});

test('the shape says what blocks and rows are', () => {
  assert.equal(parse(rows(64, 16), [16, 16]).shape, [4, 16, 16], 'nothing between the blocks');
  assert.equal(parse(rows(64, 16, 16), [4, 4]).shape, [64, 4, 4], 'rows after all');
  assert.equal(parse(rows(64, 16, 8), [8, 16]).shape, [8, 8, 16], 'rectangles');
  assert.equal(parse(rows(64, 4, 4), [4, 4, 4]).shape, [4, 4, 4, 4], 'a cube slice by slice');
  assert.equal(parse(rows(64, 16, 4), [4, 4, 4]).shape, [16, 4, 4, 4], 'a cube in four rows');
  assert.equal(parse(rows(64, 2, 8), [2, 4, 2]).shape, [8, 2, 4, 2], 'channels in columns');
  assert.equal(parse(rows(64, 16, 32), [16, 16]).shape, [4, 16, 16], 'two configurations between lines');
});

test('what can be read in two ways is refused with both; what is cut off, too', () => {
  assert.throws(
    () => parse(rows(64, 16, 32)),
    /expected one configuration per row, or blocks of 16 rows of 16 values, got 2 groups of 32 rows of 16 values; say which: axes: 'nx' makes 64 configurations of 16 values out of the rows, shape: \[32, 16\] 2 of 32 x 16 out of the groups/,
  );
  assert.throws(() => parse(rows(60, 8, 8)), /expected blocks of 8 rows, got a last block of 4; complete the file/);
  assert.throws(() => parse(rows(60, 8), [8, 8]), /expected a multiple of 8 rows of 8 values, for configurations of 8 x 8, got 60 rows/);
  assert.throws(() => parse(rows(48, 8, 12), [8, 8]), /expected blocks of 8 rows .*got empty or comment lines between 12, 12, 12, 12 rows/);
  assert.throws(() => parse(rows(64, 16), [16, 8]), /expected configurations of 16 x 8 = 128 values, got 16 values each/);
});

test('refuses a file without rows', () => assert.throws(() => parse('# nothing\n'), /^spins\.txt: expected rows of numbers.*got none; /));

test.run();
