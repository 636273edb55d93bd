// Runs built test files, one process each, and counts the tests they report.
// uvu exits with 0 when a file registers no test, and has no time limit; this runner adds both checks.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';

/** Folders of tests/ by suite, the longest files first; every test file belongs to exactly one suite. */
export const SUITES = { fast: ['program', 'statistics', 'kernels', 'gradients', 'unit'], physics: ['physics'], faults: ['faults'] };
/** Most files at once: those of faults measure times and processor-seconds. Of all others one more than there are cores: one file's compilation overlaps with another one's waiting. */
const AT_ONCE = { fast: 3, physics: 3, faults: 1 };
const LIMIT_MS = { fast: 480_000, physics: 1_800_000, faults: 1_800_000 };
/** Folders whose tests come first where there is little time on a GPU: those that run its kernels. */
const KERNELS_FIRST = ['kernels', 'gradients', 'statistics', 'program', 'unit'];

function testFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.js'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** On Windows there are no shell to measure times and no process groups to end. */
const OWN_GROUP = process.platform !== 'win32';
const running = new Set();

/** Ends a test file and all processes it started. */
function kill(child) {
  try {
    process.kill(OWN_GROUP ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // The process has ended already.
  }
}

// A test may be stuck in a kernel that never ends: it must not outlive its run.
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => {
    running.forEach(kill);
    process.exit(130);
  });
}

/**
 * Node does not report the processor time of a child, and a test that crashes or kills its children could not report its
 * own. The shell does: its `times` are the user and system time of all finished and awaited processes below it.
 */
const TIMED = '"$@" 3>&-; code=$?; times >&3; exit $code';

/** Processor-seconds of children out of what `times` printed: the second of its lines, as in `0m1.25s 0m0.10s`. */
function processorSeconds(times) {
  const children = [...(times.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return children.length === 2 ? children.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0) : undefined;
}

/**
 * Settings of glibc's malloc; other C libraries ignore them. Compilers of software adapters allocate and free much memory in turns.
 * By default glibc gives it back to the system each time, and it is faulted in again page by page: a fifth of the processor
 * time of a file that compiles. Values are bytes; the threshold of mmap is the largest allowed.
 */
const KEEP_MEMORY = ['trim_threshold=1073741824', 'top_pad=67108864', 'mmap_threshold=33554432', 'hugetlb=1'].map((one) => `glibc.malloc.${one}`).join(':');

function start(file, suite) {
  const words = [process.execPath, '--enable-source-maps', file];
  // Tests of faults measure memory.
  const env = { ...(suite === 'faults' ? {} : { GLIBC_TUNABLES: KEEP_MEMORY }), ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };
  if (!OWN_GROUP) return spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], env });
  return spawn('sh', ['-c', TIMED, 'sh', ...words], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env, detached: true });
}

function runFile(file, suite, limit) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = start(file, suite);
    running.add(child);
    const text = { output: '', times: '' };
    const collect = (to) => (data) => {
      text[to] += data;
    };
    child.stdout.on('data', collect('output'));
    child.stderr.on('data', collect('output'));
    child.stdio[3]?.on('data', collect('times'));
    let stopped = false;
    const timer = setTimeout(() => {
      stopped = true;
      text.output += `\nstopped: longer than ${limit / 1000} s\n`;
      kill(child);
    }, limit);
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      const { output, times } = text;
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
      // Lines that begin with 'count: ' are shown: what a test did, where its success says too little.
      // Tests of tests/support/needs.ts that found something missing.
      const missed = [...output.matchAll(/^not run here: (.*) \((.*)\)$/gm)].map(([, test, reason]) => ({ test, reason }));
      resolve({
        file,
        passed,
        failed,
        problem,
        stopped,
        output,
        missed,
        counts: [...output.matchAll(/(?:^|• )count: (.*)$/gm)].map(([, text]) => text),
        seconds: (Date.now() - started) / 1000,
        processor: processorSeconds(times),
      });
    });
  });
}

/** Adds the result of a file to the report of a run, and prints it. */
function tell(report, name, { output, missed, counts, stopped, ...result }, print) {
  const { passed, failed, problem, seconds, processor } = result;
  report.passed += passed;
  report.failed += failed;
  report.processor += processor ?? 0;
  report.files.push({ ...result, file: name });
  print(
    `${failed ? 'FAIL' : 'ok  '} ${name}  ${passed} passed${failed ? `, ${failed} failed` : ''}${problem ? ` (${problem})` : ''}  ${seconds.toFixed(1)} s${processor === undefined ? '' : `, ${processor.toFixed(1)} processor-seconds`}`,
  );
  for (const text of counts) print(`     ${text}`);
  if (failed) print(output.replace(/^/gm, '     | '));
  for (const one of missed) {
    print(`not run here: ${name}, ${one.test} (${one.reason})`);
    report.not_run_here.push({ file: name, ...one });
  }
}

/** Prints the sums of a run. */
function summarise({ files, cut_off, not_run_here, passed, failed, processor, seconds }, print) {
  const folderOf = (name) => name.split('/')[0];
  const left = [...new Set(cut_off.map(folderOf))].map((folder) => `${cut_off.filter((name) => folderOf(name) === folder).length} of ${folder}`);
  if (left.length > 0)
    print(`cut off after ${seconds.toFixed(0)} s: ${files.length} of ${files.length + cut_off.length} files were run; left out: ${left.join(', ')}`);
  print(`\n${files.length} files in ${seconds.toFixed(0)} s, ${processor.toFixed(0)} processor-seconds`);
  const counted = (count, noun) => (count > 0 ? [`${count} ${noun}${count === 1 ? '' : 's'}`] : []);
  const tests = not_run_here.filter(({ test }) => test !== undefined).length;
  const missing = [...counted(tests, 'test'), ...counted(not_run_here.length - tests, 'file')].join(' and ');
  const cut = counted(cut_off.length, 'file').map((text) => `, ${text} cut off`);
  print(`${passed} passed, ${failed} failed${missing ? `, ${missing} not run here` : ''}${cut}`);
}

/**
 * Runs the files of a suite whose path contains the pattern. What cannot be run here is reported and counted, by file or by test.
 * @param leftOut what cannot be run here: reasons by test file, e.g. { 'unit/types.test': 'needs the TypeScript compiler' }
 * @param seconds where there are not more: tests of kernels come first, and what is not done by then is listed as cut off
 * @param atOnce files at once, in place of the number for this suite
 * @param print takes one line, or the lines of a failure
 * @returns counts, seconds, and the same for each file
 */
export async function runSuite(root, { suite, pattern = '', leftOut = {}, seconds, atOnce = AT_ONCE[suite], print = console.log }) {
  const base = join(root, 'dist/tests');
  const nameOf = (file) => relative(base, file).replace(/\.js$/, '').split(sep).join('/');
  const folders = seconds === undefined ? SUITES[suite] : [...SUITES[suite]].sort((a, b) => KERNELS_FIRST.indexOf(a) - KERNELS_FIRST.indexOf(b));
  const matching = folders.flatMap((folder) => testFiles(join(base, folder))).filter((file) => `tests/${nameOf(file)}`.includes(pattern));
  const queue = matching.filter((file) => !(nameOf(file) in leftOut));
  const report = { suite, passed: 0, failed: 0, seconds: 0, processor: 0, files: [], not_run_here: [], cut_off: [] };
  const known = Object.values(SUITES).flat();
  for (const file of testFiles(base).filter((one) => !known.includes(nameOf(one).split('/')[0]))) {
    print(`${nameOf(file)}: in no suite; move it to one of ${known.join(', ')}`);
    report.failed += 1;
  }
  const started = Date.now();
  const end = started + 1000 * (seconds ?? Number.POSITIVE_INFINITY);
  const worker = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const left = end - Date.now();
      const done = left > 0 ? await runFile(file, suite, Math.min(left, LIMIT_MS[suite])) : undefined;
      // A file that was stopped with the others has neither passed nor failed.
      if (done === undefined || (done.stopped && Date.now() >= end)) report.cut_off.push(nameOf(file));
      else tell(report, nameOf(file), done, print);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, availableParallelism() + 1) }, worker));
  for (const name of matching.map(nameOf).filter((one) => one in leftOut)) {
    print(`not run here: ${name} (${leftOut[name]})`);
    report.not_run_here.push({ file: name, reason: leftOut[name] });
  }
  report.seconds = (Date.now() - started) / 1000;
  const { user, system } = process.cpuUsage();
  report.processor += (user + system) / 1e6;
  summarise(report, print);
  return report;
}
