/** Studies as a user runs them: job arrays, status, stops, and everything that can be wrong with a folder. */
import { chmodSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { studyJsonSchema } from '../../src/study/plan/json.ts';
import { bound } from '../support/bound.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { PERMISSIONS, testWith } from '../support/needs.ts';
import { foreign, inFolder, messages, type Ran, run, stackLines } from '../support/program.ts';
import { TINY_TRAIN } from '../support/study.ts';
import { chunksBelow, filesBelow } from '../support/study_folder.ts';

test.after(closeDevice);

/** One temperature per cell, each a second's work. */
const TINY = {
  name: 'tiny',
  train: TINY_TRAIN,
  grid: { temperature: [2, 3], buffer: 0 },
  runs: 2,
};

function write(folder: string, config: object): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** The object of `status --json`. */
async function status(folder: string): Promise<{ cells: { total: number; done: number; running: number; failed: number }; adapter: object | null }> {
  const ran = await inside(['status', '--json', folder]);
  assert.is(ran.code, 0, ran.err);
  return JSON.parse(ran.out);
}

function fails(ran: Ran, code: number, message: RegExp): void {
  assert.is(ran.code, code, ran.err);
  assert.is(messages(ran).length, 1, ran.err);
  assert.match(messages(ran)[0], message);
  assert.equal(stackLines(ran), []);
}

test('--print writes a config to start from, in JSON that study takes; --schema the schema', async () => {
  await inFolder(async (parent) => {
    const printed = await inside(['study', 'ising', '--print', '--quick']);
    assert.is(printed.code, 0);
    writeFileSync(join(parent, 'own.json'), printed.out);
    const planned = await inside(['plan', join(parent, 'own.json'), '--out', join(parent, 'study'), '--json']);
    assert.is(planned.code, 0, planned.err);
    assert.is(JSON.parse(planned.out).cells.length, 2);
    const schema = await inside(['study', '--schema']);
    assert.is(schema.out, `${JSON.stringify(studyJsonSchema(), undefined, 2)}\n`);
  });
});

test('a preset in its small size has the published lattice and its own name', async () => {
  const { code, out } = await inside(['study', 'ising', '--print', '--small']);
  assert.is(code, 0);
  const { name, train } = JSON.parse(out);
  assert.equal([name, train.size, train.block], ['ising-small', 64, 4]);
});

test('plan, then cells one by one in any order, as a job array runs them: the same bits as study', async () => {
  await inFolder(async (parent) => {
    const config = write(parent, TINY);
    const [array, whole] = [join(parent, 'array'), join(parent, 'whole')];
    const planned = await inside(['plan', config, '--out', array]);
    assert.is(planned.code, 0, planned.err);
    assert.match(planned.out, /^cell 0: components 1, temperature 2, runs 0 to 1\ncell 1: components 1, temperature 3, runs 0 to 1\n/);
    const empty = await status(array);
    assert.equal([empty.cells, empty.adapter], [{ total: 2, done: 0, running: 0, failed: 0 }, null]);
    for (const index of ['1', '0', '1']) assert.is((await inside(['cell', array, '--index', index])).code, 0);
    assert.equal((await status(array)).cells, { total: 2, done: 2, running: 0, failed: 0 });
    assert.is((await inside(['study', config, '--out', whole])).code, 0);
    assert.equal(chunksBelow(array), chunksBelow(whole));
    const attributes = JSON.parse(readFileSync(join(whole, 'study.zarr/zarr.json'), 'utf8')).attributes;
    assert.equal([attributes.seed, attributes.config.name, attributes.adapters.length], [1, 'tiny', 1]);
    assert.ok(attributes.versions.blockspin && attributes.commit);
  });
});

test('SIGTERM ends a cell with 75 within seconds, and it goes on to the same bits', async () => {
  await inFolder(async (parent) => {
    const config = write(parent, { ...TINY, train: { ...TINY.train, steps: 2000 }, grid: { temperature: 2, buffer: 0 } });
    const [stopped, whole] = [join(parent, 'stopped'), join(parent, 'whole')];
    assert.is((await inside(['plan', config, '--out', stopped])).code, 0);
    const words = ['cell', stopped, '--index', '0'];
    // On a fast machine the cell may be over before the signal comes.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const ran = await run(words, { interrupt: { signal, after: /cell 0 (training|refining)/, pauseMs: 100 } });
      assert.equal(foreign(ran), []);
      if (ran.code !== 75) break;
      assert.match(ran.err, /cell 0: .*: stopped, and can go on where it was/);
      assert.not(existsSync(join(stopped, 'cells/0.lock')), 'the lock is released');
    }
    const last = await inside(words);
    assert.is(last.code, 0, last.err);
    assert.is((await inside(['study', config, '--out', whole])).code, 0);
    assert.equal(chunksBelow(stopped), chunksBelow(whole));
  });
});

test('two studies side by side share the cells', async () => {
  await inFolder(async (parent) => {
    const config = write(parent, { ...TINY, grid: { temperature: [1, 2, 3], buffer: 0 } });
    const folder = join(parent, 'study');
    const both = await Promise.all([run(['study', config, '--out', folder]), run(['study', config, '--out', folder])]);
    // One that found the last cell taken says that the study is not over.
    assert.ok(both.some(({ code }) => code === 0 || code === 75) && both.every(({ code }) => code === 0 || code === 75), both.map(({ err }) => err).join());
    assert.equal((await status(folder)).cells, { total: 3, done: 3, running: 0, failed: 0 });
    const computed = both.flatMap(({ err }) => [...err.matchAll(/cell (\d): .* done in/g)].map((match) => match[1]));
    assert.equal(computed.sort(), ['0', '1', '2'], 'each cell once');
  });
});

test('a locked cell: the second process says by whom, and exits with 75', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'study');
    await inside(['plan', write(parent, TINY), '--out', folder]);
    const lock = { host: 'elsewhere', machine: 'elsewhere', pid: 4711, since: '2026-01-01T00:00:00.000Z', id: 'x' };
    writeFileSync(join(folder, 'cells/0.lock'), JSON.stringify(lock));
    const ran = await inside(['cell', folder, '--index', '0']);
    assert.is(ran.code, 75, ran.err);
    assert.match(ran.err, /cell 0: .*: another process \(4711 on elsewhere, since 2026-01-01.*works on this cell/);
    assert.is((await status(folder)).cells.running, 1);
  });
});

test('a corrupted chunk is noticed by export, and mended by running the study again', async () => {
  await inFolder(async (parent) => {
    const [config, folder] = [write(parent, TINY), join(parent, 'study')];
    assert.is((await inside(['study', config, '--out', folder])).code, 0);
    const before = chunksBelow(folder);
    truncateSync(join(folder, 'study.zarr/filter/c.0.1.0.0.0.0.0'), 10);
    fails(
      await inside(['export', folder]),
      1,
      /^blockspin: cell 1: expected chunks as they were written, got .*filter\/c\.0\.1\.0\.0\.0\.0\.0 \(10 bytes\).*cell .* --index 1 computes it again/,
    );
    const again = await inside(['study', config, '--out', folder]);
    assert.is(again.code, 0, again.err);
    assert.match(again.err, /cell 1: .*is not as it was written; it is computed again/);
    assert.equal(chunksBelow(folder), before);
  });
});

test('cells that diverge are failed, with their reasons; the study goes on to the next, and ends with 1', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'study');
    const config = write(parent, { ...TINY, train: { ...TINY.train, hidden: [32], learningRate: 1e30 } });
    const ran = await inside(['study', config, '--out', folder]);
    assert.is(ran.code, 1, ran.err);
    assert.match(ran.err, /cell 0: .*failed: training: expected a finite objective .*; --retry runs it again/);
    assert.equal((await status(folder)).cells, { total: 2, done: 0, running: 0, failed: 2 });
    assert.is(JSON.parse(readFileSync(join(folder, 'cells/1.failed.json'), 'utf8')).partial.points[0].verdict, 'diverged');
    assert.match((await inside(['status', folder])).out, /cell 1 failed: training: expected a finite objective/);
  });
});

test('what cannot be done is said in one line', async () => {
  await inFolder(async (parent) => {
    const [config, folder] = [write(parent, TINY), join(parent, 'study')];
    await inside(['plan', config, '--out', folder]);
    write(parent, { ...TINY, train: { ...TINY.train, steps: 30 } });
    fails(
      await inside(['study', config, '--out', folder]),
      1,
      /study, train\.steps: expected 20, as the study was planned, got 30; name, figures, correlators, operators and nulls may change/,
    );
    write(parent, { ...TINY, sed: 3 });
    fails(await inside(['study', config, '--out', folder]), 2, /study config, sed: expected keys out of .*did you mean seed\?/);
    fails(await inside(['cell', folder, '--index', '2']), 2, /--index: expected the number of a cell, 0 to 1, got 2/);
    fails(await inside(['cell', folder]), 2, /--index: expected the number of a cell, got nothing/);
    fails(await inside(['status', parent]), 1, /expected the folder of a study, got a folder with/);
    fails(await inside(['plan', 'isng']), 2, /did you mean ising\?/);
    fails(await inside(['export', folder, '--format', 'zip']), 2, /--format: expected npy, npz, hdf5, csv, got zip/);
    write(parent, TINY);
    fails(await inside(['study', config, '--out', parent]), 1, /--out .*: expected a new or empty folder, or that of the same study, got a folder with/);
    fails(await inside(['study', config, '--out', '/proc/study']), 1, /expected a folder that can be written/);
  });
});

testWith(PERMISSIONS, 'a folder that may not be written to is said in one line, and not changed', () =>
  inFolder(async (parent) => {
    const folder = join(parent, 'study');
    assert.is((await inside(['plan', write(parent, TINY), '--out', folder])).code, 0);
    const before = filesBelow(folder);
    chmodSync(join(folder, 'cells'), 0o500);
    const cell = () => inside(['cell', folder, '--index', '0']);
    fails(await bound(parent, cell), 1, /expected a folder that can be written, got EACCES/);
    assert.equal(filesBelow(folder), before);
  }),
);

test.run();
