/** No file imports itself by way of others; and what the finder of such circles must see, and what it must let through. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { circles, importGraph, importsOf, sourcesOf } from '../support/imports.ts';
import { root } from '../support/root.ts';
import { codeOf } from '../support/source.ts';

const graphOf = (files: Record<string, string>) => importGraph(Object.keys(files), (file) => files[file]);

test('imports of all kinds are read with their lines; comments and other strings are not', () => {
  const text = [
    "import { a } from './a.ts';",
    "// import { b } from './b.ts';",
    "export type { C } from '../c.ts';",
    'const {',
    "  d } = await import('./d.ts');",
    "import 'e';",
    "const text = 'no import';",
  ].join('\n');
  assert.equal(importsOf(text), [
    { target: './a.ts', line: 1 },
    { target: '../c.ts', line: 3 },
    { target: './d.ts', line: 5 },
    { target: 'e', line: 6 },
  ]);
});

test('a circle is named from file to file, types and dynamic imports included; each knot once', () => {
  const files = {
    'room/a.ts': "import { b } from './b.ts';",
    'room/b.ts': "import type { C } from '../other/c.ts';",
    'other/c.ts': "const { a } = await import('../room/a.ts');\nimport { d } from './d.ts';",
    'other/d.ts': "export * from './d.ts';",
    'other/e.ts': "import { a } from '../room/a.ts';",
  };
  assert.equal(circles(graphOf(files)), [
    ['room/a.ts', 'room/b.ts', 'other/c.ts', 'room/a.ts'],
    ['other/d.ts', 'other/d.ts'],
  ]);
});

test('the circle that is named is a shortest one', () => {
  const files = { 'a.ts': "import './b.ts'; import './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': "import './a.ts';" };
  assert.equal(circles(graphOf(files)), [['a.ts', 'c.ts', 'a.ts']]);
});

test('two ways to one file are no circle, and packages and files that were not asked for do not count', () => {
  const files = {
    'a.ts': "import './b.ts'; import './c.ts';",
    'b.ts': "import './d.ts'; import 'a.ts';",
    'c.ts': "import './d.ts';",
    'd.ts': "import './e.ts';",
  };
  assert.equal(circles(graphOf(files)), []);
  assert.equal(graphOf(files).get('d.ts'), []);
});

test('imports between the files of src, native and bench are acyclic, those of types included', () => {
  const files = sourcesOf(['src', 'native', 'bench'], ['.ts', '.mjs']);
  const graph = importGraph(files, (file) => readFileSync(join(root, file), 'utf8'));
  const lines = [...graph.values()].reduce((sum, targets) => sum + targets.length, 0);
  assert.ok(files.length > 300 && lines > 1000, `${files.length} files with ${lines} imports were read`);
  assert.equal(
    circles(graph).map((circle) => circle.join(' -> ')),
    [],
  );
});

test('control: a line that closes a circle through the real files is found and named', () => {
  const files = sourcesOf(['src/gpu'], ['.ts']);
  const read = (file: string) => `${file === 'src/gpu/tensor.ts' ? "import type { Plan } from './plan.ts';" : ''}${readFileSync(join(root, file), 'utf8')}`;
  const [first] = circles(importGraph(files, read)).filter((circle) => circle.includes('src/gpu/tensor.ts'));
  assert.ok(first?.includes('src/gpu/plan.ts'), String(first));
});

test('code without comments, strings and regular expressions keeps its places', () => {
  // § stands for the dollar sign of a template.
  const text = "const a = 'x{' + `y{§{b({ c: `}§{'}'}` })}{` / 2; // {\nconst r = /[/{]\\//g.test(s) ? 1 / 2 : 3;".replaceAll('§', '$');
  const code = codeOf(text);
  assert.is(code.length, text.length);
  assert.is(code.replace(/\s+/g, ' ').replaceAll('$', '§'), "const a = ' ' + ` §{b({ c: ` §{' '}` })} ` / 2; const r = .test(s) ? 1 / 2 : 3;");
  assert.match(codeOf(text, 'keep'), /'x\{' \+ `y\{\$\{b/);
});

test.run();
