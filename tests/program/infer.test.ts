/** The verb infer: from the file of a tissue to text, JSON and a folder; runs that are stopped or killed go on to the same numbers; what is wrong is named. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { comeToRest } from '../../src/infer/rest.ts';
import { writeTissue } from '../../src/model/tissue/file.ts';
import { honeycombOf } from '../../src/model/tissue/honeycomb.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, run } from '../support/program.ts';
import { golden, goldenPatch, meshOfPatch } from '../support/tissue.ts';
import { whiteSnapshot } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const TRUTH = { ...PLAIN, shape: 3.55, chirality: 0.2, smoothing: 0.03, area: golden.perturbed_growth.parameters.A0 as number[] };
const start = meshOfPatch(goldenPatch());
const { mesh } = comeToRest(start, start.positions, TRUTH, 0);
/** A file that says with which parameters it was made: those that are fitted must not be read from it. */
const exactFile = writeTissue({ mesh, values: {}, parameters: TRUTH });
const noisyFile = writeTissue({ mesh: whiteSnapshot(mesh, 1e-3, 1), values: {}, parameters: { smoothing: 0.03, area: TRUTH.area } });
const SMALL = '--steps 20 --inner 4 --starts 2'.split(' ');

test('an exact tissue: P0 and chi to 1e-6 at every k from fits elsewhere, as JSON and in the folder', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tissue.json'), exactFile);
    const ran = await inside(['infer', 'tissue.json', '--nudge', '1,inf', '--bootstrap', 'none', '--out', 'found', '--json', ...SMALL], { cwd });
    assert.is(ran.code, 0, ran.err);
    const result = JSON.parse(ran.out);
    assert.equal(
      result.table.map(({ nudge }: { nudge: number | string }) => nudge),
      [1, 'inf'],
    );
    for (const { nudge, outcome, estimate, agreeing, starts } of result.table) {
      assert.is(outcome, 'found');
      assert.ok(Math.abs(estimate.P0 - 3.55) < 1e-6 && Math.abs(estimate.chi - 0.2) < 1e-6, `k = ${nudge}: ${JSON.stringify(estimate)}`);
      assert.is(agreeing, 2);
      assert.equal(starts[0].start, { P0: 3.7, chi: 0 });
    }
    assert.is(result.known.smoothing, 0.03);
    assert.is(result.known.shape, undefined, 'what is fitted is not known');
    assert.equal(readFileSync(join(cwd, 'found/summary.json'), 'utf8'), ran.out);
    const again = await inside(['infer', 'tissue.json', '--out', 'found'], { cwd });
    assert.match(again.err, /--out found: expected a new or empty folder/);
  });
});

test('a noisy tissue: text with errors and verdicts', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tissue.json'), noisyFile);
    const words = ['infer', 'tissue.json', '--nudge', '1', '--bootstrap', 'white', '--replicas', '6', '--out', 'found', ...SMALL];
    const ran = await inside(words, { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.out, /^12 cells, P0 and chi fitted, taken as known: KA = 1, A0 by cell, KP = 1, tau = 0, gamma = 0, e = 0\.03$/m);
    assert.match(ran.out, /k = 1 +3\.\d+ ± 0\.\d+ +\S+ ± \d/);
    assert.match(ran.out, /k = 1: 6 of 6 refits, white noise of standard deviation 0\.00\d+, as the loss says/);
    assert.match(ran.out, /white noise of measured positions: k = 0 is best/);
    assert.match(ran.out, /K_P was taken as 1/);
    assert.equal(readdirSync(join(cwd, 'found')).sort(), ['config.json', 'figures', 'report.html', 'summary.json']);
    assert.match(readFileSync(join(cwd, 'found/report.html'), 'utf8'), /<h1>Parameters of a tissue of \d+ cells from one snapshot<\/h1>/);
  });
});

test('a regular tiling with noise gives no number at any k', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tissue.json'), writeTissue({ mesh: whiteSnapshot(honeycombOf(12), 0.01, 1), values: {}, parameters: {} }));
    const ran = await inside(['infer', 'tissue.json', '--nudge', '0,1,inf', '--out', 'found'], { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.out, /k = 1 +not determined +not determined/);
    assert.match(ran.out, /P0 and chi are not determined at force matching: the cells are a regular tiling, at rest with any parameters/);
    assert.match(ran.out, /no nudge helps: what differs between the cells is noise/);
    const { table, advised } = JSON.parse(readFileSync(join(cwd, 'found/summary.json'), 'utf8'));
    assert.is(advised, undefined);
    assert.equal(
      table.map(({ outcome, regular, estimate }: Record<string, unknown>) => [outcome, regular, estimate]),
      Array(3).fill(['not determined', true, undefined]),
    );
    assert.match(readFileSync(join(cwd, 'found/report.html'), 'utf8'), /regular tiling/);
  });
});

/** A summary without what differs between two runs of the same: how long they took. */
const numbersOf = (text: string) => ({ ...JSON.parse(text), seconds: undefined });
const WHITE = ['infer', 'tissue.json', '--nudge', '1,inf', '--bootstrap', 'white', '--replicas', '6', ...SMALL];

test('a stop during the bootstrap leaves the fits, and the run goes on to the same numbers bit for bit, without its file', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tissue.json'), noisyFile);
    const whole = await inside([...WHITE, '--json'], { cwd });
    const ran = await inside([...WHITE, '--out', 'found'], { cwd, stop: /^fits are done/m });
    assert.is(ran.code, 130, ran.err);
    assert.match(ran.err, /^wrote the fits to .*found\/partial\.json\ngo on with npx blockspin infer --resume .*found$/m);
    assert.equal(readdirSync(join(cwd, 'found')).sort(), ['config.json', 'figures', 'fits.stage.safetensors', 'partial.json', 'run.json']);
    const { table } = JSON.parse(readFileSync(join(cwd, 'found/partial.json'), 'utf8'));
    assert.equal(
      table.map(({ outcome, bootstrap }: Record<string, unknown>) => [outcome, bootstrap]),
      Array(2).fill(['found', undefined]),
    );
    rmSync(join(cwd, 'tissue.json'));
    const refused: [string[], RegExp][] = [
      [['--nudge', '0'], /--nudge: expected nothing beside --resume that would change the run, got 0/],
      [['tissue.json'], /infer: expected nothing beside --resume/],
    ];
    for (const [words, message] of refused) {
      const { code, err } = await inside(['infer', '--resume', 'found', ...words], { cwd });
      assert.is(code, 2);
      assert.match(err, message);
    }
    const config = readFileSync(join(cwd, 'found/config.json'), 'utf8');
    writeFileSync(join(cwd, 'found/config.json'), config.replace('"replicas": 6', '"replicas": 7'));
    const changed = await inside(['infer', '--resume', 'found'], { cwd });
    assert.match(
      changed.err,
      /found\/config\.json: expected the file as the run wrote it, got other settings than those with which the run began; put the file back/,
    );
    writeFileSync(join(cwd, 'found/config.json'), config);
    const resumed = await inside(['infer', '--resume', 'found', '--json'], { cwd });
    assert.is(resumed.code, 0, resumed.err);
    assert.not.match(resumed.err, /fits are done[\s\S]*fits are done/);
    assert.equal(numbersOf(resumed.out), numbersOf(whole.out));
    assert.equal(readdirSync(join(cwd, 'found')).sort(), ['config.json', 'figures', 'report.html', 'summary.json']);
    const again = await inside(['infer', '--resume', 'found'], { cwd });
    assert.match(again.err, /--resume found: expected the folder of an inference that was stopped, with run\.json, got the folder of a finished run/);
  });
});

test('a run that is killed at any time goes on; what of it is damaged is computed again or refused', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tissue.json'), noisyFile);
    const whole = numbersOf((await run([...WHITE, '--json'], { cwd })).out);
    // With the kill: once the fits are kept, which the program says.
    const killed = await run([...WHITE, '--out', 'found'], { cwd, interrupt: { signal: 'SIGKILL', after: /^fits are done/m, pauseMs: 0 } });
    assert.is(killed.signal, 'SIGKILL');
    const path = join(cwd, 'found/fits.stage.safetensors');
    const bytes = readFileSync(path);
    bytes[bytes.length - 3] ^= 1;
    writeFileSync(path, bytes);
    const resumed = await run(['infer', '--resume', 'found', '--json'], { cwd });
    assert.is(resumed.code, 0, resumed.err);
    assert.equal(numbersOf(resumed.out), whole);
    assert.is((await run([...WHITE, '--out', 'second'], { cwd, interrupt: { signal: 'SIGKILL', after: /^fits are done/m, pauseMs: 0 } })).signal, 'SIGKILL');
    const marked = readFileSync(join(cwd, 'second/run.json'), 'utf8');
    writeFileSync(join(cwd, 'second/run.json'), marked.replace('"replicas": 6', '"replicas": 5'));
    assert.match(
      (await run(['infer', '--resume', 'second'], { cwd })).err,
      /run\.json: expected the file as the run wrote it, got a file with another checksum/,
    );
  });
});

test('what is wrong is named, before a device is opened', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tissue.json'), exactFile);
    writeFileSync(join(cwd, 'other.json'), '{"format":"tissue","box":[1,1],"positions":[[0,0]],"cells":[[0,0,0]]}');
    for (const [words, message] of [
      ['infer', /infer: expected the file of a tissue, got none/],
      ['infer none.json', /none\.json: expected a file that can be read/],
      ['infer other.json', /other\.json.*expected/],
      ['infer tissue.json --fit P0,kai', /--fit: expected KA, A0, KP, P0, chi, tau or gamma, got \["P0","kai"\]/],
      ['infer tissue.json --nudge 0,-1', /--nudge: expected numbers from 0 separated by commas, or inf, got -1/],
      ['infer tissue.json --nudge a', /--nudge: expected numbers from 0 separated by commas, or inf, got a/],
      ['infer tissue.json --parameters KB=1', /--parameters: expected values of KA, .*e, .*, got KB=1; did you mean/],
      ['infer tissue.json --parameters KP', /--parameters: .* got KP/],
      ['infer tissue.json --replicas 1', /--replicas: expected at least 2, got 1/],
      ['infer tissue.json --bootstrap pink', /--bootstrap: expected dynamic, white or none, got pink/],
    ] as const) {
      const ran = await inside(words.split(' '), { cwd });
      assert.match(ran.err, message);
      assert.is.not(ran.code, 0, words);
    }
    assert.not.ok(existsSync(join(cwd, 'found')));
  });
});

test.run();
