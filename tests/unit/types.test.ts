/** A wrong binding, type or constant is an error of the compiler: the lines marked in tests/support/types.ts prove it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { root } from '../support/root.ts';

test('tsc accepts the right bindings and refuses every wrong one', () => {
  const file = join(root, 'tests/support/types.ts');
  assert.ok(readFileSync(file, 'utf8').match(/@ts-expect-error/g)?.length === 6, 'six wrong lines are marked');
  // An expected error that does not come is an error itself.
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/@typescript/native/bin/tsc'), '--project', join(root, 'tsconfig.json')], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout);
});

test.run();
