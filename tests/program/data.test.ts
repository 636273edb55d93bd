/** Your own data on the command line: out, in and out again without a bit of difference; what is wrong is said once and leaves nothing. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bytesOf, formatNpy, parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { inFolder, run, stackLines } from '../support/program.ts';
import { spins } from '../support/random.ts';

test.after(closeDevice);

const ESTIMATE: Pattern = { mean: 'number', error: 'number' };
const DATA: Pattern = {
  file: 'string',
  samples: 'number',
  shape: ['number'],
  axes: 'string',
  type: 'string',
  kind: 'string',
  alphabet: ['number'],
  left_out: 'number',
  fixed: 'boolean',
  sha256: 'string',
};
const SMALL = '--block 2 --buffer 0 --shell 1 --steps 20 --batch 16 --evaluation-batch 16 --replicas 1 --refine 10 --evaluations 2 --hidden 32'.split(' ');

const npy = (
  shape: number[],
  data = spins(
    1,
    shape.reduce((a, b) => a * b, 1),
  ),
) => formatNpy({ shape, data });

test('a model sampled into a file, the file read, written again and trained on', async () => {
  await inFolder(async (cwd) => {
    const bytes = (name: string) => readFileSync(join(cwd, name));
    const made = await inside('sample --size 4 --temperature 2 --chains 32 --samples 5 --out first.npy --json'.split(' '), { cwd });
    assert.is(made.code, 0, made.err);
    assert.is(JSON.parse(made.out).out, 'first.npy');
    const { shape, data } = parseNpy(bytes('first.npy'));
    assert.equal([shape, data.constructor.name, [...new Set(data as Int8Array)].sort()], [[160, 4, 4], 'Int8Array', [-1, 1]]);

    const read = await inside('sample --data first.npy --out second.npy --json'.split(' '), { cwd });
    assert.is(read.code, 0, read.err);
    assert.equal(bytes('second.npy'), bytes('first.npy'));
    const summary = JSON.parse(read.out);
    matches(
      summary,
      {
        versions: { blockspin: 'string', node: 'string', dawn: 'string' },
        model: 'string',
        data: DATA,
        size: 'number',
        extents: ['number'],
        boundary: ['string'],
        out: 'string',
        observables: { energy_J1: ESTIMATE, magnetisation: ESTIMATE, magnetisation_abs: ESTIMATE, magnetisation_squared: ESTIMATE, binder: ESTIMATE },
        samples: 'number',
        seconds: 'number',
      },
      'summary',
    );
    // The file holds the very configurations that were measured.
    assert.ok(Math.abs(summary.observables.energy_J1.mean - JSON.parse(made.out).observables.energy.mean) < 1e-12);

    const trained = await run([...'train --data first.npy --json --out results'.split(' '), ...SMALL], { cwd });
    assert.is(trained.code, 0, trained.err);
    assert.equal(stackLines(trained), []);
    const { config, points } = JSON.parse(trained.out);
    matches(config.data, DATA, 'config.data');
    const { sha256, ...described } = config.data;
    assert.is(sha256, createHash('sha256').update(bytesOf(data)).digest('hex'));
    assert.equal(described, {
      file: 'first.npy',
      samples: 160,
      shape: [4, 4],
      axes: 'n y x',
      type: 'int8',
      kind: 'binary',
      alphabet: [-1, 1],
      left_out: 0,
      fixed: true,
    });
    assert.equal([config.model, config.size, config.chains, config.heldOut, config.heldOutPart], ['data', 4, 96, 32, 0.25]);
    assert.equal([points[0].model, points[0].temperature, points[0].known], ['data', 2, null]);
    assert.match(trained.err, 'Data: first.npy, 160 fixed samples: 96 trained on, 32 validated on, the last 32 held out');
    assert.match(bytes('results/report.html').toString(), 'first.npy');
    assert.equal(readdirSync(cwd).sort(), ['first.npy', 'first.npy.json', 'results', 'second.npy', 'second.npy.json'], 'no temporary file is left');
  });
});

for (const [words, shape] of [
  ['--model dimers --size 4 --temperature 1', [64, 4, 4, 2]],
  ['--model chipping --size 6 --chipping-rate 1', [64, 6]],
  ['--size 64 --chains 1 --samples 64 --temperature 4', [64, 64, 64]],
] as const) {
  test(`samples of ${words} come back as they went out`, async () => {
    await inFolder(async (cwd) => {
      const few = words.includes('--samples') ? [] : ['--chains', '32', '--samples', '2'];
      const made = await inside(['sample', ...words.split(' '), ...few, '--out', 'first.npy'], { cwd });
      assert.is(made.code, 0, made.err);
      const read = await inside('sample --data first.npy --out second.npy --json'.split(' '), { cwd });
      assert.is(read.code, 0, read.err);
      assert.equal([JSON.parse(read.out).samples, ...JSON.parse(read.out).data.shape], [...shape]);
      assert.ok(readFileSync(join(cwd, 'first.npy')).equals(readFileSync(join(cwd, 'second.npy'))), 'the same bytes');
    });
  });
}

test('text as rsmine has it; samples that fill no word are left out, and that is said', async () => {
  await inFolder(async (cwd) => {
    const values = spins(2, 100 * 16);
    const rows = Array.from({ length: 100 }, (_, n) => Array.from(values.subarray(16 * n, 16 * n + 16)).join(' '));
    writeFileSync(join(cwd, 'configs.txt'), `${rows.join(' \n')} \n`);
    const ran = await inside('sample --data configs.txt --shape 4,4 --out configs.npy'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.equal(new Uint8Array(readFileSync(join(cwd, 'configs.npy'))), npy([100, 4, 4], values));
    assert.match(ran.out, /100 samples of 4 x 4.*-1 1[\s\S]*can be trained on/);
    const trained = await inside(
      ['train', '--data', 'configs.txt', '--shape', '4,4', '--boundary', 'periodic', '--held-out-part', '0.4', '--symmetry', 'flip', ...SMALL],
      { cwd },
    );
    assert.is(trained.code, 0, trained.err);
    assert.match(trained.err, /leaves out the last 4/);
    assert.match(trained.out, 'Data: configs.txt, 100 fixed samples: 32 trained on, 32 validated on, the last 32 held out, 4 left out');
  });
});

test('a rectangle with an open axis: what is said of it, what it is trained on, and no energy of a torus', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'open.npy'), npy([100, 4, 6]));
    const read = await inside('sample --data open.npy --boundary periodic,open'.split(' '), { cwd });
    assert.is(read.code, 0, read.err);
    assert.match(read.out, /lattice 4 x 6, periodic along y, open along x/);
    assert.not.match(read.out, /energy/);
    const usual = JSON.parse((await inside('sample --data open.npy --json'.split(' '), { cwd })).out);
    assert.equal([usual.size, usual.extents, usual.boundary], [undefined, [4, 6], 'unknown']);
    const trained = await inside(['train', '--data', 'open.npy', '--boundary', 'periodic,open', '--out', 'results', '--json', ...SMALL], { cwd });
    assert.is(trained.code, 0, trained.err);
    const { config, points } = JSON.parse(trained.out);
    assert.equal([config.boundary, config.size], [['periodic', 'open'], undefined]);
    assert.equal([points[0].size, points[0].extents, points[0].boundary, points[0].places], [undefined, [4, 6], ['periodic', 'open'], 12]);
    assert.match(trained.err, /windows are cut at random at one of the 12 places where all of the largest window exists; values are those of the mixture/);
    const report = readFileSync(join(cwd, 'results/report.html')).toString();
    assert.match(report, /periodic along y, open along x/);
    assert.match(report, /4\u00a0×\u00a06, block 2\u00a0×\u00a02/);
  });
});

test('channels, chains, odd sides, other alphabets and element types go through unchanged', async () => {
  await inFolder(async (cwd) => {
    const made = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of((i * 2654435761) >>> 7));
    const files: Record<string, Uint8Array> = {
      channels: npy([70, 3, 3, 2]),
      chains: npy([70, 6]),
      'odd-floats': formatNpy({ shape: [70, 3, 3], data: Float32Array.from(made(630, (i) => i % 2)) }),
      masses: formatNpy({
        shape: [70, 6],
        data: BigInt64Array.from(
          made(420, (i) => i % 900),
          BigInt,
        ),
      }),
      booleans: formatNpy({ shape: [70, 2, 2], data: Uint8Array.from(made(280, (i) => i % 2)), boolean: true }),
    };
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(cwd, `${name}.npy`), bytes);
      const axes = ({ channels: ['--axes', 'nyxc'], chains: ['--axes', 'n x'], masses: ['--axes', 'nx'] } as Record<string, string[]>)[name] ?? [];
      const ran = await inside(['sample', '--data', `${name}.npy`, ...axes, '--out', `${name}.again.npy`], { cwd });
      assert.is(ran.code, 0, ran.err);
      assert.equal(new Uint8Array(readFileSync(join(cwd, `${name}.again.npy`))), bytes, name);
    }
  });
});

for (const [name, shape, filter, axes] of [
  ['a ring', [128, 12], [1, 1, 2], 'nx'],
  ['a square of odd side', [128, 7, 7], [1, 2, 2], 'nyx'],
  ['two channels', [128, 8, 8, 2], [1, 2, 4], 'nyxc'],
  ['a cube', [128, 6, 6, 6], [1, 4, 2], 'nzyx'],
] as const) {
  test(`docs/own-data.md: ${name} can be trained on`, async () => {
    await inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'own.npy'), npy([...shape]));
      const ran = await inside(['train', '--data', 'own.npy', '--axes', axes, '--boundary', 'periodic', '--json', ...SMALL], { cwd });
      assert.is(ran.code, 0, ran.err);
      const [{ filters, best, information }] = JSON.parse(ran.out).points;
      assert.equal([filters[best].length, filters[best][0].length, filters[best][0][0].length], filter);
      assert.ok(Number.isFinite(information.mean) && information.mean < 4 * information.error, `noise holds nothing: ${information.mean}`);
    });
  });
}

test.run();
