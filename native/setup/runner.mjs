// Runs built test files, some in one process, and counts the tests they report.
// uvu exits with 0 when a file registers no test, and has no time limit; this runner adds both checks.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { runFiles } from './test_process.mjs';

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

/** Most files in one process, which saves a third of their time. Tests of physics take minutes each, those of faults measure memory. */
const TOGETHER = { fast: 12, physics: 1, faults: 1 };
/** Files that need a process of their own: others would find changed what they change, or they what others did. */
const ALONE = ['program/compile', 'program/default_limits', 'program/native_lines', 'program/null_adapter', 'unit/ledger'];

/** Files in the groups that share a process: neighbours of one folder. */
function grouped(files, nameOf, most) {
  const groups = [];
  let open;
  for (const file of files) {
    const name = nameOf(file);
    const folder = name.split('/')[0];
    if (ALONE.includes(name.replace(/\.test$/, ''))) groups.push([file]);
    else if (open?.folder === folder && open.files.length < most) open.files.push(file);
    else {
      open = { folder, files: [file] };
      groups.push(open.files);
    }
  }
  return groups;
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
  const queue = grouped(
    matching.filter((file) => !(nameOf(file) in leftOut)),
    nameOf,
    TOGETHER[suite],
  );
  const report = { suite, passed: 0, failed: 0, seconds: 0, processor: 0, files: [], not_run_here: [], cut_off: [] };
  const known = Object.values(SUITES).flat();
  for (const file of testFiles(base).filter((one) => !known.includes(nameOf(one).split('/')[0]))) {
    print(`${nameOf(file)}: in no suite; move it to one of ${known.join(', ')}`);
    report.failed += 1;
  }
  const started = Date.now();
  const end = started + 1000 * (seconds ?? Number.POSITIVE_INFINITY);
  // A file that was stopped with the others has neither passed nor failed.
  const settle = (done) => {
    if (done.stopped && Date.now() >= end) report.cut_off.push(nameOf(done.file));
    else tell(report, nameOf(done.file), done, print);
  };
  const worker = async () => {
    for (let files = queue.shift(); files; files = queue.shift()) {
      while (files.length > 0 && Date.now() < end) files = await runFiles(files, suite, { each: LIMIT_MS[suite], end }, settle);
      report.cut_off.push(...files.map(nameOf));
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
