/** The pack for a bare machine: what it holds and leaves out, its limit, and how it finds a driver. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { inFolder } from '../support/program.ts';
import { root } from '../support/root.ts';

interface Contents {
  LIMIT: number;
  CARRIED: string[];
  FILES: string[];
  BENCHMARKS: { name: string; command: string[]; out: string; words: string[]; quick: string[]; rows?: string }[];
  LEFT_OUT: Record<string, string>;
  REPORTS: string[];
  FIRST: string;
  PHYSICS: string;
  RETURNED: { files: number; bytes: number };
  SECTIONS: Section[];
  sizes(parts: { file: string; bytes: number }[], limit?: number): string[];
}

interface Section {
  name: string;
  part: number;
  program?: string;
}

type List = (folder: string) => string[];
interface Drivers {
  driverFiles(environment: Record<string, string>, list: List): string | undefined;
  missingLibraries(environment: Record<string, string>, list: List, opens: (library: string, folder?: string) => boolean): string[];
  nvidiaLibrary(
    environment: Record<string, string>,
    list: List,
    opens: (library: string, folder?: string) => boolean,
  ): { folder?: string; manifest?: object } | undefined;
}

interface First {
  sectionsOf(names: string): Section[];
  secondsFor(section: Section, left: number, last: boolean): number;
}

const folder = join(root, 'bench/machine');
const contents = (await import(join(folder, 'contents.mjs'))) as Contents;
const { LIMIT, CARRIED, FILES, BENCHMARKS, LEFT_OUT, REPORTS, FIRST, PHYSICS, RETURNED, SECTIONS, sizes } = contents;
const { driverFiles, missingLibraries, nvidiaLibrary } = (await import(join(folder, 'drivers.mjs'))) as Drivers;
const { sectionsOf, secondsFor } = (await import(join(folder, 'first.mjs'))) as First;
const { runProgram } = (await import(join(folder, 'program.mjs'))) as {
  runProgram(
    words: string[],
    options: { seconds?: number; grace?: number; print: (line: string) => void },
  ): Promise<{ code: number | string; cut_off: boolean }>;
};
const base = join(root, 'dist/tests');

/** What a built file imports: files of its bundle, and packages. */
const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:^import\s*|^export .*from\s*|^\} from\s*|^import .*from\s*|import\()"([^"\n]+)"/gm)].map(([, name]) => name);

/** A built file and all that it is bundled with. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const name of importsOf(file)) if (name.startsWith('.')) withImports(join(dirname(file), name), seen);
  return seen;
}

/** What these import from packages. */
function packagesOf(file: string): Set<string> {
  const names = [...withImports(file)].flatMap(importsOf).filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
  return new Set(names.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')));
}

const builtTests = readdirSync(base, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const nameOf = (file: string) => relative(base, file).replace(/\.js$/, '').split(sep).join('/');
/** Tools of the repository that are no packages to import. */
const usesTools = (file: string) => /node_modules\/(\.bin|@typescript)/.test(readFileSync(file, 'utf8'));

test('test files are left out exactly where they need a package or a tool that is not carried', () => {
  assert.ok(builtTests.length > 80, `${builtTests.length} test files`);
  const builtIn = ['fs'];
  const needs = (file: string) => [...packagesOf(file)].filter((name) => !CARRIED.includes(name) && !builtIn.includes(name));
  const cannot = builtTests.filter((file) => needs(file).length > 0 || usesTools(file)).map(nameOf);
  // Judged by what they import; these read files of the repository instead, or run its tools.
  const readers = ['program/package.test', 'unit/citation.test', 'unit/docs.test', 'unit/imports_bench.test', 'unit/packages.test', 'unit/study_docs.test'];
  assert.equal([...cannot, ...readers].sort(), Object.keys(LEFT_OUT).sort());
  for (const reason of Object.values(LEFT_OUT)) assert.match(reason, /^needs /);
});

test('what the tests of kernels, gradients and statistics read of the repository is packed', () => {
  const first = builtTests.filter((file) => /^(kernels|gradients|statistics)\//.test(nameOf(file)));
  const read = (text: string) => [...text.matchAll(/\bjoin\d*\(root\d*, ?"([^"]+)"/g)].map(([, path]) => path);
  const paths = new Set(first.flatMap((file) => [...withImports(file)].flatMap((one) => read(readFileSync(one, 'utf8')))));
  assert.ok(paths.has('tests/golden/graphs.json') && paths.has('tests/golden/tissue.json'), 'paths are found');
  assert.equal(
    [...paths].filter((path) => !FILES.some((packed) => path === packed || path.startsWith(`${packed}/`))),
    [],
  );
});

test('every benchmark is built and finds its packages, and all that a run writes is given back', () => {
  for (const program of [...BENCHMARKS.map(({ command }) => command[0]), ...SECTIONS.flatMap(({ program: file }) => file ?? [])]) {
    const file = join(root, program);
    assert.ok(existsSync(file), program);
    for (const name of packagesOf(file)) assert.ok(CARRIED.includes(name), `${program} imports ${name}`);
  }
  for (const own of [FIRST, PHYSICS]) {
    const files = [...REPORTS, own, ...BENCHMARKS.map(({ out }) => out)];
    assert.is(new Set(files).size, files.length);
    assert.ok(files.length <= RETURNED.files, files.join(' '));
  }
});

test('sizes: a line for every part and the sum; above the limit an error that names the largest', () => {
  const parts = [
    { file: 'node.tar.gz', bytes: 2 * 1024 ** 2 },
    { file: 'dawn.tar.gz', bytes: 1024 ** 2 },
  ];
  assert.equal(
    sizes(parts).map((line) => line.trim()),
    ['2.00 MiB  node.tar.gz', '1.00 MiB  dawn.tar.gz', '3.00 MiB  in all'],
  );
  assert.is(sizes(parts, 3 * 1024 ** 2).length, 3);
  assert.throws(() => sizes(parts, 3 * 1024 ** 2 - 1), /expected at most 3\.00 MiB, got 3\.00 MiB; carry less of node\.tar\.gz/);
  assert.throws(() => sizes([...parts, { file: 'program.tar.gz', bytes: LIMIT }]), /got 67\.00 MiB; carry less of program\.tar\.gz/);
});

test("drivers: NVIDIA's own folder where no other folder has its driver, and nothing that was chosen is overruled", () => {
  const nvidia = '/usr/local/nvidia/share/vulkan/icd.d';
  const machine = (folders: Record<string, string[]>) => (name: string) => folders[name] ?? [];
  const bare = machine({ [nvidia]: ['nvidia_icd.json', 'README'] });
  assert.is(driverFiles({}, bare), `${nvidia}/nvidia_icd.json`);
  assert.is(driverFiles({}, machine({ [nvidia]: ['nvidia_icd.json'], '/usr/share/vulkan/icd.d': ['lvp_icd.json'] })), `${nvidia}/nvidia_icd.json`);
  assert.is(driverFiles({}, machine({ [nvidia]: ['nvidia_icd.json'], '/etc/vulkan/icd.d': ['nvidia_icd.json'] })), undefined);
  assert.is(driverFiles({ VK_DRIVER_FILES: '/x.json' }, bare), undefined);
  assert.is(driverFiles({}, machine({})), undefined);
});

test("drivers: NVIDIA's library without windows where the other cannot be opened, its folder where none is on the path", () => {
  const list = (name: string) =>
    name.endsWith('icd.d') ? ['nvidia_icd.json'] : name === '/usr/local/nvidia/lib64' ? ['libGLX_nvidia.so.0', 'libEGL_nvidia.so.0'] : [];
  const bare = { file_format_version: '1.0.1', ICD: { library_path: 'libEGL_nvidia.so.0', api_version: '1.3.0' } };
  const found = (opens: (library: string, folder?: string) => boolean, environment = {}, of: List = list) => nvidiaLibrary(environment, of, opens);
  assert.is(
    found(() => true),
    undefined,
  );
  assert.is(
    found(() => false),
    undefined,
  );
  assert.equal(
    found((library) => library.includes('EGL')),
    { manifest: bare },
  );
  assert.equal(
    found((_, path) => path !== undefined),
    { folder: '/usr/local/nvidia/lib64' },
  );
  assert.equal(
    found((library, path) => library.includes('EGL') && path !== undefined),
    { folder: '/usr/local/nvidia/lib64', manifest: bare },
  );
  const onlyBare = (library: string) => library.includes('EGL');
  assert.is(found(onlyBare, { VK_DRIVER_FILES: '/usr/share/vulkan/icd.d/lvp_icd.json' }), undefined);
  assert.is(
    found(onlyBare, {}, () => []),
    undefined,
  );
});

test("drivers: libraries of libglvnd are missed where NVIDIA's driver is there, the loader everywhere", () => {
  const nvidia: List = (folder) => (folder === '/etc/vulkan/icd.d' ? ['nvidia_icd.json'] : []);
  const only = (library: string) => library === 'libvulkan.so.1';
  assert.equal(missingLibraries({}, nvidia, only), ['libGLdispatch.so.0', 'libGLX.so.0', 'libEGL.so.1']);
  assert.equal(
    missingLibraries({}, nvidia, () => true),
    [],
  );
  assert.equal(
    missingLibraries(
      {},
      () => [],
      () => false,
    ),
    ['libvulkan.so.1'],
  );
  assert.equal(missingLibraries({ VK_DRIVER_FILES: '/usr/share/vulkan/icd.d/lvp_icd.json' }, nvidia, only), []);
});

test('first: sections in the order asked for, whose times never exceed what is left', () => {
  assert.equal(
    sectionsOf('').map(({ name }) => name),
    ['tests', 'profile', 'runs', 'flips', 'table', 'scaling'],
  );
  assert.equal(
    sectionsOf('flips,tests').map(({ name }) => name),
    ['flips', 'tests'],
  );
  assert.throws(() => sectionsOf('flips,test'), /expected tests, profile, .*, got test/);
  let left = 600;
  const times = SECTIONS.map((section, i) => {
    const seconds = secondsFor(section, left, i === SECTIONS.length - 1);
    left -= seconds;
    return seconds;
  });
  assert.ok(left > 0 && left < 10, `${left} s are left`);
  assert.ok(
    times.every((seconds) => seconds > 30),
    times.join(' '),
  );
  assert.is(secondsFor(SECTIONS[0], 5, true), 0);
});

test('first: a program is stopped when its time is over, and killed when it does not end', async () => {
  const lines: string[] = [];
  const run = (program: string, seconds?: number, grace = 0.3) => runProgram(['-e', program], { seconds, grace, print: (line) => lines.push(line) });
  const polite = "process.on('SIGINT', () => { console.log('kept'); process.exit(0); }); setTimeout(() => {}, 20000);";
  const deaf = "process.on('SIGINT', () => {}); setTimeout(() => {}, 20000);";
  // Long enough for a program to start and to listen on a busy machine.
  const [short, stopped, killed] = await Promise.all([run("console.log('done')"), run(polite, 5, 10), run(deaf, 5)]);
  assert.equal([short.code, short.cut_off], [0, false]);
  assert.equal([stopped.code, stopped.cut_off], [0, true]);
  assert.equal([killed.code, killed.cut_off], ['SIGKILL', true]);
  assert.ok(lines.includes('done') && lines.includes('kept'), lines.join('\n'));
});

const sh = (words: string[]) => spawnSync('bash', words, { encoding: 'utf8' });

test('run.sh: help, and a pack that was damaged on its way is refused', async () => {
  const help = sh([join(folder, 'run.sh'), '--help']);
  assert.is(help.status, 0, help.stderr);
  assert.match(help.stdout, /^Runs blockspin's tests/);
  assert.not.match(help.stdout, /set -euo|^#/m);
  await inFolder(async (pack) => {
    writeFileSync(join(pack, 'run.sh'), readFileSync(join(folder, 'run.sh')));
    writeFileSync(join(pack, 'node.tar.gz'), 'half');
    writeFileSync(join(pack, 'SHA256SUMS'), `${'0'.repeat(64)}  node.tar.gz\n`);
    const ran = sh([join(pack, 'run.sh'), 'tests', '--in', join(pack, 'there')]);
    assert.is(ran.status, 1);
    assert.match(ran.stderr, /this pack is damaged; copy it again/);
  });
});

testWith(REPOSITORY, 'pack: an unusable --node and a folder of something else are refused before any work', async () => {
  await inFolder(async (there) => {
    const pack = (...words: string[]) => spawnSync(process.execPath, [join(folder, 'pack.mjs'), ...words], { encoding: 'utf8' });
    const out = join(there, 'mine');
    mkdirSync(out);
    writeFileSync(join(out, 'thesis.txt'), 'precious');
    const other = pack('--out', out);
    assert.is(other.status, 1);
    assert.match(other.stderr, /expected a new folder or a former pack, got .*mine; use --out/);
    assert.ok(existsSync(join(out, 'thesis.txt')));
    const none = pack('--libraries', there, '--out', join(there, 'new'));
    assert.is(none.status, 1);
    assert.match(none.stderr, /expected a folder with shared libraries .* after --libraries/);
    const node = pack('--node', join(there, 'none'), '--out', join(there, 'new'));
    assert.is(node.status, 1);
    assert.match(node.stderr, /expected a Node program for linux-x64, got .*none; name one with --node FILE/);
    assert.not.ok(existsSync(join(there, 'new')));
  });
});

test.run();
