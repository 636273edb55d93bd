/** Files of the local disk: temporary names, names that are taken meanwhile, open files, what cannot be read. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { temporaryName } from '../../native/node/temporary.ts';
import { inFolder } from '../support/program.ts';

/** A process that does not live: numbers of processes are below 2^22. */
const DEAD = 4_194_305;

test('what a killed process left in a folder is swept by the next one that writes there, and nothing else', async () => {
  await inFolder(async (folder) => {
    const own = temporaryName(join(folder, 'samples.npy'));
    const left = own.replace(`.${process.pid}-`, `.${DEAD}-`);
    const foreign = left.replace(/-[0-9a-f]{8}-/, '-00000000-');
    for (const path of [own, left, foreign, join(folder, 'mine.tmp')]) writeFileSync(path, 'x');
    await nodeFiles.write(join(folder, 'report.html'), 'page');
    assert.equal(
      [own, left, foreign, join(folder, 'mine.tmp')].map((path) => existsSync(path)),
      [true, false, true, true],
    );
  });
});

test('a new file never replaces one that appeared meanwhile, and what was written is kept', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'samples.npy');
    const file = await nodeFiles.create(path);
    await file.append(Uint8Array.of(1, 2));
    writeFileSync(path, 'theirs');
    await file.finish().then(
      () => assert.unreachable('it was replaced'),
      (error: Error) => assert.match(error.message, /appeared meanwhile; what was written is in .*samples-[0-9a-f]{8}\.npy$/),
    );
    await file.discard();
    assert.is(readFileSync(path, 'utf8'), 'theirs');
    const spare = readdirSync(folder).find((name) => /^samples-/.test(name)) as string;
    assert.equal([...readFileSync(join(folder, spare))], [1, 2]);
    assert.is(readdirSync(folder).length, 2);
    const free = await nodeFiles.create(join(folder, 'other.npy'));
    await free.append(Uint8Array.of(3));
    await free.finish();
    assert.equal([...readFileSync(join(folder, 'other.npy'))], [3]);
  });
});

test('a thousand reads at once have few files open', async () => {
  await inFolder(async (folder) => {
    for (let i = 0; i < 200; i++) writeFileSync(join(folder, String(i)), String(i));
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    });
    const before = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
    const read = await Promise.all(Array.from({ length: 1000 }, (_, i) => nodeFiles.find(join(folder, String(i % 200)))));
    clearInterval(watch);
    assert.is(read.filter((bytes) => bytes).length, 1000);
    assert.ok(most <= before + 32, `${most} open, ${before} before`);
  });
});

test('nothing is below a file or a folder that is missing; whatever else prevents reading is an error', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'file'), 'x');
    mkdirSync(join(folder, 'inner'));
    assert.is(await nodeFiles.find(join(folder, 'file/study.json')), undefined);
    assert.is(await nodeFiles.find(join(folder, 'no/study.json')), undefined);
    await nodeFiles.find(join(folder, 'inner')).then(
      () => assert.unreachable(),
      (error: Error) => assert.match(error.message, /EISDIR/),
    );
  });
});

test.run();
