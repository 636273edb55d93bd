// Runs built test files, one process each, and counts the tests they report.
// uvu exits with 0 when a file registers no test and has no time limit; both are mended here.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';

/** Folders of tests/ by suite, the longest files first; every test file belongs to exactly one suite. */
const SUITES = { fast: ['program', 'statistics', 'kernels', 'gradients', 'unit'], physics: ['physics'] };
const LIMIT_MS = { fast: 480_000, physics: 1_800_000 };

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function options(words) {
  const chosen = { suite: 'fast', pattern: undefined };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === '--suite' && words[i + 1] in SUITES) chosen.suite = words[++i];
    else if (!words[i].startsWith('-')) chosen.pattern = words[i];
    else throw new Error(`test: expected --suite ${Object.keys(SUITES).join('|')} or part of a file name, got ${words[i]}`);
  }
  return chosen;
}

const running = new Set();
// A test may sit in a kernel that never ends: it must not outlive the run that started it.
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => {
    for (const child of running) child.kill('SIGKILL');
    process.exit(130);
  });
}

function runFile(file, limit) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(process.execPath, ['--enable-source-maps', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' },
    });
    running.add(child);
    let output = '';
    const collect = (data) => {
      output += data;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer = setTimeout(() => {
      output += `\nstopped: longer than ${limit / 1000} s\n`;
      child.kill('SIGKILL');
    }, limit);
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      const count = (word) => Number(new RegExp(`^\\s*${word}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
      const total = count('Total');
      const passed = count('Passed');
      const skipped = count('Skipped');
      // A file that crashed, hung, skipped or registered nothing counts as one failure even if uvu saw none.
      let failed = total - passed;
      let problem = '';
      if (total === 0) problem = 'registered no test';
      else if (skipped > 0) problem = `skipped ${skipped} tests`;
      else if (code !== 0 && failed === 0) problem = `exited with ${code}`;
      if (problem) failed += 1;
      resolve({ file, passed, failed, problem, output, seconds: (Date.now() - started) / 1000 });
    });
  });
}

/**
 * Runs the files of a suite whose path contains the pattern.
 * @param leftOut what cannot be run here: reasons by test file, e.g. { 'unit/types.test': 'needs the TypeScript compiler' }
 * @param print takes one line, or the lines of a failure
 * @returns counts, seconds, and the same for each file
 */
export async function runSuite(root, { suite, pattern = '', leftOut = {}, print = console.log }) {
  const base = join(root, 'dist/tests');
  const nameOf = (file) => relative(base, file).replace(/\.js$/, '').split(sep).join('/');
  const matching = SUITES[suite].flatMap((folder) => testFiles(join(base, folder))).filter((file) => `tests/${nameOf(file)}`.includes(pattern));
  const files = matching.filter((file) => !(nameOf(file) in leftOut));
  const report = { suite, passed: 0, failed: 0, seconds: 0, files: [], not_run_here: [] };
  const known = Object.values(SUITES).flat();
  for (const file of testFiles(base).filter((one) => !known.includes(nameOf(one).split('/')[0]))) {
    print(`${nameOf(file)}: in no suite; move it to one of ${known.join(', ')}`);
    report.failed += 1;
  }
  const started = Date.now();
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const { output, ...result } = await runFile(file, LIMIT_MS[suite]);
      const { passed, failed, problem, seconds } = result;
      report.passed += passed;
      report.failed += failed;
      report.files.push({ ...result, file: nameOf(file) });
      print(
        `${failed ? 'FAIL' : 'ok  '} ${nameOf(file)}  ${passed} passed${failed ? `, ${failed} failed` : ''}${problem ? ` (${problem})` : ''}  ${seconds.toFixed(1)} s`,
      );
      if (failed) print(output.replace(/^/gm, '     | '));
    }
  };
  // One more than there are cores: one file's compilation overlaps with another one's waiting.
  await Promise.all(Array.from({ length: Math.min(3, availableParallelism() + 1) }, worker));
  for (const name of matching.map(nameOf).filter((one) => one in leftOut)) {
    print(`not run here: ${name} (${leftOut[name]})`);
    report.not_run_here.push({ file: name, reason: leftOut[name] });
  }
  report.seconds = (Date.now() - started) / 1000;
  print(`\n${files.length} files in ${report.seconds.toFixed(0)} s`);
  print(`${report.passed} passed, ${report.failed} failed${report.not_run_here.length > 0 ? `, ${report.not_run_here.length} files not run here` : ''}`);
  return report;
}

/** Runs a suite and prints `N passed, N failed`; returns the exit code. */
export async function runTests(root, words) {
  const { files, failed } = await runSuite(root, options(words));
  if (files.length === 0) console.log('no test file was found');
  return failed === 0 && files.length > 0 ? 0 : 1;
}
