// `npm run bench:pack [-- --out DIR] [--node FILE] [--libraries DIR]`: packs what a Linux x64 machine with a GPU driver and nothing
// else needs to run tests and benchmarks: Node, Dawn, a Vulkan loader, the built program, and shared libraries that its driver needs
// beside them. On that machine: `bash DIR/run.sh all`.
// Parts are .tar.gz, since every bare image has bash, tar and gzip.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createBrotliDecompress, createGzip } from 'node:zlib';
import { bootstrap, root } from '../../native/setup/bootstrap.mjs';
import { BENCHMARKS, CARRIED, FILES, LEFT_OUT, LIMIT, PROGRAMS, sizes } from './contents.mjs';
import { LOADER } from './drivers.mjs';

const PLATFORM = 'linux-x64';
/** The archive with the Vulkan loader and a software driver. */
const ARCHIVE = 'swiftshader.tar.br';

const modules = join(root, 'node_modules');
const versionOf = (name) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;

/** Copies files or folders to the same places below another folder. */
function copy(from, to, paths, filter = () => true) {
  for (const path of paths) cpSync(join(from, path), join(to, path), { recursive: true, filter });
}

/** Copies part of a package with its package.json and the main file that this names. */
function copyPackage(name, to, paths) {
  const folder = join(modules, name);
  const main = relative(folder, createRequire(join(root, 'package.json')).resolve(name));
  copy(folder, join(to, 'node_modules', name), ['package.json', main, ...paths]);
}

/** Bundles each package into one file with everything that it imports; code that several use is shared. */
async function bundlePackages(to, packages) {
  const { build } = await import('esbuild');
  // uvu's assertions are a second way into the package.
  const entries = packages.flatMap((name) => (name === 'uvu' ? ['uvu', 'uvu/assert'] : [name]));
  const file = (entry) => (entry.includes('/') ? entry : `${entry}/index`);
  // By name, since `export *` does not find the exports of packages in CommonJS.
  const names = async (entry) => Object.keys(await import(entry)).filter((name) => name !== 'module.exports');
  const source = async (entry) => `export { ${(await names(entry)).join(', ')} } from '${entry}';`;
  const scratch = mkdtempSync(join(root, 'dist-'));
  try {
    for (const entry of entries) {
      mkdirSync(dirname(join(scratch, file(entry))), { recursive: true });
      writeFileSync(join(scratch, `${file(entry)}.mjs`), await source(entry));
    }
    await build({
      absWorkingDir: scratch,
      entryPoints: entries.map((entry) => `${file(entry)}.mjs`),
      outdir: join(to, 'node_modules'),
      outExtension: { '.js': '.mjs' },
      chunkNames: 'shared/[hash]',
      bundle: true,
      splitting: true,
      minify: true,
      legalComments: 'inline',
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'error',
      // Packages in CommonJS load modules of Node by `require`, which ES modules do not have.
      banner: { js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);" },
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  for (const name of packages) {
    const ways = Object.fromEntries(
      entries.filter((entry) => entry.split('/')[0] === name).map((entry) => [`.${entry.slice(name.length)}`, `./${relative(name, file(entry))}.mjs`]),
    );
    writeFileSync(join(to, 'node_modules', name, 'package.json'), JSON.stringify({ name, version: versionOf(name), type: 'module', exports: ways }));
  }
}

/** What goes into each part, by the function that puts it into a folder. */
const parts = (node, libraries) => ({
  node: (to) => {
    mkdirSync(join(to, 'bin'));
    copyFileSync(node, join(to, 'bin/node'));
  },
  dawn: (to) => copyPackage('webgpu', to, ['LICENSE.md', `dist/${PLATFORM}`]),
  loader: async (to) => {
    copyPackage('@sparticuz/chromium', to, ['LICENSE', `bin/${ARCHIVE}`]);
    // Also unpacked, for machines without a loader.
    const { default: tar } = await import('tar-fs');
    const others = (name) => !name.endsWith(`/${LOADER}`);
    await pipeline(
      createReadStream(join(modules, '@sparticuz/chromium/bin', ARCHIVE)),
      createBrotliDecompress(),
      tar.extract(join(to, 'lib'), { ignore: others }),
    );
    if (!existsSync(join(to, 'lib', LOADER))) throw new Error(`pack: expected ${LOADER} in ${ARCHIVE}, got none; npm ci mends the package`);
    // Links are followed, so that each name is a file.
    for (const library of libraries) copyFileSync(library, join(to, 'lib', basename(library)));
  },
  packages: (to) => bundlePackages(to, CARRIED.slice(2)),
  program: (to) => {
    // Packages of the peers are left out.
    copy(
      root,
      to,
      FILES,
      (path) => !path.endsWith('/node_modules') && (dirname(path) !== join(root, 'dist/bench') || PROGRAMS.some((name) => path.startsWith(join(root, name)))),
    );
  },
});

/** Writes one part; times, owners and order are the same for everyone who packs. */
async function write(folder, name, fill) {
  const { default: tar } = await import('tar-fs');
  const staging = mkdtempSync(join(folder, '.staging-'));
  const file = `${name}.tar.gz`;
  try {
    await fill(staging);
    const map = (header) => ({ ...header, mtime: new Date(0), uid: 0, gid: 0 });
    await pipeline(tar.pack(staging, { sort: true, map }), createGzip({ level: 9 }), createWriteStream(join(folder, file)));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, file)), hash);
  return { file, bytes: statSync(join(folder, file)).size, sha256: hash.digest('hex') };
}

/** The commit packed, and whether files differ from it. */
function commit() {
  const git = (...words) => spawnSync('git', words, { cwd: root, encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', 'HEAD');
  return status === 0 ? { commit: stdout.trim(), changed: git('status', '--porcelain').stdout !== '' } : { commit: null, changed: null };
}

/** The Node to pack: this one, or a given one where this one is for another platform. */
function theNode(given) {
  if (given ? existsSync(given) : `${process.platform}-${process.arch}` === PLATFORM) return resolve(given ?? process.execPath);
  throw new Error(`pack: expected a Node program for ${PLATFORM}, got ${given ?? `${process.platform}-${process.arch}`}; name one with --node FILE`);
}

/** Shared libraries in a folder, by their full names. */
function librariesIn(folder) {
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => /\.so(\.\d+)*$/.test(name)) : [];
  if (found.length > 0) return found.map((name) => join(folder, name));
  throw new Error(`pack: expected a folder with shared libraries (*.so.*) after --libraries, got ${folder}`);
}

async function main() {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'pack') }, node: { type: 'string' }, libraries: { type: 'string' } } });
  const node = theNode(values.node);
  const libraries = values.libraries === undefined ? [] : librariesIn(values.libraries);
  const out = resolve(values.out);
  if (existsSync(out) && !existsSync(join(out, 'manifest.json'))) throw new Error(`pack: expected a new folder or a former pack, got ${out}; use --out`);
  await bootstrap({ development: true });
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const written = [];
  for (const [name, fill] of Object.entries(parts(node, libraries))) written.push(await write(out, name, fill));
  writeFileSync(join(out, 'SHA256SUMS'), written.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join(''));
  copyFileSync(join(root, 'bench/machine/run.sh'), join(out, 'run.sh'));
  const manifest = {
    blockspin: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    ...commit(),
    platform: PLATFORM,
    node: values.node ? spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim().slice(1) || null : process.versions.node,
    packages: Object.fromEntries(CARRIED.map((name) => [name, versionOf(name)])),
    benchmarks: BENCHMARKS.map(({ name }) => name),
    libraries: libraries.map((library) => basename(library)),
    left_out: LEFT_OUT,
    limit: LIMIT,
    parts: written,
  };
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const small = ['run.sh', 'SHA256SUMS', 'manifest.json'].map((file) => ({ file, bytes: statSync(join(out, file)).size }));
  console.log(sizes([...written, ...small]).join('\n'));
  console.log(`packed for ${PLATFORM} into ${out}; there: bash ${relative(dirname(out), out)}/run.sh all --out results`);
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
