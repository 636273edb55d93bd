/** A wrong binding, type, constant or setting is an error of the compiler: the lines marked in tests/support/types.ts prove it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder } from '../support/program.ts';
import { root } from '../support/root.ts';

/** Where the types of Node and of WebGPU lie, seen from a config in another folder. */
const typeRoots = [join(root, 'node_modules/@types'), join(root, 'node_modules')];

test('tsc accepts the right bindings and refuses every wrong one', () =>
  inFolder(async (folder) => {
    const file = join(root, 'tests/support/types.ts');
    assert.ok(readFileSync(file, 'utf8').match(/@ts-expect-error/g)?.length === 10, 'ten wrong lines are marked');
    // This file and what it imports: the whole repository is for `npm run check`.
    const config = join(folder, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({ extends: join(root, 'tsconfig.json'), include: [], files: [file], compilerOptions: { typeRoots } }));
    // An expected error that does not come is an error itself.
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'node_modules/@typescript/native/bin/tsc'), '--project', config, '--checkers', '1'], {
      cwd: root,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  }));

test.run();
