// Builds everything into dist/: reflected shaders, the Node program and library, the browser bundle, benchmarks, tests. The
// benchmark's page is built only on request.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildLab } from './lab.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const stamp = join(root, 'dist/.sources');

function files(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** A hash of everything the build reads. */
function sourceHash() {
  const hash = createHash('sha256');
  const sources = ['shaders', 'src', 'native', 'tests', 'bench']
    .flatMap(files)
    .filter((f) => !f.startsWith('src/gen/') && !/\/(results|node_modules)\//.test(f));
  for (const file of [...sources, 'package.json']) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

// Not node_modules/.bin/tsc: two versions of the compiler are installed, and each brings a command of that name.
const compiler = join(root, 'node_modules/@typescript/native/bin/tsc');

/** The content of dist/ if it were built now: the sources' hash, and whether type declarations can be made. */
function wanted() {
  return `${sourceHash()} ${existsSync(compiler) ? 'with' : 'without'} types`;
}

export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

/** Type declarations for users of the library, where the compiler is installed. */
function declareTypes(folder) {
  if (!existsSync(compiler)) return;
  const { status, stdout } = spawnSync(process.execPath, [compiler, '--project', 'native/setup/tsconfig.types.json', '--outDir', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`type declarations: ${stdout}`);
}

/** Packages that every start of the program loads. Without bundling, zod's hundred modules load more slowly than all our own code. */
const bundled = {
  name: 'bundled',
  setup: ({ onResolve }) => onResolve({ filter: /^(zod|ml-matrix)$/ }, ({ path }) => ({ path: fileURLToPath(import.meta.resolve(path)), sideEffects: false })),
};

/** Settings of esbuild for files that run in Node and for files that run in browsers. */
function bundling() {
  const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
  const common = {
    bundle: true,
    format: 'esm',
    sourcemap: 'linked',
    logLevel: 'warning',
    absWorkingDir: root,
    define: { BLOCKSPIN_VERSION: JSON.stringify(version) },
  };
  return {
    node: { ...common, platform: 'node', target: 'node20', packages: 'external', plugins: [bundled] },
    browser: { ...common, minify: true, target: 'es2022' },
  };
}

/**
 * Builds the benchmark's page into dist/bench_page, unless it is there: every build of dist/ removes it.
 * @returns its folder
 */
export async function buildBenchPage() {
  const folder = join(root, 'dist/bench_page');
  if (existsSync(folder)) return folder;
  const { build: bundle } = await import('esbuild');
  const staging = mkdtempSync(join(root, 'dist-'));
  await bundle({ ...bundling().browser, entryPoints: { page: 'bench/browser/page.ts' }, outdir: staging });
  copyFileSync(join(root, 'bench/browser/page.html'), join(staging, 'index.html'));
  renameSync(staging, folder);
  return folder;
}

export async function build() {
  const { build: bundle } = await import('esbuild');
  const { generateShaders } = await import('./shaders.mjs');
  await generateShaders(root);
  // Built beside dist/ and then renamed as a whole, so that a running program never sees half of it.
  const staging = mkdtempSync(join(root, 'dist-'));
  const to = (folder) => join(staging, folder);
  const { node, browser } = bundling();
  const tests = files('tests').filter((f) => f.endsWith('.test.ts'));
  await Promise.all([
    bundle({
      ...node,
      splitting: true,
      entryPoints: { index: 'native/node/index.ts', main: 'native/node/main.ts', serve: 'native/node/serve.ts' },
      outdir: to('node'),
    }),
    bundle({ ...browser, entryPoints: { blockspin: 'native/browser/index.ts', page: 'native/browser/page.ts' }, outdir: to('browser'), splitting: true }),
    buildLab(root, to('lab'), bundling().browser),
    bundle({ ...node, splitting: true, sourcesContent: false, chunkNames: 'chunks/[hash]', entryPoints: tests, outdir: to('tests'), outbase: 'tests' }),
    ...files('bench')
      .filter((f) => f.endsWith('.bench.ts'))
      .map((f) => bundle({ ...node, entryPoints: [f], outdir: to('bench') })),
  ]);
  for (const file of ['index.html', 'file.js']) copyFileSync(join(root, 'native/browser', file), to(`browser/${file}`));
  declareTypes(to('types'));
  writeFileSync(to('.sources'), wanted());
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(staging, join(root, 'dist'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  console.log('built dist/');
}
