/** Every import line of bench/ and native/: which room may import which. circles.test reads them, too. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { importsOf, resolved, sourcesOf } from '../support/imports.ts';
import { root } from '../support/root.ts';

/**
 * Rooms from the bottom to the top. `bench` is what `blockspin bench` runs, in Node and in browsers; `lab` makes the
 * documents; programs (*.bench.ts, the page) are started by themselves and imported by nobody; `machine` packs for other
 * machines; `setup` installs and builds.
 */
type Room = 'src' | 'twins' | 'bench' | 'lab' | 'node' | 'browser' | 'setup' | 'machine' | 'program';

const PROGRAM = /^bench\/(?:.*\.bench\.ts|browser\/page\.ts)$/;
/** Rows are validated with the float64 twins of the kernels, and by the comparator and the random numbers of their tests. */
const TWINS = /^tests\/(?:reference\/.*|support\/(?:close|random|replicas)\.ts)$/;

function roomOf(file: string): Room | undefined {
  if (PROGRAM.test(file)) return 'program';
  if (TWINS.test(file)) return 'twins';
  const folders: [string, Room][] = [
    ['src/', 'src'],
    ['bench/lab/', 'lab'],
    ['bench/machine/', 'machine'],
    ['bench/', 'bench'],
    ['native/node/', 'node'],
    ['native/browser/', 'browser'],
    ['native/setup/', 'setup'],
  ];
  return folders.find(([folder]) => file.startsWith(folder))?.[1];
}

/** What each room may import beside itself. */
const BELOW: Readonly<Record<Exclude<Room, 'src' | 'twins'>, readonly Room[]>> = {
  bench: ['src', 'twins'],
  lab: ['src', 'bench'],
  node: ['src'],
  browser: ['src'],
  program: ['src', 'bench', 'lab', 'node', 'browser'],
  setup: [],
  machine: ['setup'],
};
/** The one way from native/ to bench/: `blockspin bench` runs in the process of the program. */
const ENTRY = { from: 'native/node/bench.ts', to: 'bench/command.ts' };

const MEASURED = ['core', 'gen', 'gpu', 'space', 'graph', 'view', 'coarse', 'critic', 'bound', 'optim', 'sample', 'model', 'train', 'cli', 'store'];
/** Rooms of src/ that bench and lab may import; `cli` and `store` for the command, files and the options of programs. */
const SOURCES: Partial<Record<Room, readonly string[]>> = { bench: MEASURED, lab: [...MEASURED, 'analysis', 'exact', 'study', 'report', 'lab'] };
/** Packages and modules of Node that rooms may import; the page must run without any. */
const PACKAGES: Partial<Record<Room, RegExp>> = {
  lab: /^(?:node:.*|ml-matrix)$/,
  node: /^(?:node:.*|webgpu|tar-fs|vega|vega-lite|playwright-core|@sparticuz\/chromium)$/,
  program: /^node:/,
  setup: /^(?:node:.*|esbuild|uvu|wgsl_reflect.*)$/,
  machine: /^(?:node:.*|esbuild|tar-fs)$/,
};
/** Programs share how they read options, which is Node's. */
const NODE_FILES: Readonly<Record<string, RegExp>> = { 'bench/entry.ts': /^node:util$/ };

/** What is wrong with one import, or undefined. */
function wrong(file: string, target: string): string | undefined {
  const from = roomOf(file) as Exclude<Room, 'src' | 'twins'>;
  const to = resolved(file, target);
  if (to === undefined) return (NODE_FILES[file] ?? PACKAGES[from])?.test(target) ? undefined : `${from} may not import ${target}`;
  // Built files are loaded by those that build them.
  if (to.startsWith('dist/')) return from === 'setup' ? undefined : `${from} may not import dist`;
  if (PROGRAM.test(to)) return `${to} is a program: nobody imports it`;
  const into = roomOf(to);
  if (into === undefined) return `${target} leads out of bench and native`;
  if (file === ENTRY.from && to === ENTRY.to) return undefined;
  if (into !== from && !BELOW[from].includes(into)) return `${from} may not import ${into}`;
  const room = /^src\/(\w+)\//.exec(to)?.[1];
  if (room && SOURCES[from] && !SOURCES[from].includes(room)) return `${from} may not import src/${room}`;
  return undefined;
}

const violations = (file: string, text: string) =>
  importsOf(text).flatMap(({ target, line }) => {
    const reason = wrong(file, target);
    return reason === undefined ? [] : [`${file}:${line}: ${reason}`];
  });

const files = sourcesOf(['bench', 'native'], ['.ts', '.mjs']).filter((file) => !file.startsWith('bench/lab/peers/programs/'));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

test('bench, lab and native import in one direction, and programs are imported by nobody', () => {
  assert.ok(files.length > 80, `${files.length} files`);
  const found = files.flatMap((file) => violations(file, read(file)));
  assert.equal(found, [], `\n${found.join('\n')}\n`);
});

test('the entry that is declared is there, and no other file of native imports bench', () => {
  const importers = files.filter(
    (file) => file.startsWith('native/') && importsOf(read(file)).some(({ target }) => resolved(file, target)?.startsWith('bench/')),
  );
  assert.equal(importers, [ENTRY.from]);
});

test('every relative import names a file that is there', () => {
  for (const file of files) {
    for (const { target } of importsOf(read(file))) {
      const to = resolved(file, target);
      if (to !== undefined) assert.ok(existsSync(join(root, to)), `${file} imports ${target}`);
    }
  }
});

// Negative controls: what must be caught, one fabricated line each.
for (const [file, line, reason] of [
  ['bench/suite.ts', "import { openDevice } from '../native/node/adapters.ts';", /bench may not import node/],
  ['bench/suite.ts', "import { powerLaw } from './lab/scaling/fit.ts';", /bench may not import lab/],
  ['bench/suite.ts', "import { readFileSync } from 'node:fs';", /bench may not import node:fs/],
  ['bench/entry.ts', "import { readFileSync } from 'node:fs';", /bench may not import node:fs/],
  ['bench/rows/op.ts', "import { theDevice } from '../../tests/support/device.ts';", /leads out of bench/],
  ['bench/rows/op.ts', "import { plan } from '../../src/study/plan/plan.ts';", /bench may not import src\/study/],
  ['bench/lab/bounds/tables.ts', "import type { Row } from './bounds.bench.ts';", /is a program: nobody imports it/],
  ['bench/lab/bounds/tables.ts', "import { linear } from '../../../tests/reference/critic/linear.ts';", /lab may not import twins/],
  ['bench/lab/bounds/torus.ts', "import { machine } from '../../../native/node/machine.ts';", /lab may not import node/],
  ['native/node/main.ts', "await import('../../bench/command.ts');", /node may not import bench/],
  ['native/node/bench.ts', "import { Suite } from '../../bench/suite.ts';", /node may not import bench/],
  ['native/browser/page.ts', "import { serve } from '../node/serve.ts';", /browser may not import node/],
  ['native/node/main.ts', "import { build } from 'esbuild';", /node may not import esbuild/],
] as const) {
  test(`control: ${file} with ${line}`, () => {
    const found = violations(file, line);
    assert.is(found.length, 1, found.join('\n'));
    assert.match(found[0], reason);
  });
}

test.run();
