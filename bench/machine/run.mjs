// Started by run.sh on the bare machine: looks for an adapter, runs tests and benchmarks, writes report.json and logs.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSuite } from '../../native/setup/runner.mjs';
import { BENCHMARKS, FIRST, LEFT_OUT, PHYSICS, REPORTS, RETURNED } from './contents.mjs';
import { driverFiles, LOADER, missingLibraries, nvidiaLibrary } from './drivers.mjs';
import { first, sectionsOf } from './first.mjs';
import { runProgram } from './program.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const USE = 'use first, tests, bench, all, or shell WORDS; --help says more';

/** What to do without a library. */
const LIBRARIES = "install libglvnd (Debian's libegl1 and libglx0), or carry its libraries: npm run bench:pack -- --libraries FOLDER";

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
    minutes: { type: 'string', default: '10' },
    sections: { type: 'string', default: '' },
    'tests-for': { type: 'string' },
    software: { type: 'boolean', default: false },
  };
  let parsed;
  try {
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    fail(`${error.message}; ${USE}`);
  }
  const [verb = 'all', ...more] = parsed.positionals;
  if (!['first', 'tests', 'bench', 'all'].includes(verb) || more.length > 0) fail(`expected one verb, got ${parsed.positionals.join(' ')}; ${USE}`);
  const { minutes, 'tests-for': testsFor, sections, out, ...rest } = parsed.values;
  const number = (name, text) => (Number(text) > 0 ? Number(text) : fail(`expected a positive number after --${name}, got ${text}`));
  try {
    return {
      verb,
      ...rest,
      out: resolve(out),
      minutes: number('minutes', minutes),
      testsFor: testsFor === undefined ? undefined : number('tests-for', testsFor),
      sections: sectionsOf(sections),
    };
  } catch (error) {
    return fail(`--sections: ${error.message}`);
  }
}

/** Runs a command in the unpacked folder with this terminal. */
function shell(words) {
  prepare();
  const { status, error } = spawnSync(words[0] ?? 'bash', words.slice(1), { cwd: root, stdio: 'inherit' });
  if (error) fail(error.message);
  return status ?? 1;
}

/** Whether a library can be opened. One that is there is refused, since it is no addon of Node. In a process of its own, whose library path may differ. */
function opens(library, folder) {
  const program =
    'try { process.dlopen({ exports: {} }, process.argv[1], 2) } catch (error) { process.exitCode = /self-register/.test(error.message) ? 0 : 1 }';
  return spawnSync(process.execPath, ['-e', program, library], { env: { ...process.env, LD_LIBRARY_PATH: libraryPath(folder) } }).status === 0;
}

/** The library path with a folder before it. */
const libraryPath = (folder) => [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');

/** Uses packed libraries where the system has none, and finds NVIDIA's driver where only its container runtime has it. */
function prepare() {
  const set = (name, value) => {
    process.env[name] = value;
    console.log(`${name}=${value}`);
  };
  const list = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
  const missing = missingLibraries(process.env, list, opens);
  if (missing.length > 0) set('LD_LIBRARY_PATH', libraryPath(join(root, 'lib')));
  const lacking = missing.filter((library) => !opens(library));
  if (lacking.length > 0) console.log(`missing, and not in this pack: ${lacking.join(', ')}; ${LIBRARIES}`);
  const files = driverFiles(process.env, list);
  if (files !== undefined) set('VK_DRIVER_FILES', files);
  const { folder, manifest } = nvidiaLibrary(process.env, list, opens) ?? {};
  if (folder !== undefined) set('LD_LIBRARY_PATH', libraryPath(folder));
  if (manifest !== undefined) {
    const file = join(root, 'nvidia_without_windows.json');
    writeFileSync(file, JSON.stringify(manifest));
    set('VK_DRIVER_FILES', file);
  }
  return { loader: missing.includes(LOADER) ? 'carried' : "the system's", missing: lacking, driver_files: process.env.VK_DRIVER_FILES ?? null };
}

/** The adapter that the doctor takes; undefined, with its reasons printed, where there is none. */
function examine(out) {
  const doctor = (...words) =>
    spawnSync(process.execPath, [join(root, 'dist/node/main.js'), 'doctor', ...words], { encoding: 'utf8', maxBuffer: RETURNED.bytes });
  const { status, stdout, stderr } = doctor('--json');
  writeFileSync(join(out, 'doctor.json'), stdout);
  const { adapter, limits, features } = (status === 0 ? JSON.parse(stdout).candidates.find(({ verdict }) => verdict === 'taken') : undefined) ?? {};
  if (adapter) {
    console.log(`adapter: ${adapter.name} (${adapter.driver}, ${adapter.origin})${adapter.software ? ': a SOFTWARE adapter, no GPU was found' : ''}`);
    for (const [name, value] of Object.entries(limits)) console.log(`  ${name} ${value}`);
    console.log(`  features ${features.join(' ')}`);
  } else console.log(`${stderr}${doctor().stdout}no adapter: nothing can be run here`);
  return adapter;
}

/** Prints to the terminal and to a log, which is cut at the most bytes that are brought back from a machine. */
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
async function benchmark({ name, command: [file, ...verb], out, words, quick, rows }, options, print) {
  print(`benchmark ${name}`);
  const target = join(options.out, out);
  const chosen = options.rows === '' ? [] : [rows, options.rows];
  const { code, seconds } = await runProgram([join(root, file), ...verb, '--out', target, ...(options.quick ? quick : words), ...chosen], { print });
  const passed = code === 0 && existsSync(target);
  print(`${passed ? 'ok  ' : 'FAIL'} benchmark ${name}  ${seconds.toFixed(1)} s${passed ? '' : ` (exit ${code})`}`);
  return { name, passed, seconds, file: existsSync(target) ? out : null };
}

/** Runs the suites, then the benchmarks, for the verbs tests, bench and all. @returns how many of both were run */
async function everything(options, report, save) {
  const suites = options.verb === 'bench' ? [] : options.physics ? ['fast', 'physics'] : ['fast'];
  for (const suite of suites) {
    const print = printer(join(options.out, `${suite}.log`));
    report.suites.push(await runSuite(root, { suite, pattern: options.only, leftOut: LEFT_OUT, seconds: options.testsFor, print }));
    save(false);
  }
  // --only chooses tests and benchmarks by their names, so that it may match only one of the two.
  const chosen = options.verb === 'tests' ? [] : BENCHMARKS.filter(({ name, rows }) => name.includes(options.only) && (options.rows === '' || rows));
  const print = printer(join(options.out, 'bench.log'));
  for (const entry of chosen) {
    report.benchmarks.push(await benchmark(entry, options, print));
    save(false);
  }
  return report.benchmarks.length + report.suites.reduce((sum, { files }) => sum + files.length, 0);
}

/** Runs the sections of `first`. @returns how many there are */
async function sections(options, report, save) {
  const print = printer(join(options.out, 'bench.log'));
  await first(root, {
    ...options,
    software: report.adapter.software,
    print,
    done: (section) => {
      report.sections.push(section);
      save(false);
    },
  });
  return report.sections.length;
}

async function main() {
  if (process.argv[2] === 'shell') return shell(process.argv.slice(3));
  const options = asked();
  mkdirSync(options.out, { recursive: true });
  for (const file of [...REPORTS, FIRST, PHYSICS, ...BENCHMARKS.map(({ out }) => out)]) rmSync(join(options.out, file), { force: true });
  const started = performance.now();
  const report = {
    pack: JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')),
    asked: { ...options, sections: options.sections.map(({ name }) => name) },
    started: new Date().toISOString(),
    machine: { kernel: release(), cores: cpus().length, processor: cpus()[0]?.model ?? null, memory: totalmem() },
    adapter: null,
    vulkan: null,
    suites: [],
    benchmarks: [],
    sections: [],
  };
  // Written after every step, since the machine may be gone at any moment.
  const save = (passed) => {
    const seconds = (performance.now() - started) / 1000;
    writeFileSync(join(options.out, 'report.json'), `${JSON.stringify({ passed, seconds, ...report }, null, 2)}\n`);
  };
  report.vulkan = prepare();
  report.adapter = examine(options.out) ?? null;
  save(false);
  if (!report.adapter) return 1;
  // The time of a machine with a GPU is not to be spent on its processor.
  if (options.verb === 'first' && report.adapter.software && !options.software)
    fail(`expected a GPU, got ${report.adapter.name}; with --software it is measured`);

  const ran = await (options.verb === 'first' ? sections : everything)(options, report, save);
  const passed = ran > 0 && report.suites.every(({ failed }) => failed === 0) && [...report.benchmarks, ...report.sections].every((one) => one.passed);
  save(passed);
  console.log(`${passed ? 'passed' : ran > 0 ? 'FAILED' : `nothing matches ${options.only}`} on ${report.adapter.name}; report and logs: ${options.out}`);
  return passed ? 0 : 1;
}

process.exitCode = await main();
