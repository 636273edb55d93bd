/** Your own data on the command line: out, in and out again without a bit of difference; what is wrong is said once and leaves nothing. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bytesOf, formatNpy, parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { inFolder, messages, run, stackLines } from '../support/program.ts';
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

interface Case {
  words: string;
  message: RegExp;
  code?: number;
}

const CASES: Case[] = [
  {
    words: 'train --data wrong-shape.npy',
    message:
      /^blockspin: wrong-shape\.npy: expected an array that can be read in one way, got shape \(64, 1, 6\), which can be read in 2; say which: --axes n\.x: 64 samples of a chain of 6/,
  },
  {
    words: 'train --data alphabet.npy',
    message:
      /alphabet\.npy: expected to know what more than sixteen values.*, got the values 0 to 16; say what they are: --alphabet real, angle, count or ordinal/,
  },
  {
    words: 'train --data nan.npy',
    message: /nan\.npy: expected finite numbers.*got NaN in 1 of 1024 values, the first at index \[1, 2, 3\]; use --missing nan/,
  },
  { words: 'train --data truncated.npy', message: /truncated\.npy: expected 1024 bytes .*, got 1000; the file is truncated/ },
  { words: 'sample --data truncated.npy', message: /got 1000; the file is truncated/ },
  { words: 'train --data few.npy', message: /few\.npy: expected at least 64 samples.*got 63 of shape \(4, 4\); / },
  { words: 'train --data chains.npy --axes nx --boundary periodic --shell 5', message: /window: expected .*size = 16, got 4 \+ 2 \(2 \+ 5\) = 18; use/ },
  { words: 'train --data good.npy --sites sites.json', message: /--sites: expected whole numbers from 0 to 15 in environment.*, got 16; count/ },
  { words: 'train --data good.npy --sites words.json', message: /--sites words\.json: expected a list of numbers in block, got "a"; write/ },
  {
    words: 'train --data good.npy --sites keys.json',
    message: /--sites keys\.json: expected an object with the keys block and environment and no other, got .*; write/,
  },
  { words: 'train --data good.npy --sites broken.json', message: /--sites broken\.json: expected JSON, got .*; write/ },
  {
    words: 'train --data good.npy --sites sites.json --buffer 1',
    message: /--buffer: expected nothing, since --sites lists block and environment, got \[?1\]?; leave/,
  },
  { words: 'train --data nosuch.npy', message: /--data nosuch\.npy: expected a file that can be read, got ENOENT.*; check the path/ },
  { words: 'sample --data folder.npy', message: /--data folder\.npy: expected a file that can be read, got EISDIR/ },
  { words: 'train --data spins.mat', message: /--data: expected .*\.npy.*got spins\.mat; .*numpy\.save/ },
  { words: 'train --data row.txt', message: /row\.txt, line 2: expected 4 values as in line 1.*got 3; / },
  { words: 'train --data good.npy --shape 0', message: /--shape: expected the shape of one configuration.*got 0/ },
  {
    words: 'train --data good.npy --boundary open --block 2 --batch 1000',
    message: /--batch: expected at most 32, the samples to train on, got 1000; use --batch 32/,
  },
  {
    words: 'train --data good.npy --boundary open --block 2 --evaluation-batch 64',
    message: /--evaluation-batch: expected at most 32, the samples held out, got 64; use --evaluation-batch 32/,
  },
  { words: 'train --data good.npy --chains 64', message: /--chains: expected nothing, since the samples of good\.npy are fixed, got 64/ },
  { words: 'train --data good.npy --boundary open,shut', message: /--boundary: expected .*periodic.*open.*, got shut; / },
  {
    words: 'sample --data good.npy --boundary open,open,open',
    message:
      /--boundary: expected one boundary for all axes, or 2 for good\.npy, whose axes are y x and sides 4 x 4, got open,open,open; use for example --boundary open,open/,
  },
  {
    words: 'train --data good.npy --boundary open --sites five.json',
    message: /--boundary: expected nothing, since --sites lists block and environment, got open; leave/,
  },
  {
    words: 'train --data good.npy --block 2',
    message: /--boundary: expected whether the axes of good\.npy, y x with 4 x 4 sites, are periodic or open, got nothing; say --boundary periodic where/,
  },
  {
    words: 'sample --data flat.npy',
    message:
      /flat\.npy: .*shape \(64, 64\), which can be read in 3; say which: --shape 8,8: 64 samples of a lattice of 8 x 8; --axes nx: .*; --axes tx: one trajectory/,
  },
  { words: 'sample --data cube.npy', message: /cube\.npy: .*can be read in 3; say which: --axes nzyx: .*; --axes nyxc: .*; --axes ncyx: / },
  {
    words: 'sample --data slab.npy',
    message: /slab\.npy: .*can be read in 2; say which: --axes nzyx: a lattice of 6 x 6 x 4; --axes nyxc: a lattice of 6 x 6 with 4 values at each site/,
  },
  { words: 'sample --data last.npy', message: /last\.npy: .*say which: --axes yxn: 100 samples of 4 x 4, along the last axis/ },
  { words: 'train --boundary open', message: /--boundary: expected data that go with it, got \["open"\]; give --data/ },
  { words: 'sample --size 4 --boundary open', message: /--boundary: expected one of periodic, got open/ },
  { words: 'train --held-out-part 0.5', message: /--held-out-part: expected data/ },
  { words: 'train --model data', message: /--model: expected data that go with it, got none; give --data, or leave it out/ },
  { words: 'sample --data good.npy --error 0.1', message: /--error: expected nothing, since data are fixed, got 0\.1/ },
  { words: 'sample --data good.npy --limit 5', message: /--limit: expected nothing, since data are fixed, got 5/ },
  { words: 'sample --data good.npy --size 8', message: /--size: expected nothing, since data are fixed, got 8/ },
  { words: 'sample --shape 4,4', message: /--shape: expected a file/ },
  { words: 'sample --temperature 2,3', message: /--temperature: expected one temperature for the file of --out, got 2,3/ },
  { words: 'sample --data good.npy --out good.npy', message: /--out good\.npy: expected the name of a new file.*got a file or folder of that name; /, code: 1 },
  { words: 'sample --size 4 --out good.npy', message: /--out good\.npy: expected the name of a new file/, code: 1 },
  { words: 'sample --data good.npy --out spins.txt', message: /--out: expected .*\.npy, got spins\.txt; write for example --out samples\.npy/ },
  { words: 'sample --size 4 --out good.npy/below.npy', message: /--out good\.npy\/below\.npy: expected .*can be written, got E/, code: 1 },
  // Found only after the file was begun: what was begun is taken back.
  { words: 'sample --size 4 --adapter nosuch --out out.npy', message: /adapter called/, code: 1 },
];

test('what is wrong is said once, and nothing is left half written', async () => {
  await inFolder(async (cwd) => {
    const place = (name: string, content: Uint8Array | string) => writeFileSync(join(cwd, name), content);
    const nan = Float64Array.from(spins(3, 1024));
    nan[1 * 16 + 2 * 4 + 3] = Number.NaN;
    place('good.npy', npy([96, 4, 4]));
    place('flat.npy', npy([64, 64]));
    place('cube.npy', npy([64, 3, 3, 3]));
    place('slab.npy', npy([64, 6, 6, 4]));
    place('last.npy', npy([4, 4, 100]));
    place('sites.json', '{ "block": [0, 1], "environment": [15, 16] }');
    place('five.json', '{ "block": [0, 1], "environment": [5] }');
    place('words.json', '{ "block": ["a"], "environment": [5] }');
    place('keys.json', '{ "visible": [1], "environment": [5] }');
    place('broken.json', '{ "block": [1');
    place('wrong-shape.npy', npy([64, 1, 6]));
    place(
      'alphabet.npy',
      npy(
        [64, 4, 4],
        Int8Array.from({ length: 1024 }, (_, i) => i % 17),
      ),
    );
    place('nan.npy', formatNpy({ shape: [64, 4, 4], data: nan }));
    place('truncated.npy', npy([64, 4, 4]).slice(0, -24));
    place('few.npy', npy([63, 4, 4]));
    place('chains.npy', npy([96, 16]));
    place('row.txt', '1 1 1 1\n1 1 1\n');
    mkdirSync(join(cwd, 'folder.npy'));
    const before = readdirSync(cwd).sort();
    for (const { words, message, code = 2 } of CASES) {
      const out = words.includes('--out') ? [] : words.startsWith('train') ? ['--out', 'results'] : ['--out', 'out.npy'];
      const ran = await inside([...words.split(' '), ...out], { cwd });
      const label = `blockspin ${words}: ${ran.err}`;
      assert.is(ran.code, code, label);
      assert.is(ran.out, '', label);
      assert.equal(stackLines(ran), [], label);
      const [said, ...more] = messages(ran);
      assert.equal(more, [], label);
      assert.match(said, /^blockspin: .+: expected .+, got .+; .+/);
      assert.ok(message.test(said), label);
      assert.not(existsSync(join(cwd, 'results')), label);
      assert.equal(readdirSync(cwd).sort(), before, label);
    }
    assert.equal(new Uint8Array(readFileSync(join(cwd, 'good.npy'))), npy([96, 4, 4]));
  });
});

test.run();
