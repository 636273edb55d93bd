/** The commands of docs/benchmarks.md are taken as they stand; only what is costly is listed instead of measured. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { curvesOf, type ScalingRecord } from '../../bench/lab/scaling/scaling.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { inFolder, lastOfEach } from '../support/program.ts';
import { root } from '../support/root.ts';

const page = join(root, 'docs/benchmarks.md');

test.after(closeDevice);

/** A program of its own, of bench/. */
function run([name, ...words]: readonly string[], cwd: string) {
  return spawnSync(process.execPath, [join(root, `dist/bench/${name}.bench.js`), ...words], { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}

/** As native/setup/bench.mjs chooses it: a name is a program of its own, the rest are options of `blockspin bench`. */
async function listed(words: readonly string[], cwd: string) {
  if (/^[a-z]/.test(words[0])) return run([...words, '--list'], cwd);
  const { code, out, err } = await inside(lastOfEach(['bench', ...words, '--list']), { cwd });
  return { status: code, stdout: out, stderr: err };
}

testWith(REPOSITORY, 'every command of the page is understood', () =>
  inFolder(async (folder) => {
    const commands = [...readFileSync(page, 'utf8').matchAll(/^npm run bench(?: -- (.*))?$/gm)].map(([, words = '']) => words);
    assert.ok(commands.length >= 6, `${commands.length} commands`);
    writeFileSync(join(folder, 'before.jsonl'), '{"format": "blockspin-bench-1"}\n');
    for (const command of commands.filter((words) => words !== 'figures')) {
      const { status, stdout, stderr } = await listed(command.split(' '), folder);
      assert.is(status, 0, `${command}: ${stderr}`);
      assert.match(stdout, /^\w+: .+/);
    }
  }),
);

/** Lines of a series, measured in the first test. */
let lines = '';

test('scaling measures a series', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'scaling-here.jsonl');
    const measured = run(['scaling', '--quick', '--only', 'N = 256', '--out', file], folder);
    assert.is(measured.status, 0, measured.stderr);
    assert.match(measured.stdout, /sampling: chipping, N = 256, chains = 2048 {2}[\d.]+ [mun]?s {2}2\.01 MiB/);
    lines = readFileSync(file, 'utf8');
    const records = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ScalingRecord);
    const [curve] = curvesOf(records);
    assert.equal(
      curve.points.map(({ n }) => n),
      [32, 256, 2048],
    );
  }));

testWith(REPOSITORY, 'figures draws the series', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'scaling-here.jsonl'), lines);
    mkdirSync(join(folder, 'docs'));
    copyFileSync(page, join(folder, 'docs/benchmarks.md'));
    const drawn = run(['figures', '--results', folder, '--docs', join(folder, 'docs')], folder);
    assert.is(drawn.status, 0, drawn.stderr);
    assert.match(readFileSync(join(folder, 'docs/benchmarks.md'), 'utf8'), '](benchmarks-samplers-here.svg)');
    assert.match(readFileSync(join(folder, 'docs/benchmarks-samplers-here.svg'), 'utf8'), /chipping/);
  }),
);

test('scaling says what is wrong before it opens an adapter', () =>
  inFolder(async (folder) => {
    for (const words of [['--only', 'chess'], ['--fast']]) {
      const { status, stdout, stderr } = run(['scaling', ...words], folder);
      assert.is(status, 2);
      assert.is(stdout, '');
      assert.match(stderr, /^blockspin: .*: expected .*\n$/);
    }
  }));

test.run();
