/** The finder of circles among imports: what it must see, and what it must let through. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { circles, importGraph, importsOf } from '../support/imports.ts';

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

test.run();
