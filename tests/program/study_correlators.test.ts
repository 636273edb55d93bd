/** Correlators of a study as a user runs them: at the end of a study, by themselves, stopped, and asked for wrongly. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages, run, stackLines } from '../support/program.ts';
import { TINY_TRAIN } from '../support/study.ts';

test.after(closeDevice);

/** One cell, a second's work. */
const TINY = {
  name: 'tiny',
  train: { ...TINY_TRAIN, size: 16 },
  grid: { temperature: 1.8, buffer: 0 },
  runs: 2,
};
const SMALL = { size: 32, chains: 64, measurements: 4 };
const CRITICAL = { ...SMALL, temperature: 2.269185, pattern: 'uniform', factor: 'ising', window: { from: 4 } };

function write(folder: string, correlators: object[]): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ ...TINY, correlators }));
  return file;
}

const files = (folder: string) => readdirSync(join(folder, 'correlators')).sort();

test('blockspin study with correlators: a trained filter and a pattern; correlate finds them done; more may be added', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'study');
    const trained = { ...SMALL, temperature: 1.8, buffer: 0 };
    const ran = await inside(['study', write(parent, [trained, CRITICAL]), '--out', folder, '--json']);
    assert.is(ran.code, 0, ran.err);
    assert.equal(Object.keys(JSON.parse(ran.out)), ['cells', 'seconds', 'adapter']);
    assert.match(ran.err, /correlator 0 \(T = 1\.8, L = 32\): .*; [\d.]+ s/);
    assert.match(ran.err, /correlator 1 \(T = 2\.269185, L = 32\): dimension 0\.\d+ ± 0\.\d+, r = 4 to 16 \(spin of the critical Ising model: 0\.125\)/);
    const [first, second] = files(folder);
    assert.equal([first.slice(0, 2), second.slice(0, 2), files(folder).length], ['0-', '1-', 2]);
    const record = JSON.parse(readFileSync(join(folder, 'correlators', first), 'utf8'));
    assert.equal([record.filter.source, record.filter.buffer, record.distances.length, record.sampling.algorithm], ['trained', 0, 17, 'swendsen-wang']);
    assert.ok(record.adapter.name && record.versions.blockspin && record.seconds.total > 0);
    assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /pattern uniform[\s\S]*spin of the critical Ising model/);
    const before = readFileSync(join(folder, 'correlators', second), 'utf8');
    const again = await inside(['correlate', folder, '--index', '1', '--json']);
    assert.is(again.code, 0, again.err);
    const [one] = JSON.parse(again.out).correlators;
    assert.equal([one.index, one.outcome, one.expected.dimension], [1, 'already done', 0.125]);
    write(parent, [trained, CRITICAL, { ...CRITICAL, temperature: 'inf', factor: 'none' }]);
    const grown = await inside(['study', join(parent, 'config.json'), '--out', folder]);
    assert.is(grown.code, 0, grown.err);
    assert.is(files(folder).length, 3);
    assert.is(readFileSync(join(folder, 'correlators', second), 'utf8'), before);
    assert.not(/cell \d: .* done in/.test(grown.err), 'no cell is computed again');
  });
});

test('before its cells are done a correlator waits, with 75; a pattern needs none; SIGTERM leaves nothing behind', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'study');
    const long = { ...CRITICAL, measurements: 100_000 };
    const planned = await inside(['plan', write(parent, [{ ...SMALL, temperature: 1.8 }, CRITICAL, long]), '--out', folder]);
    assert.is(planned.code, 0, planned.err);
    const waits = await inside(['correlate', folder, '--index', '0']);
    assert.is(waits.code, 75, waits.err);
    assert.match(waits.out, /correlator 0 .*: waits for cells at temperature 1\.8, 1 components/);
    const done = await inside(['correlate', folder, '--index', '1']);
    assert.is(done.code, 0, done.err);
    assert.match(done.out, /correlator 1 .*: dimension/);
    const stopped = await run(['correlate', folder, '--index', '2'], { interrupt: { signal: 'SIGTERM', after: /adapter: /, pauseMs: 1000 } });
    assert.is(stopped.code, 75, stopped.err);
    assert.match(stopped.out, /correlator 2 .*: stopped; the same command begins it anew/);
    assert.is(files(folder).length, 1);
    assert.not(existsSync(join(folder, 'cells/0.json')));
  });
});

test('what cannot be done is said in one line', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'study');
    const fails = async (words: string[], code: number, message: RegExp) => {
      const ran = await inside(words);
      assert.is(ran.code, code, ran.err);
      assert.is(messages(ran).length, 1, ran.err);
      assert.match(messages(ran)[0], message);
      assert.equal(stackLines(ran), []);
    };
    assert.is((await inside(['plan', write(parent, []), '--out', folder])).code, 0);
    await fails(['correlate', folder], 2, /expected a study with correlators, got none; add a list of correlators to its config/);
    assert.is((await inside(['plan', write(parent, [CRITICAL]), '--out', folder])).code, 0);
    await fails(['correlate', folder, '--index', '1'], 2, /--index: expected the place of a correlator in the config, 0 to 0, got 1/);
    const planned = (entry: object) => ['plan', write(parent, [entry]), '--out', join(parent, 'other')];
    await fails(planned({ ...CRITICAL, pattern: 'unifrom' }), 2, /study config, correlators\.0\.pattern: expected one of uniform, .*did you mean uniform\?/);
    await fails(planned({ ...SMALL, temperature: 2.5 }), 2, /study config, correlators\.0\.temperature: expected one of 1\.8, which the grid has, got 2\.5/);
    await fails(planned({ ...CRITICAL, size: 2 }), 2, /study config, correlators\.0\.size: expected at least 4, got 2/);
  });
});

test.run();
