/** The package as `npm pack` makes it, and a clone, in folders with a space and a letter beyond ASCII, run from somewhere else. */
import { cpSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import tar from 'tar-fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { foreign, inFolder, runCommand, runNode, TINY } from '../support/program.ts';
import { root } from '../support/root.ts';
import { filesBelow } from '../support/study_folder.ts';

const PLACE = 'Käfig mit Raum';
const { version, bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const OUTPUT = new RegExp(`^blockspin ${version.replaceAll('.', '\\.')}\nnode `);

/** Packs what is built, and unpacks it where its packages are found, as an installation has them. */
async function unpacked(parent: string): Promise<string> {
  const packed = await runCommand(['npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', parent], { cwd: root });
  assert.is(packed.code, 0, packed.err);
  const place = join(parent, PLACE);
  await pipeline(createReadStream(join(parent, packed.out.trim())), createGunzip(), tar.extract(place));
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  return join(place, 'package');
}

test('the package holds what users run and read, and neither sources nor tests nor maps', () =>
  inFolder(async (parent) => {
    const folder = await unpacked(parent);
    const files = filesBelow(folder);
    const targets = [...Object.values(bin), ...Object.values(exports['.'])].map((path) => (path as string).replace('./', ''));
    for (const file of [...targets, 'dist/browser/index.html', 'docs/study.schema.json', 'README.md', 'LICENSE']) assert.ok(files.includes(file), file);
    const others = files.filter((file) => !/^(dist\/(node|browser|lab|types)|docs)\/|^native\/setup\/\w+\.mjs$|^[A-Z]+(\.md)?$|^package\.json$/.test(file));
    assert.equal(others, []);
    assert.equal(
      files.filter((file) => /\.(map|wgsl)$|(?<!\.d)\.ts$/.test(file)),
      [],
    );

    // Through a link, as npm makes one for a command, and from a folder of the user's.
    const [link, cwd] = [join(parent, 'blockspin'), join(parent, 'own')];
    symlinkSync(join(folder, bin.blockspin), link);
    mkdirSync(cwd);
    const said = await runNode([link, '--version'], { cwd });
    assert.equal([said.code, said.err], [0, '']);
    assert.match(said.out, OUTPUT);
    assert.match((await runNode([link, '--help'], { cwd })).out, /npx blockspin train/);
    const trained = await runNode([link, 'train', ...TINY, '--out', 'results/first'], { cwd });
    assert.is(trained.code, 0, trained.err);
    assert.equal(foreign(trained), []);
    assert.equal(readdirSync(join(cwd, 'results/first')).includes('report.html'), true);
    assert.equal(filesBelow(folder), files, 'nothing is built or written beside it');
  }));

test('a clone builds itself once and runs', () =>
  inFolder(async (parent) => {
    const clone = join(parent, PLACE);
    const needless = /\/(results|node_modules|dist)$|\.bench\.ts$|\.test\.ts$/;
    for (const name of ['package.json', 'src', 'shaders', 'native', 'bench', 'tests/support', 'tests/reference', 'tests/unit/shape.test.ts']) {
      cpSync(join(root, name), join(clone, name), { recursive: true, filter: (path) => path.endsWith(name) || !needless.test(path) });
    }
    // Without the compiler no type declarations are made, which would take most of the time.
    mkdirSync(join(clone, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules')).filter((one) => !/^\.|^@?typescript$/.test(one))) {
      symlinkSync(join(root, 'node_modules', name), join(clone, 'node_modules', name));
    }
    for (const err of ['blockspin: building dist/ ...\n', '']) {
      const ran = await runNode([join(clone, bin.blockspin), '--version'], { cwd: parent });
      assert.equal([ran.code, ran.err], [0, err]);
      assert.match(ran.out, OUTPUT);
    }
    assert.ok(existsSync(join(clone, 'dist/tests/unit/shape.test.js')));
  }));

test.run();
