/** What Dawn, the Vulkan loader and drivers write themselves reaches no stderr of a user; what is wrong is said once, by the program. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, program, type Ran, run, runCommand, runScript } from '../support/program.ts';

/** A driver that is not there: on every machine the loader and Dawn have something to say about it. */
const NO_DRIVER = { VK_DRIVER_FILES: '/nonexistent/driver.json', VK_ICD_FILENAMES: undefined };
const REFUSED = { ...NO_DRIVER, BLOCKSPIN_ADAPTER: 'system' };
const SAMPLE = ['sample', '--size', '4', '--chains', '32', '--samples', '2', '--temperature', '2', '--algorithm', 'metropolis'];
const SAID = 'got .*system: Dawn, the Vulkan loader or a driver said: .*Found no drivers!.*';
const MESSAGE = new RegExp(`^blockspin: --adapter: expected an adapter called "system" that works, ${SAID}; run \`npx blockspin doctor\`.*\n$`);
const SAMPLING = /^sampling ising at T = 2 on .+\n$/;

const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');
const sample = quoted([process.execPath, program, ...SAMPLE]);

test('a pipe: a driver that does not work is one message', async () => {
  const ran = await run(SAMPLE, { env: REFUSED });
  assert.is(ran.code, 1);
  assert.match(ran.err, MESSAGE);
  assert.is(ran.out, '');
});

test('a terminal: the same, and it is still the terminal afterwards', async () => {
  const ran = await runCommand(['script', '--quiet', '--return', '--command', `${sample}; echo $? >&2`, '/dev/null'], { env: REFUSED });
  assert.is(ran.err, '');
  const [message, code] = ran.out.replaceAll('\r', '').split(/(?<=\n)/);
  assert.match(message, MESSAGE);
  assert.is(code, '1\n');
});

for (const [name, redirection, before] of [
  ['a file', '> log 2>&1', ''],
  ['a file that is added to', '>> log 2>&1', 'old\n'],
]) {
  test(`${name}, shared with stdout and other commands: nothing is lost, nothing is written over`, async () => {
    await inFolder(async (cwd) => {
      appendFileSync(join(cwd, 'log'), 'old\n');
      const script = `{ echo one; echo two >&2; ${sample}; echo three; ${sample} || echo four >&2; } ${redirection}`;
      const ran = await runCommand(['sh', '-c', script], { cwd, env: REFUSED });
      assert.equal([ran.code, ran.out, ran.err], [0, '', '']);
      const log = readFileSync(join(cwd, 'log'), 'utf8');
      const [one, two, first, three, second, four, end] = log.slice(before.length).split('\n');
      assert.equal([log.slice(0, before.length), one, two, three, four, end], [before, 'one', 'two', 'three', 'four', '']);
      assert.match(`${first}\n`, MESSAGE);
      assert.is(second, first);
    });
  });
}

test('another adapter is taken instead: one line says why', async () => {
  const ran = await run(SAMPLE, { env: { ...NO_DRIVER, BLOCKSPIN_ADAPTER: '' } });
  assert.is(ran.code, 0, ran.err);
  const [trouble, sampling] = ran.err.split(/(?<=\n)/);
  assert.match(trouble, /^blockspin: adapter: expected the system's Vulkan drivers to work, got system: .*Found no drivers!.*; SwiftShader.* is taken instead/);
  assert.match(sampling, SAMPLING);
});

test("whatever is installed here: the program's own line and no other", async () => {
  const ran = await run(SAMPLE);
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.err, SAMPLING);
});

test('the doctor passes on what was said, and asks no driver where there is none', async () => {
  const notes = async (env: Record<string, string | undefined>): Promise<string> => {
    const ran: Ran = await run(['doctor', '--json'], { env: { BLOCKSPIN_ADAPTER: '', ...env } });
    assert.equal([ran.code, ran.err], [0, '']);
    return JSON.parse(ran.out).notes.join('\n');
  };
  assert.match(await notes(NO_DRIVER), /system: Dawn, the Vulkan loader or a driver said: .*Found no drivers!/);
  assert.not.match(await notes({}), /Found no drivers!/);
});

test('an error that nobody waited for is thrown, and printed neither to stdout nor to stderr', async () => {
  const ran = await runScript(`
    const device = await blockspin.openDevice();
    device.gpu.createBuffer({ size: 4, usage: 1 << 15 });
    await device.idle().catch((error) => console.log(error.code));
    device.close();
  `);
  assert.equal([ran.code, ran.out, ran.err], [0, 'device\n', '']);
});

test.run();
