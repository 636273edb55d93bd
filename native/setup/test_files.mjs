// Runs built test files in this process, one after another: what Node and the adapter compiled for one of them serves the next.
// Words: a mark, then the files. A line of stdout that begins with the mark says in JSON which file begins, or how it ended.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// Optimised code of most functions is hardly used before a test ends: V8 waits longer before it compiles them, and takes a twentieth less.
setFlagsFromString('--interrupt-budget=4000000');

// uvu then runs tests when it is told to, not by itself.
globalThis.UVU_DEFER = 1;
const { exec } = await import('uvu');

/** Ticks of the clock of Linux in one second, the same on all its machines. */
const TICKS = 100;

/** Processor-seconds of all ended children of this process; elsewhere than on Linux they are not known. */
function ofChildren() {
  if (process.platform !== 'linux') return 0;
  // The second field may contain spaces; it ends with the last parenthesis. User and system time of children are fields 16 and 17.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/** Processor-seconds of this process since its start, with its children. */
function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + ofChildren();
}

const [mark, ...files] = process.argv.slice(2);
const tell = (event) => process.stdout.write(`\n${mark}${JSON.stringify(event)}\n`);
let spent = 0;
for (const [i, file] of files.entries()) {
  tell({ begins: i });
  // Tests keep what is dear for the files that come.
  globalThis.testFilesLeft = files.length - 1 - i;
  globalThis.UVU_QUEUE.splice(0, Number.POSITIVE_INFINITY, [null]);
  await import(pathToFileURL(file).href);
  await exec();
  const now = processorSeconds();
  tell({ ended: i, code: process.exitCode ?? 0, processor: now - spent });
  process.exitCode = 0;
  spent = now;
}
