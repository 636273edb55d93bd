// Processes that run test files: what they print, how long they take, how they end.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = join(dirname(fileURLToPath(import.meta.url)), 'test_files.mjs');

/** On Windows there are no shell to measure times and no process groups to end. */
const OWN_GROUP = process.platform !== 'win32';
const running = new Set();

/** Ends a process and all that it started. */
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
 * time of a file that compiles. Values are bytes; the threshold of mmap is the largest allowed. With one arena a thread uses what another one gave back:
 * half of the memory, and a twentieth less time.
 */
const KEEP_MEMORY = ['trim_threshold=1073741824', 'top_pad=67108864', 'mmap_threshold=33554432', 'hugetlb=1', 'arena_max=1']
  .map((one) => `glibc.malloc.${one}`)
  .join(':');

/** MiB in which V8 collects young objects: with its own 16 it copies the objects of a training over and over. */
const YOUNG = '--max-semi-space-size=64';

function start(files, mark, suite) {
  const words = [process.execPath, '--enable-source-maps', SCRIPT, mark, ...files];
  // Tests of faults measure memory.
  const spacious = suite === 'faults' ? {} : { GLIBC_TUNABLES: KEEP_MEMORY, NODE_OPTIONS: YOUNG };
  const env = { ...spacious, ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };
  if (!OWN_GROUP) return spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], env });
  return spawn('sh', ['-c', TIMED, 'sh', ...words], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env, detached: true });
}

/** What a file printed tells about it. A file that crashed, hung, skipped or registered nothing counts as one failure even if uvu saw none. */
function judged({ code, ...rest }) {
  const { output } = rest;
  const count = (word) => Number(new RegExp(`^\\s*${word}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const [total, passed, skipped] = ['Total', 'Passed', 'Skipped'].map(count);
  let failed = total - passed;
  let problem = '';
  if (total === 0) problem = 'registered no test';
  else if (skipped > 0) problem = `skipped ${skipped} tests`;
  else if (code !== 0 && failed === 0) problem = `exited with ${code}`;
  if (problem) failed += 1;
  // Tests of tests/support/needs.ts that found something missing.
  const missed = [...output.matchAll(/^not run here: (.*) \((.*)\)$/gm)].map(([, test, reason]) => ({ test, reason }));
  // Lines that begin with 'count: ' are shown: what a test did, where its success says too little.
  const counts = [...output.matchAll(/(?:^|• )count: (.*)$/gm)].map(([, text]) => text);
  return { ...rest, passed, failed, problem, missed, counts };
}

/** Calls back with each line of a stream, and at its end with what is left. */
function byLine(stream, take) {
  let rest = '';
  stream.setEncoding('utf8').on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    for (const line of lines) take(line);
  });
  stream.on('end', () => take(rest));
}

/**
 * Runs test files in one process, one after another. The process ends early where one of them crashes or takes too long.
 * @param files paths of built test files
 * @param limit.each milliseconds for each file
 * @param limit.end when all of them are stopped, in the time of `Date.now`
 * @param done gets the result of each file that began, in their order
 * @returns the files that did not begin
 */
export function runFiles(files, suite, limit, done) {
  return new Promise((resolve) => {
    const mark = `${randomBytes(12).toString('hex')} `;
    const child = start(files, mark, suite);
    running.add(child);
    let at = 0;
    let now;
    let [times, counted] = ['', 0];
    const begin = () => {
      clearTimeout(now?.timer);
      now = { output: '', began: Date.now(), stopped: false };
      const own = now;
      const most = Math.min(limit.each, limit.end - own.began);
      own.timer = setTimeout(() => {
        own.stopped = true;
        own.output += `\nstopped: longer than ${most / 1000} s\n`;
        kill(child);
      }, most);
    };
    const finish = (code, processor) => {
      const { output, began, stopped } = now;
      counted += processor ?? 0;
      done(judged({ file: files[at], output, stopped, code, seconds: (Date.now() - began) / 1000, processor }));
    };
    const hear = ({ begins, ended, code, processor }) => {
      if (ended !== undefined) now.ended = { code, processor };
      if (!(begins > 0)) return;
      finish(now.ended.code, now.ended.processor);
      at = begins;
      begin();
    };
    begin();
    byLine(child.stdout, (line) => {
      if (line.startsWith(mark)) hear(JSON.parse(line.slice(mark.length)));
      else now.output += `${line}\n`;
    });
    child.stderr.setEncoding('utf8').on('data', (data) => {
      now.output += data;
    });
    child.stdio[3]?.on('data', (data) => {
      times += data;
    });
    child.on('close', (code) => {
      clearTimeout(now.timer);
      running.delete(child);
      const total = processorSeconds(times);
      // To the last file goes what the process took to end, and whether it could.
      finish(code || now.ended?.code, total === undefined ? now.ended?.processor : total - counted);
      resolve(files.slice(at + 1));
    });
  });
}
