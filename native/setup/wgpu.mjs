// `npm run test:wgpu [-- ONLY]`: every entry point through naga, wgpu's compiler, then samplers and short trainings on wgpu, whose bits
// must be those of Dawn. wgpu comes with Deno: the program of the environment variable DENO, or the npm package, which is installed into a
// cache folder. ONLY: a regular expression of the runs, such as '^sample' or 'train default'; '^$' is naga alone.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { bootstrap, root } from './bootstrap.mjs';

const DENO = 'deno@2.9.6';
const cache = join(root, 'node_modules/.cache/blockspin-wgpu');

function fail(message) {
  console.error(`test:wgpu: ${message}`);
  process.exit(2);
}

/** The program of Deno in the cache folder, if it is there: the package has one of its own for each platform. */
function installed() {
  const folder = join(cache, 'node_modules/@deno');
  const platform = existsSync(folder) ? readdirSync(folder)[0] : undefined;
  const program = platform && join(folder, platform, process.platform === 'win32' ? 'deno.exe' : 'deno');
  return program && existsSync(program) ? program : undefined;
}

/** The program of Deno, installed where it is missing. */
function findDeno() {
  const given = process.env.DENO;
  if (given) return existsSync(given) ? given : fail(`expected a program in DENO, got ${given}`);
  if (!installed()) {
    console.log(`installing ${DENO} into ${cache} ...`);
    const npm = spawnSync('npm', ['install', '--prefix', cache, '--no-save', '--no-package-lock', '--ignore-scripts', DENO], { encoding: 'utf8' });
    if (npm.status !== 0 || !installed())
      fail(`Deno cannot be installed here (${npm.error?.message ?? npm.stderr.trim().split('\n')[0]}); name a program: DENO=/path/to/deno`);
  }
  return installed();
}

/** A program of tests/wgpu as one file that Node and Deno can run. */
async function bundle(name) {
  const { build } = await import('esbuild');
  const outfile = join(cache, `${name}.mjs`);
  await build({
    entryPoints: [join(root, `tests/wgpu/${name}.ts`)],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['webgpu'],
    logLevel: 'warning',
  });
  return outfile;
}

/** Both on the same adapter: lavapipe where it is installed, since any adapter of the other would do other arithmetic. */
function sameAdapter() {
  const folder = '/usr/share/vulkan/icd.d';
  const file = existsSync(folder) ? readdirSync(folder).find((name) => /^lvp_icd.*\.json$/.test(name)) : undefined;
  return file && !process.env.VK_DRIVER_FILES ? { VK_DRIVER_FILES: join(folder, file) } : {};
}

/** Runs a program and takes its lines. @returns its exit code */
function lines(command, words, env, take) {
  return new Promise((done) => {
    const child = spawn(command, words, { cwd: cache, env: { ...process.env, ...sameAdapter(), ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    createInterface({ input: child.stdout }).on('line', (line) => take(line.startsWith('{') ? JSON.parse(line) : { said: line }));
    child.on('error', (error) => fail(error.message));
    child.on('close', (code, signal) => done(code ?? signal));
  });
}

async function main() {
  await bootstrap({ development: true });
  mkdirSync(cache, { recursive: true });
  const deno = findDeno();
  const underDeno = (file) => ['run', '-A', '--no-config', '--no-lock', '--node-modules-dir=none', '--unstable-webgpu', file];
  const counts = { passed: 0, failed: 0 };
  const count = (name, failed) => {
    counts[failed ? 'failed' : 'passed'] += 1;
    if (failed || !name.startsWith('naga')) console.log(`${failed ? 'FAIL' : 'ok  '} ${name}${failed ? `: ${failed}` : ''}`);
  };
  const ended = (name, code) => {
    if (code !== 0) count(name, `ended with ${code}`);
  };
  const env = { DENO_DIR: join(cache, 'deno'), DENO_NO_UPDATE_CHECK: '1', SHADERS: join(root, 'src/gen/shaders') };
  ended('naga', await lines(deno, underDeno(await bundle('naga')), env, ({ name, failed }) => name && count(name, failed)));
  console.log(`naga: ${counts.passed} pipelines compiled, ${counts.failed} refused`);
  if (counts.passed === 0) count('naga', 'no kernel was compiled');

  const bits = await bundle('bits');
  const runs = { ...env, ONLY: process.argv[2] ?? '', LIBRARY: pathToFileURL(join(root, 'dist/browser/blockspin.js')).href };
  const dawn = new Map();
  ended('Dawn', await lines(process.execPath, [bits], runs, (line) => line.name && dawn.set(line.name, line)));
  const seen = new Set();
  const compare = ({ name, bits: found, failed }) => {
    seen.add(name);
    const { bits: expected, failed: before } = dawn.get(name) ?? { failed: 'not run' };
    const wrong = (failed && `wgpu: ${failed}`) || (before && `Dawn: ${before}`) || (found !== expected && `Dawn ${expected}, wgpu ${found}`);
    count(name, wrong || undefined);
  };
  if (dawn.size > 0) ended('wgpu', await lines(deno, underDeno(bits), runs, (line) => line.name && compare(line)));
  for (const name of dawn.keys()) if (!seen.has(name)) count(name, 'wgpu: not run');
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

await main();
