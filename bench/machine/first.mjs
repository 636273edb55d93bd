// The verb `first`: what one wants to know of a GPU before it is gone, in a given time. Sections run in their order; one that
// would overrun its part of the time is cut off and says so, and what it has measured is in its file by then.
import { join } from 'node:path';
import { runSuite } from '../../native/setup/runner.mjs';
import { BENCHMARKS, FIRST, LEFT_OUT, SECTIONS } from './contents.mjs';
import { runProgram } from './program.mjs';

/** Seconds after the end of its time in which a section can finish its files before it is ended. */
const GRACE = 8;
/** Seconds below which a section is not begun. */
const LEAST = 3;
/** Seconds for unpacking before this process starts. */
const UNPACKING = 8;
/** Test files at once on a GPU: they wait for it and for its compiler in turns. */
const AT_ONCE = 8;

/**
 * The sections to run, in the order asked for.
 * @param names of sections with commas between them, or nothing for all
 * @throws Error naming the sections there are
 */
export function sectionsOf(names) {
  if (names === '') return SECTIONS;
  return names.split(',').map((name) => {
    const found = SECTIONS.find((section) => section.name === name);
    if (!found) throw new Error(`expected ${SECTIONS.map((section) => section.name).join(', ')}, got ${name}`);
    return found;
  });
}

/** Seconds that a section may take, where so many are left; the last one takes what there is. */
export const secondsFor = ({ part }, left, last) => Math.max(0, (last ? 1 : part) * (left - GRACE));

/** Runs the tests, those of kernels first. */
async function tests(root, { suite }, { seconds, software, print }) {
  const report = await runSuite(root, { suite, leftOut: LEFT_OUT, seconds, ...(software ? {} : { atOnce: AT_ONCE }), print });
  return { passed: report.failed === 0 && report.files.length > 0, cut_off: report.cut_off.length > 0, suite: report };
}

/** Runs a program of `npm run bench -- first`, which keeps its own time. */
async function measurements(root, { name, program }, { out, seconds, print }) {
  const words = [join(root, program), '--section', name, '--seconds', seconds.toFixed(0), '--out', join(out, FIRST)];
  const { code, cut_off } = await runProgram(words, { seconds: seconds + GRACE / 2, grace: GRACE / 2, print });
  // Ended by its own clock or by ours; with force only where it did not answer.
  return { passed: code === 0, cut_off };
}

/** Runs a benchmark in its smallest form. */
async function benchmark(root, { benchmark: wanted }, { out, seconds, print }) {
  const { command, out: file, quick } = BENCHMARKS.find(({ name }) => name === wanted);
  const words = [join(root, command[0]), ...command.slice(1), '--out', join(out, file), ...quick];
  const { code, cut_off } = await runProgram(words, { seconds, grace: GRACE, print });
  return { passed: code === 0 || cut_off, cut_off };
}

/**
 * Runs the sections.
 * @param options.minutes for all of them, unpacking and the search for an adapter included
 * @param options.testsFor seconds for the tests, in place of their part
 * @param done takes the result of each section as soon as it is over
 */
export async function first(root, { sections, minutes, testsFor, out, software, print, done }) {
  // Milliseconds of this process, so that the search for an adapter counts.
  const end = 60_000 * minutes - 1000 * UNPACKING;
  for (const [i, section] of sections.entries()) {
    const left = (end - performance.now()) / 1000;
    const share = secondsFor(section, left, i === sections.length - 1);
    const seconds = Math.floor(section.suite && testsFor !== undefined ? Math.min(testsFor, left) : share);
    print(`\n=== ${section.name}: at most ${seconds} of ${left.toFixed(0)} s ===`);
    if (seconds < LEAST) {
      print(`left out: ${minutes} minutes are over`);
      done({ name: section.name, passed: true, cut_off: true, seconds: 0 });
      continue;
    }
    const started = performance.now();
    const run = section.suite ? tests : section.program ? measurements : benchmark;
    const result = await run(root, section, { out, seconds, software, print });
    const took = (performance.now() - started) / 1000;
    print(`${result.passed ? 'ok  ' : 'FAIL'} ${section.name}  ${took.toFixed(1)} s${result.cut_off ? ', cut off' : ''}`);
    done({ name: section.name, ...result, seconds: took });
  }
}
