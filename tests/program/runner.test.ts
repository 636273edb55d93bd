/** What runs the tests: counts of what really ran, processor time of all processes, and machines made bare. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runCommand } from '../support/program.ts';
import { root } from '../support/root.ts';

interface Report {
  passed: number;
  failed: number;
  processor: number;
  files: { file: string; passed: number; failed: number; problem: string; processor: number }[];
  cut_off: string[];
}
type RunSuite = (
  root: string,
  options: { suite: string; pattern?: string; seconds?: number; atOnce?: number; print: (line: string) => void },
) => Promise<Report>;
const { runSuite } = (await import(join(root, 'native/setup/runner.mjs'))) as { runSuite: RunSuite };

const COUNTS = (total: number, passed: number) => `console.log('  Total:     ${total}\\n  Passed:    ${passed}\\n  Skipped:   0');`;
/** Says which process it is. */
const WHICH = "console.log('count: ' + process.pid);";
const BURN =
  "const { execFileSync } = require('node:child_process'); execFileSync(process.execPath, ['-e', 'const end = process.cpuUsage().user + 4e5; while (process.cpuUsage().user < end);']);";

test('counts of tests, and processor time of a file with all processes it started, also where it was killed; those after it are run in another process', async () => {
  await inFolder(async (folder) => {
    const write = (name: string, text: string) => writeFileSync(join(folder, 'dist/tests/unit', `${name}.test.js`), text);
    mkdirSync(join(folder, 'dist/tests/unit'), { recursive: true });
    write('good', `${WHICH} ${COUNTS(3, 3)}`);
    write('bad', `${WHICH} ${COUNTS(2, 1)}`);
    write('none', WHICH);
    write('child', `${BURN} ${COUNTS(1, 1)}`);
    write('killed', `${BURN} process.kill(process.pid, 'SIGKILL');`);
    const lines: string[] = [];
    const { files, passed, failed, processor } = await runSuite(folder, { suite: 'fast', print: (line) => lines.push(line) });
    const by = Object.fromEntries(files.map((one) => [one.file, one]));
    assert.equal([passed, failed], [5, 3]);
    assert.equal([by['unit/bad.test'].failed, by['unit/none.test'].problem, by['unit/killed.test'].failed], [1, 'registered no test', 1]);
    for (const name of ['unit/child.test', 'unit/killed.test']) assert.ok(by[name].processor > 0.4, `${name}: ${by[name].processor}`);
    assert.ok(processor > files.reduce((sum, one) => sum + one.processor, 0));
    assert.match(lines.join('\n'), /^ok {3}unit\/good\.test {2}3 passed {2}[\d.]+ s, [\d.]+ processor-seconds$/m);
    const [first, second, third] = lines.filter((line) => /^ +\d+$/.test(line)).map(Number);
    assert.ok(first === second && second !== third, `${first} ${second} ${third}`);
    const [summary, last] = lines.slice(-2);
    assert.match(summary, /^\n5 files in \d+ s, \d+ processor-seconds$/);
    assert.is(last, '5 passed, 3 failed');
  });
});

test('in a given time tests of kernels come first; what is not done by then has neither passed nor failed', async () => {
  await inFolder(async (folder) => {
    const write = (name: string, text: string) => {
      mkdirSync(join(folder, 'dist/tests', dirname(name)), { recursive: true });
      writeFileSync(join(folder, 'dist/tests', `${name}.test.js`), text);
    };
    write('kernels/quick', COUNTS(2, 2));
    write('statistics/wrong', COUNTS(2, 1));
    write('program/slow', 'setTimeout(() => {}, 30000);');
    write('unit/never', COUNTS(1, 1));
    const lines: string[] = [];
    const report = await runSuite(folder, { suite: 'fast', seconds: 3, atOnce: 1, print: (line) => lines.push(line) });
    assert.equal([report.passed, report.failed, report.cut_off.join()], [3, 1, 'program/slow.test,unit/never.test']);
    assert.equal(
      report.files.map(({ file }) => file),
      ['kernels/quick.test', 'statistics/wrong.test'],
    );
    assert.ok(lines.includes('cut off after 3 s: 2 of 4 files were run; left out: 1 of program, 1 of unit'), lines.join('\n'));
    assert.is(lines.at(-1), '3 passed, 1 failed, 2 files cut off');
  });
});

test("bare.sh hides the system's loader and drivers, or says that it cannot", async () => {
  const bare = join(root, 'native/setup/bare.sh');
  assert.is((await runCommand([bare])).code, 2);
  const needed = await runCommand([bare, '--needed']);
  assert.ok(needed.code === 0 || needed.code === 1, needed.err);
  const look = "try { process.dlopen({ exports: {} }, 'libvulkan.so.1') } catch ({ message }) { console.log(message) }";
  const ran = await runCommand([bare, 'sh', '-c', `"${bare}" --needed; echo $?; "${process.execPath}" -e "${look}"`], { env: { VK_DRIVER_FILES: '/x' } });
  if (ran.code === 0) assert.match(ran.out, /^1\nlibvulkan\.so\.1: cannot open shared object file/);
  else assert.match(`${ran.code} ${ran.err}`, /^3 bare\.sh: (no namespace can be made here|this kernel does not let)/);
});

test.run();
