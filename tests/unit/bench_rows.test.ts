/** What the benchmark holds: every op and every kernel of the stages, and nothing of Node where a browser runs it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rowsFor } from '../../bench/rows/all.ts';
import { OPS } from '../../bench/rows/ops/all.ts';
import { OPTIMISERS } from '../../bench/rows/optim.ts';
import { GATHERS } from '../../bench/rows/view.ts';
import { titleOf } from '../../bench/suite.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root, shaderPaths } from '../support/root.ts';

const ROOMS = ['view', 'coarse', 'critic', 'bound', 'optim'];

const filesOf = (room: string) => readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Names under which the rooms declare ops; an op that a function applies goes by the name of its file. */
function declared(): string[] {
  return ROOMS.flatMap((room) =>
    filesOf(room).flatMap((file) =>
      [...readFileSync(join(root, 'src', room, file), 'utf8').matchAll(/^export const (\w+) = op\(/gm)].map(([, name]) =>
        name === 'pairs' ? file.replace('.ts', '') : name,
      ),
    ),
  );
}

test('every op has a row', () => {
  const names = declared();
  assert.ok(names.length > 25, `${names.length} ops`);
  const every = ROOMS.flatMap((room) => filesOf(room).map((file) => join(root, 'src', room, file))).reduce(
    (count, file) => count + [...readFileSync(file, 'utf8').matchAll(/= op\(/g)].length,
    0,
  );
  assert.is(names.length, every, 'an op that is not exported cannot have a row');
  assert.equal(Object.keys(OPS).sort(), names.sort());
});

test('every op has a row in each direction that it has', () => {
  const titles = rowsFor({ effort: 'quick', software: true }).map(titleOf);
  for (const [name, { op }] of Object.entries(OPS)) {
    assert.ok(titles.includes(`ops: ${name} forward`), name);
    assert.is(titles.includes(`ops: ${name} backward`), op.backward.length > 0, name);
  }
});

test('every kernel file of the stages is that of an op, of a gather or of the optimiser', () => {
  const ofOps = Object.values(OPS).flatMap(({ op }) => [op.forward, ...op.backward].map(({ entry }) => entry.path));
  const others = [...Object.keys(GATHERS).map((name) => `view/${name}`), ...Object.keys(OPTIMISERS).map((name) => `optim/${name}`)];
  const kernels = shaderPaths().filter((path) => ROOMS.includes(path.split('/')[0]));
  assert.equal([...new Set([...ofOps, ...others])].sort(), kernels.sort());
});

test('names of rows are unique, and the full run has all that the quick one has by name or more', () => {
  for (const software of [true, false]) {
    for (const effort of ['quick', 'full'] as const) {
      const titles = rowsFor({ effort, software }).map(titleOf);
      assert.is(new Set(titles).size, titles.length);
    }
  }
  const full = rowsFor({ effort: 'full', software: true }).map(titleOf);
  for (const row of rowsFor({ effort: 'quick', software: true })) assert.ok(full.includes(titleOf(row)), titleOf(row));
});

testWith(REPOSITORY, 'what a browser runs imports nothing of Node', () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)[^;]*? from '([^']+)'/gm)) {
      assert.not.match(target, /^node:|^uvu/, relative(root, file));
      const path = join(dirname(file), target);
      if (target.startsWith('.') && existsSync(path)) visit(path);
    }
  };
  visit(join(root, 'bench/browser/page.ts'));
  assert.ok(seen.size > 80, `${seen.size} files`);
});

test.run();
