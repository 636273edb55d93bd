/** Files on a real disk, where other processes are at work at the same moment. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { inFolder } from '../support/program.ts';

test('a folder that several make at once is there for each of them', async () => {
  await inFolder(async (parent) => {
    // One of eight meets a parent that was missing when it asked and is there when it looks.
    for (let round = 0; round < 50; round++) {
      const path = join(parent, `${round}/a/b/c`);
      await Promise.all(Array.from({ length: 8 }, () => nodeFiles.makeFolder(path)));
      assert.ok(existsSync(path));
    }
  });
});

test('a file in the way and a folder that takes no entries are refused, and do not hang', async () => {
  await inFolder(async (parent) => {
    writeFileSync(join(parent, 'file'), '');
    for (const path of [join(parent, 'file'), join(parent, 'file/below'), '/dev/null/x', '/proc/nope/x/y']) {
      const error = await nodeFiles.makeFolder(path).catch((thrown: NodeJS.ErrnoException) => thrown);
      assert.match(String((error as NodeJS.ErrnoException)?.code), /ENOTDIR|ENOENT|EEXIST/, path);
    }
  });
});

test.run();
