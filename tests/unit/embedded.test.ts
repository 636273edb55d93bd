/** Where libraries are unpacked and loaded from: a folder of this user alone, and only files of known checksums. */
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EMBEDDED } from '../../native/node/checksums.ts';
import { damage, inPrivateFolder, packageFolder, unpack } from '../../native/node/embedded.ts';
import { LOADER } from '../../native/node/loader.ts';
import { cachePaths, privateFolders, sweep } from '../../native/node/private_folder.ts';
import { EMBEDDED_PACKAGE, ROOT_USER, testWith } from '../support/needs.ts';
import { inFolder } from '../support/program.ts';
import { root } from '../support/root.ts';

const CHECKSUMS = EMBEDDED.platforms['linux-x64'];
const home = () => '/home/me';

test('an empty or relative XDG_CACHE_HOME counts as unset, and so does a home that is no place', () => {
  assert.is(cachePaths({ XDG_CACHE_HOME: '/scratch/me' }, home)[0], '/scratch/me/blockspin');
  for (const XDG_CACHE_HOME of ['', '.', 'cache', undefined]) assert.is(cachePaths({ XDG_CACHE_HOME }, home)[0], '/home/me/.cache/blockspin');
  const broken = () => {
    throw new Error('no such user');
  };
  for (const none of [() => '', () => 'me', broken]) assert.not(cachePaths({}, none).some((path) => path.includes('.cache')));
  assert.ok(cachePaths({}, home).every((path) => path.startsWith('/')));
});

test('a folder is made for its owner alone, and one of an earlier version becomes so', async () => {
  await inFolder(async (parent) => {
    const made = join(parent, 'a/b/blockspin');
    const earlier = join(parent, 'earlier');
    mkdirSync(earlier);
    chmodSync(earlier, 0o777);
    assert.equal(await privateFolders([made, earlier]), { folders: [made, earlier], refused: [] });
    for (const folder of [made, earlier]) assert.is(lstatSync(folder).mode & 0o777, 0o700);
  });
});

test('a link, a file, and a folder below one that others may write to are not taken', async () => {
  await inFolder(async (parent) => {
    mkdirSync(join(parent, 'real'));
    symlinkSync(join(parent, 'real'), join(parent, 'link'));
    symlinkSync(join(parent, 'nowhere'), join(parent, 'dangling'));
    writeFileSync(join(parent, 'file'), '');
    mkdirSync(join(parent, 'open'));
    chmodSync(join(parent, 'open'), 0o777);
    mkdirSync(join(parent, 'open/planted'), { mode: 0o700 });
    mkdirSync(join(parent, 'sticky'));
    chmodSync(join(parent, 'sticky'), 0o1777);
    chmodSync(parent, 0o755);
    const paths = ['link', 'dangling', 'file', 'open/planted', 'file/below', 'sticky/good'].map((name) => join(parent, name));
    const { folders, refused } = await privateFolders(paths);
    assert.equal(folders, [join(parent, 'sticky/good')]);
    for (const [i, reason] of [/link is a link/, /dangling is a link/, /file is no folder/, /other users may write to .*open/, /E/].entries()) {
      assert.match(refused[i], reason);
    }
    assert.is(readdirSync(join(parent, 'real')).length, 0);
    // Nobody gets below a folder that only its owner may enter.
    chmodSync(parent, 0o700);
    assert.equal((await privateFolders([join(parent, 'open/planted')])).refused, []);
  });
});

testWith(ROOT_USER, 'a folder that another user put there is not taken, nor one below it', async () => {
  await inFolder(async (parent) => {
    for (const name of ['planted', 'theirs', 'theirs/cache']) mkdirSync(join(parent, name), { mode: 0o700 });
    for (const name of ['planted', 'theirs']) chownSync(join(parent, name), 12345, 12345);
    const { folders, refused } = await privateFolders([join(parent, 'planted'), join(parent, 'theirs/cache')]);
    assert.equal(folders, []);
    assert.match(refused[0], /planted belongs to user 12345/);
    assert.match(refused[1], /theirs belongs to user 12345/);
  });
});

test('what cannot be done in one folder is done in the next, and at last in one of this process', async () => {
  const notes: string[] = [];
  const tried: string[] = [];
  const body = (bad: (folder: string) => boolean) => async (folder: string) => {
    tried.push(folder);
    if (bad(folder)) throw new Error('no');
    return folder;
  };
  assert.is(
    await inPrivateFolder(
      { folders: ['/one', '/two'], refused: ['/zero: a link'] },
      notes,
      body((folder) => folder === '/one'),
    ),
    '/two',
  );
  assert.equal(
    [tried, notes],
    [
      ['/one', '/two'],
      ['nothing is loaded from /zero: a link', 'nothing is loaded from /one: no'],
    ],
  );
  const last = await inPrivateFolder(
    { folders: ['/one'], refused: [] },
    [],
    body((folder) => folder === '/one'),
  );
  assert.is(lstatSync(last).mode & 0o777, 0o700);
  assert.is(lstatSync(last).uid, process.getuid?.());
  const error = await inPrivateFolder(
    { folders: ['/one'], refused: [] },
    [],
    body(() => true),
  ).catch((thrown: Error) => thrown);
  assert.match((error as Error).message, /^\/one: no; .*blockspin-once-\w+: no$/);
});

test('leftovers of killed processes go after a while, and nothing else', async () => {
  await inFolder(async (folder) => {
    for (const name of ['swiftshader-1.old', 'swiftshader-1.new', 'other.old']) mkdirSync(join(folder, name));
    for (const name of ['swiftshader-1.old', 'other.old']) utimesSync(join(folder, name), new Date(0), new Date(0));
    sweep(folder, 'swiftshader-1.', 1000);
    assert.equal(readdirSync(folder).sort(), ['other.old', 'swiftshader-1.new']);
  });
});

test('the checksums are those of the version that is installed', () => {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  assert.is(read('package.json').dependencies['@sparticuz/chromium'], EMBEDDED.version);
  if (existsSync(join(root, 'package-lock.json'))) {
    const { version, integrity } = read('package-lock.json').packages['node_modules/@sparticuz/chromium'];
    assert.equal([version, integrity], [EMBEDDED.version, EMBEDDED.integrity]);
  }
});

testWith(EMBEDDED_PACKAGE, 'a flipped byte, a link and a missing file are noticed, and mended by unpacking again', async () => {
  await inFolder(async (cache) => {
    const folder = await unpack(cache, 'swiftshader', undefined, CHECKSUMS);
    assert.is(damage(folder, CHECKSUMS), undefined);
    const library = join(folder, LOADER);
    const bytes = readFileSync(library);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(library, bytes);
    assert.match(damage(folder, CHECKSUMS) ?? '', /^libvulkan\.so\.1 has the SHA-256 \w{64}, not /);
    assert.is(await unpack(cache, 'swiftshader', undefined, CHECKSUMS), folder);
    assert.is(damage(folder, CHECKSUMS), undefined);
    assert.equal(readdirSync(cache), [`swiftshader-${EMBEDDED.version}`], 'nothing is left of the damaged one');
    // An archive with another library in it is refused, and leaves nothing.
    const error = await unpack(cache, 'swiftshader', undefined, { ...CHECKSUMS, [LOADER]: '0'.repeat(64) }).catch((thrown: Error) => thrown);
    assert.match((error as Error).message, /@sparticuz\/chromium .*libvulkan\.so\.1 has the SHA-256 .*run npm ci/);
    assert.equal(readdirSync(cache), [`swiftshader-${EMBEDDED.version}`]);
    assert.ok(packageFolder());
  });
});

test.run();
