/** Output that nobody takes, few descriptors, little memory: one line each, and what was computed is on disk. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { parseWords } from '../../native/node/words.ts';
import type { Host, Stdout } from '../../src/cli/host.ts';
import { run as runIn } from '../../src/cli/run.ts';
import { inFolder, program, type Ran, runCommand, stackLines } from '../support/program.ts';

const EXACT = 'exact --size 4 --block 2 --buffer 0';
const LINE = /^blockspin: stdout: expected room for the output, got .*; it is in (\S+)\n$/;

/** Runs the program by a shell, which knows redirections and limits. */
const shell = (script: string, cwd: string): Promise<Ran> =>
  runCommand(['bash', '-c', script.replace(/^(ulimit [^;]*; )?/, `$1exec "${process.execPath}" "${program}" `)], { cwd });

test('stdout on a full disk, or closed: the result is in a file that is named', async () => {
  await inFolder(async (cwd) => {
    const usual = await shell(`${EXACT} --json`, cwd);
    for (const redirection of ['> /dev/full', '>&-']) {
      const ran = await shell(`${EXACT} --json ${redirection}`, cwd);
      assert.is(ran.code, 1, ran.err);
      assert.match(ran.err, LINE);
      const saved = readFileSync(join(cwd, LINE.exec(ran.err)?.[1] as string), 'utf8');
      const numbers = (text: string) => ({ ...JSON.parse(text), seconds: 0 });
      assert.equal(numbers(saved), numbers(usual.out));
    }
    assert.is(readdirSync(cwd).length, 2, 'and in no other file');
    const thrownAway = await shell(`${EXACT} > /dev/null`, cwd);
    assert.equal([thrownAway.code, thrownAway.err], [0, ''], 'output may be thrown away');
    assert.is(readdirSync(cwd).length, 2);
  });
});

test('a process of 64 descriptors samples; one without address space is refused in one line', async () => {
  await inFolder(async (cwd) => {
    const few = await shell('ulimit -n 64; sample --size 8 --samples 4 --chains 32 --adapter embedded', cwd);
    assert.is(few.code, 0, few.err);
    const tight = await shell('ulimit -v 1500000; sample --size 8 --samples 4 --chains 32 --adapter embedded', cwd);
    assert.is(tight.code, 1);
    assert.equal(stackLines(tight), []);
    assert.match(tight.err, /^blockspin: --adapter: expected .*, got an address space of \d+ MiB, and drivers take 1280 MiB: raise the limit .*\n$/);
  });
});

/** A verb on a host whose stdout fails in a way. */
async function failing(words: string, failure: { code: string; message: string } | Error, refuges: readonly string[]) {
  const text = { out: '', err: '' };
  const stdout: Stdout = { failure: async () => (failure instanceof Error ? undefined : failure), refuges };
  const host = {
    words: words.split(' '),
    parse: parseWords,
    out: (more: string) => {
      if (failure instanceof Error) throw failure;
      text.out += more;
    },
    err: (more: string) => {
      text.err += more;
    },
    stdout,
    terminal: { interactive: false, colour: false, columns: 100 },
    files: nodeFiles,
    signal: new AbortController().signal,
    versions: {},
  } as unknown as Host;
  return { code: await runIn(host), ...text };
}

test('what is saved, and what is said, for each kind of failure and verb', async () => {
  await inFolder(async (folder) => {
    const [one, two] = ['one', 'two'].map((name) => join(folder, name));
    mkdirSync(two);
    const kept = () => readdirSync(two).length;
    const epipe = { code: 'EPIPE', message: 'EPIPE: broken pipe, write' };
    const full = { code: 'ENOSPC', message: 'ENOSPC: no space left on device, write' };
    const closed = { code: 'closed', message: 'a closed stdout' };
    // A reader that has seen enough is no error; half a JSON object is.
    assert.equal(await failing(EXACT, epipe, [two]).then(({ code, err }) => [code, err]), [0, '']);
    assert.is(kept(), 0);
    const json = await failing(`${EXACT} --json`, epipe, [one, two]);
    assert.is(json.code, 1);
    assert.match(json.err, /got EPIPE: broken pipe, write; it is in .*two\/blockspin-exact-[\dTZ-]+\.json\n$/, 'the first folder is not there');
    assert.is(kept(), 1);
    // Results that are soon repeated are in no file.
    assert.match((await failing('--help', full, [two])).err, /run the command again with another stdout\n$/);
    assert.equal(await failing('--help', closed, [two]).then(({ code, err }) => [code, err]), [0, '']);
    assert.match((await failing(EXACT, closed, [two])).err, /got a closed stdout; it is in .*\.txt\n$/);
    assert.is(kept(), 2);
    assert.match((await failing(EXACT, full, [one])).err, /it could not be written to a file either\n$/);
  });
});

test('what the system refuses is no defect of the program', async () => {
  for (const code of ['EMFILE', 'ENOSPC', 'EIO']) {
    const error = Object.assign(new Error(`${code}: as the system says it, open 'x'`), { code, path: 'x', syscall: 'open' });
    const { err, code: exit } = await failing(EXACT, error, []);
    assert.is(exit, 1);
    assert.match(err, new RegExp(`^blockspin: x: expected the system to allow open, got ${code}: .*; .*\\n$`));
    assert.not.match(err, /defect/);
  }
});

test.run();
