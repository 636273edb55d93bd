/** What a file of src exports is imported somewhere, or part of the public surface in src/index.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exportsOf, needlessExports } from '../support/exports.ts';
import { sourcesOf } from '../support/imports.ts';
import { root } from '../support/root.ts';

const files = new Map(sourcesOf(['src', 'native', 'bench', 'tests'], ['.ts', '.mjs']).map((file) => [file, readFileSync(join(root, file), 'utf8')]));
/** All of src but the surface itself. */
const checked = [...files.keys()].filter((file) => file.startsWith('src/') && file !== 'src/index.ts');

test('every exported name of src is imported by another file', () => {
  const names = checked.reduce((sum, file) => sum + exportsOf(files.get(file) ?? '').length, 0);
  assert.ok(checked.length > 200 && names > 800, `${names} exports of ${checked.length} files were read`);
  assert.equal(needlessExports(files, checked), []);
});

test('control: a further export of a real file is found and named, until something imports it', () => {
  const [file, text] = ['src/gpu/turns.ts', files.get('src/gpu/turns.ts')];
  const more = new Map([...files, [file, `${text}\nexport function forNobody(): void {}\n`]]);
  assert.equal(needlessExports(more, [file]), [`${file}: forNobody`]);
  assert.equal(needlessExports(new Map([...more, ['tests/unit/some.test.ts', "import { forNobody } from '../../src/gpu/turns.ts';"]]), [file]), []);
});

const DECLARATIONS = `
export const a = 1;
export async function b() {}
export abstract class C {}
export interface D {}
export type E = 1;
const f = 1;
export { f as g };
// export const h = 1;
const text = 'export const i = 1;';
`;

test('control: every kind of export is read, and every kind of import counts', () => {
  assert.equal(exportsOf(DECLARATIONS), ['a', 'b', 'C', 'D', 'E', 'g']);
  const left = (importing: string) =>
    needlessExports(
      new Map([
        ['src/x.ts', DECLARATIONS],
        ['src/room/y.ts', importing],
      ]),
      ['src/x.ts'],
    ).map((name) => name.replace('src/x.ts: ', ''));
  assert.equal(left("import { a, type D } from '../x.ts';\nexport { b as z } from '../x.ts';"), ['C', 'E', 'g']);
  assert.equal(left("import type {\n  C,\n  E as Other,\n} from '../x.ts';"), ['a', 'b', 'D', 'g']);
  assert.equal(left("import * as all from '../x.ts';"), []);
  assert.equal(left("const { a } = await import('../x.ts');"), []);
  assert.equal(left("import { a } from './x.ts';\n// import { b } from '../x.ts';"), ['a', 'b', 'C', 'D', 'E', 'g']);
});

test.run();
