/** Configurations as text: what numpy.savetxt and rsmine write, and every way a row can be wrong. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseText } from '../../src/store/text.ts';

const parse = (text: string, shape?: number[]) => parseText(new TextEncoder().encode(text), 'spins.txt', shape);

test('rows of a square number of values are square lattices, others are chains', () => {
  const square = parse('1 -1 1 1\n-1 -1 -1 1 \n');
  assert.equal(square.shape, [2, 2, 2]);
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
      [2, 2, 2],
      [1, -1, 1, 1, 1, 1, 1, -1],
    ],
  );
  assert.instance(data, Int8Array);
});

test('the last row needs no line end', () => assert.equal(parse('1 1 1 1\n1 1 1 1').shape, [2, 2, 2]));

test('values beyond int8 become float64, without loss', () => {
  const { data } = parse('0.1 1e300 -128 128\n');
  assert.equal(data, Float64Array.of(0.1, 1e300, -128, 128));
  assert.is(Object.is(parse('-0 0 0 0\n').data[0], -0), true);
});

test('more values than any first guess', () => {
  const rows = Array.from({ length: 300 }, (_, n) => Array.from({ length: 16 }, (_, i) => ((n * 7 + i * i) % 3) - 1));
  const { shape, data } = parse(rows.map((row) => row.join(' ')).join('\n'));
  assert.equal([shape, Array.from(data)], [[300, 4, 4], rows.flat()]);
});

for (const [text, message] of [
  ['1 1 1 1\n1 1 x 1\n', /^spins\.txt, line 2, column 5: expected a finite number, got x; /],
  ['1 1 1 1\n\n1 nan 1 1\n', /^spins\.txt, line 3, column 3: expected a finite number, got nan; /],
  ['1 inf 1 1\n', /line 1, column 3: expected a finite number, got inf/],
  ['1 1e999 1 1\n', /line 1, column 3: expected a finite number, got 1e999/],
  ['1 0x1 1 1\n', /column 3.*got 0x1/],
  ['1;1;1;1\n', /column 1.*got 1;1;1;1; separate/],
  ['1 1 1 1\n1 1 1\n1 1 1 1\n', /^spins\.txt, line 2: expected 4 values as in line 1.*got 3; give every/],
  ['# head\n1 1 1 1\n1 1 1 1\n1 1', /^spins\.txt, line 4: expected 4 values as in line 2.*got 2; the last line looks cut off/],
  [`1 ${'y'.repeat(100)}\n`, /got y{37}\.\.\.;/],
] as const) {
  test(`refuses ${JSON.stringify(text.slice(0, 30))}`, () => assert.throws(() => parse(text), message));
}

test('refuses a file without rows', () => assert.throws(() => parse('# nothing\n'), /^spins\.txt: expected rows of numbers.*got none; /));

test.run();
