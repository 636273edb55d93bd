/** One file, one idea: files of at most 300 lines, functions of at most 60. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { functionsOf } from '../support/functions.ts';
import { sourcesOf } from '../support/imports.ts';
import { root } from '../support/root.ts';

const MOST_LINES = 300;
const MOST_OF_FUNCTION = 60;

const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const linesOf = (text: string) => text.trimEnd().split('\n').length;
const longFile = (file: string, text: string) => (linesOf(text) > MOST_LINES ? [`${file}: ${linesOf(text)} lines`] : []);
const longFunctions = (file: string, text: string) =>
  functionsOf(text)
    .filter(({ lines }) => lines > MOST_OF_FUNCTION)
    .map(({ name, line, lines }) => `${file}:${line}: ${name} has ${lines} lines`);

test('no file is longer than 300 lines', () => {
  const files = sourcesOf(['src', 'native', 'bench', 'shaders', 'tests'], ['.ts', '.mjs', '.wgsl', '.c', '.h', '.py']).filter(
    (file) => !file.startsWith('tests/golden/'),
  );
  assert.ok(files.length > 500, `${files.length} files`);
  assert.equal(
    files.flatMap((file) => longFile(file, textOf(file))).map((found) => found.split(':')[0]),
    [],
  );
});

test('no function is longer than 60 lines', () => {
  const files = sourcesOf(['src', 'native', 'bench'], ['.ts', '.mjs']);
  const counted = files.reduce((sum, file) => sum + functionsOf(textOf(file)).length, 0);
  assert.ok(counted > 2000, `${counted} functions were measured`);
  assert.equal(
    files.flatMap((file) => longFunctions(file, textOf(file))).map((found) => found.replace(/:\d+: (\S+) has .*/, ': $1')),
    [],
  );
});

/** A body that makes a function of two further lines as long as said. */
const filler = (lines: number) => '  work();\n'.repeat(lines - 2);

for (const [what, text, name] of [
  ['a declaration', `export async function long(a: number): Promise<{ b: number }> {\n${filler(61)}}\n`, 'long'],
  ['a declaration that returns a type in braces', `function long(a: () => { c: 1 }): { b: number } {\n${filler(61)}}\n`, 'long'],
  ['a method', `class A {\n  async #long<T>(\n    a = '{',\n  ): Promise<T> {\n${filler(59)}  }\n}\n`, '#long'],
  ['a constructor', `class A {\n  constructor(readonly a: A) {\n${filler(61)}  }\n}\n`, 'constructor'],
  ['an arrow with a block', `const long = async (a: string): Promise<void> => {\n${filler(61)}};\n`, 'long'],
  ['an arrow with an expression', `const long = (a) => ({\n${filler(61).replaceAll(';', ',')}});\n`, 'long'],
  ['an arrow inside of a call', `list.forEach((a) => {\n${filler(61)}});\n`, 'arrow'],
] as const) {
  test(`control: ${what} of 61 lines is found and named, one of 60 is not`, () => {
    assert.equal(
      longFunctions('a.ts', text).map((found) => found.replace(/:\d+:/, ':')),
      [`a.ts: ${name} has 61 lines`],
    );
    assert.equal(longFunctions('a.ts', text.replace(/ {2}work\(\)[;,]\n/, '')), []);
  });
}

test('control: what follows a function that returns a function is no part of it', () => {
  const text = `function a(b: B): (c: string) => string {\n  return (c) => c;\n}\n${'const d = 1\n'.repeat(80)}`;
  assert.equal(
    functionsOf(text).map(({ lines }) => lines),
    [3, 1, 1],
  );
});

test('control: conditions, types, classes, comments and strings are no functions', () => {
  for (const text of [
    `if (a) {\n${filler(80)}}\n`,
    `class A {\n${'  a = 1;\n'.repeat(80)}}\n`,
    `interface A {\n  f(): { b: number };\n${'  a: 1;\n'.repeat(80)}}\n`,
    `/* function f() {\n${filler(80)}} */\nconst a = \`() => {\n${filler(80)}}\`;\n`,
  ]) {
    assert.equal(longFunctions('a.ts', text), []);
  }
});

test('control: a file of 301 lines is found and named, one of 300 is not', () => {
  assert.equal(longFile('a.wgsl', 'x\n'.repeat(301)), ['a.wgsl: 301 lines']);
  assert.equal(longFile('a.wgsl', 'x\n'.repeat(300)), []);
});

test.run();
