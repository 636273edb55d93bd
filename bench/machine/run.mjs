// Started by run.sh on the bare machine: looks for an adapter, runs tests and benchmarks, writes report.json and logs.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, cpus, release, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSuite } from '../../native/setup/runner.mjs';
import { BENCHMARKS, driverFiles, LEFT_OUT, LOADER, REPORTS, RETURNED } from './contents.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const USE = 'use tests, bench, all, or shell WORDS; --help says more';

function fail(message) {
  console.error(`run.sh: ${message}`);
  process.exit(2);
}

/** The verb and its options. */
function asked() {
  const options = {
    out: { type: 'string', default: 'blockspin-results' },
    only: { type: 'string', default: '' },
    rows: { type: 'string', default: '' },
    physics: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  };
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    fail(`${error.message}; ${USE}`);
  }
  const [verb = 'all', ...more] = parsed.positionals;
  if (!['tests', 'bench', 'all'].includes(verb) || more.length > 0) fail(`expected one verb, got ${parsed.positionals.join(' ')}; ${USE}`);
  return { verb, ...parsed.values, out: resolve(parsed.values.out) };
}

/** Runs a command in the unpacked folder with this terminal. */
function shell(words) {
  prepare();
  const { status, error } = spawnSync(words[0] ?? 'bash', words.slice(1), { cwd: root, stdio: 'inherit' });
  if (error) fail(error.message);
  return status ?? 1;
}

/** Whether the system has a Vulkan loader. One that is there can be opened but is refused, since it is no addon of Node. */
function hasLoader() {
  const NODELETE = 0x1000;
  try {
    process.dlopen({ exports: {} }, LOADER, constants.dlopen.RTLD_NOW | NODELETE);
    return true;
  } catch (error) {
    return /self-register/.test(error.message);
  }
}

/** Uses the packed loader where the system has none, and finds NVIDIA's driver where only its container runtime has it. */
function prepare() {
  const set = (name, value) => {
    process.env[name] = value;
    console.log(`${name}=${value}`);
  };
  if (!hasLoader()) set('LD_LIBRARY_PATH', [join(root, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'));
  const files = driverFiles(process.env, (folder) => (existsSync(folder) ? readdirSync(folder) : []));
  if (files !== undefined) set('VK_DRIVER_FILES', files);
  return { loader: process.env.LD_LIBRARY_PATH?.startsWith(join(root, 'lib')) ? 'carried' : "the system's", driver_files: process.env.VK_DRIVER_FILES ?? null };
}

/** The adapter that the doctor takes; undefined, with its reasons printed, where there is none. */
function examine(out) {
  const doctor = (...words) =>
    spawnSync(process.execPath, [join(root, 'dist/node/main.js'), 'doctor', ...words], { encoding: 'utf8', maxBuffer: RETURNED.bytes });
  const { status, stdout, stderr } = doctor('--json');
  writeFileSync(join(out, 'doctor.json'), stdout);
  const adapter = status === 0 ? JSON.parse(stdout).candidates.find(({ verdict }) => verdict === 'taken')?.adapter : undefined;
  if (adapter)
    console.log(`adapter: ${adapter.name} (${adapter.driver}, ${adapter.origin})${adapter.software ? ': a SOFTWARE adapter, no GPU was found' : ''}`);
  else console.log(`${stderr}${doctor().stdout}no adapter: nothing can be run here`);
  return adapter;
}

/** Prints to the terminal and to a log, which is cut at the most bytes that a lent machine returns. */
function printer(file) {
  let left = RETURNED.bytes - 1024;
  return (text) => {
    console.log(text);
    const bytes = Buffer.byteLength(text) + 1;
    if (left > 0) appendFileSync(file, left < bytes ? '... cut off here, too long\n' : `${text}\n`);
    left -= bytes;
  };
}

/** Runs one benchmark; its file is kept if it fails. */
function benchmark({ name, command: [file, ...verb], out, words, quick, rows }, options, print) {
  print(`benchmark ${name}`);
  const target = join(options.out, out);
  const chosen = options.rows === '' ? [] : [rows, options.rows];
  const started = performance.now();
  return new Promise((done) => {
    const all = [join(root, file), ...verb, '--out', target, ...(options.quick ? quick : words), ...chosen];
    const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', print);
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - started) / 1000;
      const passed = code === 0 && existsSync(target);
      print(`${passed ? 'ok  ' : 'FAIL'} benchmark ${name}  ${seconds.toFixed(1)} s${passed ? '' : ` (exit ${code ?? signal})`}`);
      done({ name, passed, seconds, file: existsSync(target) ? out : null });
    });
  });
}

async function main() {
  if (process.argv[2] === 'shell') return shell(process.argv.slice(3));
  const options = asked();
  mkdirSync(options.out, { recursive: true });
  for (const file of [...REPORTS, ...BENCHMARKS.map(({ out }) => out)]) rmSync(join(options.out, file), { force: true });
  const started = performance.now();
  const report = {
    pack: JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')),
    asked: { verb: options.verb, only: options.only, rows: options.rows, physics: options.physics, quick: options.quick },
    started: new Date().toISOString(),
    machine: { kernel: release(), cores: cpus().length, processor: cpus()[0]?.model ?? null, memory: totalmem() },
    adapter: null,
    vulkan: null,
    suites: [],
    benchmarks: [],
  };
  // Written after every step, since a lent machine may end at any moment.
  const save = (passed) => {
    const seconds = (performance.now() - started) / 1000;
    writeFileSync(join(options.out, 'report.json'), `${JSON.stringify({ passed, seconds, ...report }, null, 2)}\n`);
  };
  report.vulkan = prepare();
  report.adapter = examine(options.out) ?? null;
  save(false);
  if (!report.adapter) return 1;

  const suites = options.verb === 'bench' ? [] : options.physics ? ['fast', 'physics'] : ['fast'];
  for (const suite of suites) {
    const print = printer(join(options.out, `${suite}.log`));
    report.suites.push(await runSuite(root, { suite, pattern: options.only, leftOut: LEFT_OUT, print }));
    save(false);
  }
  // --only chooses tests and benchmarks by their names, so that it may match only one of the two.
  const chosen = options.verb === 'tests' ? [] : BENCHMARKS.filter(({ name, rows }) => name.includes(options.only) && (options.rows === '' || rows));
  const print = printer(join(options.out, 'bench.log'));
  for (const entry of chosen) {
    report.benchmarks.push(await benchmark(entry, options, print));
    save(false);
  }
  const ran = report.benchmarks.length + report.suites.reduce((sum, { files }) => sum + files.length, 0);
  const passed = ran > 0 && report.suites.every(({ failed }) => failed === 0) && report.benchmarks.every((one) => one.passed);
  save(passed);
  console.log(`${passed ? 'passed' : ran > 0 ? 'FAILED' : `nothing matches ${options.only}`} on ${report.adapter.name}; report and logs: ${options.out}`);
  return passed ? 0 : 1;
}

process.exitCode = await main();
