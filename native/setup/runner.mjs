// Runs built test files, one process each, and counts the tests they report.
// uvu exits with 0 when a file registers no test and has no time limit; both are mended here.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';

/** Folders of tests/ by suite, the longest files first; every test file belongs to exactly one suite. */
const SUITES = { fast: ['program', 'statistics', 'kernels', 'gradients', 'unit'], physics: ['physics'] };
const LIMIT_MS = { fast: 240_000, physics: 1_800_000 };

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

/** Runs a suite and prints `N passed, N failed`; returns the exit code. */
export async function runTests(root, words) {
  const { suite, pattern } = options(words);
  const base = join(root, 'dist/tests');
  const files = SUITES[suite].flatMap((folder) => testFiles(join(base, folder))).filter((file) => !pattern || file.includes(pattern));
  const known = Object.values(SUITES).flat();
  const stray = testFiles(base).filter((file) => !known.includes(relative(base, file).split(/[\\/]/)[0]));
  const totals = { passed: 0, failed: stray.length };
  for (const file of stray) console.log(`${relative(base, file)}: in no suite; move it to one of ${known.join(', ')}`);
  const started = Date.now();
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const result = await runFile(file, LIMIT_MS[suite]);
      totals.passed += result.passed;
      totals.failed += result.failed;
      const name = relative(base, file).replace(/\.js$/, '');
      console.log(
        `${result.failed ? 'FAIL' : 'ok  '} ${name}  ${result.passed} passed${result.failed ? `, ${result.failed} failed` : ''}${result.problem ? ` (${result.problem})` : ''}  ${result.seconds.toFixed(1)} s`,
      );
      if (result.failed) console.log(result.output.replace(/^/gm, '     | '));
    }
  };
  // Two at a time: one file's compilation overlaps with another one's waiting.
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  if (files.length === 0) {
    console.log('no test file was found');
    totals.failed += 1;
  }
  console.log(`\n${files.length} files in ${((Date.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 ? 0 : 1;
}
