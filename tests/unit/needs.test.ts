/** What could not be run is said with its reason and counted: it neither passes nor vanishes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { PERMISSIONS, testWith } from '../support/needs.ts';
import { inFolder } from '../support/program.ts';
import { root } from '../support/root.ts';

interface Report {
  passed: number;
  failed: number;
  not_run_here: { file: string; test?: string; reason: string }[];
}
const { runSuite } = (await import(join(root, 'native/setup/runner.mjs'))) as {
  runSuite(root: string, options: { suite: string; leftOut?: Record<string, string>; print: (line: string) => void }): Promise<Report>;
};

/** What was printed meanwhile. */
function printed(action: () => void): string[] {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    action();
  } finally {
    console.log = log;
  }
  return lines;
}

test('a test whose need is not there is named with the reason, and its body is not registered', () => {
  const body = () => assert.unreachable('it was run');
  assert.equal(
    printed(() => testWith({ reason: 'needs a unicorn', here: () => false }, 'rides', body)),
    ['not run here: rides (needs a unicorn)'],
  );
});

let ran = false;
testWith({ reason: 'needs nothing', here: () => true }, 'a test whose need is there is run', () => {
  ran = true;
});
test('it was', () => assert.ok(ran));

/** A test file as uvu leaves it. */
const file = (passed: number, more = '') => `console.log(${JSON.stringify(`${more}  Total:     ${passed}\n  Passed:    ${passed}\n  Skipped:   0\n`)});`;

test('the runner counts tests and files that were not run, and a file of no tests fails', async () => {
  await inFolder(async (folder) => {
    mkdirSync(join(folder, 'dist/tests/unit'), { recursive: true });
    const place = (name: string, content: string) => writeFileSync(join(folder, `dist/tests/unit/${name}.test.js`), content);
    place('some', file(2, 'not run here: rides (needs a unicorn)\n'));
    place('left', file(1));
    const lines: string[] = [];
    const options = { suite: 'fast', leftOut: { 'unit/left.test': 'needs a meadow' }, print: (line: string) => void lines.push(line) };
    const report = await runSuite(folder, options);
    assert.equal([report.passed, report.failed], [2, 0]);
    assert.equal(report.not_run_here, [
      { file: 'unit/some.test', test: 'rides', reason: 'needs a unicorn' },
      { file: 'unit/left.test', reason: 'needs a meadow' },
    ]);
    assert.is(lines.at(-1), '2 passed, 0 failed, 1 test and 1 file not run here');
    place('none', file(0, 'not run here: rides (needs a unicorn)\n'));
    assert.is((await runSuite(folder, options)).failed, 1);
  });
});

test('asking whether permissions bind leaves the user as it was', () => {
  const before = [process.geteuid?.(), process.getegid?.()];
  PERMISSIONS.here();
  assert.equal([process.geteuid?.(), process.getegid?.()], before);
});

test.run();
