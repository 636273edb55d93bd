/** Own data of further kinds on the command line: holes, angles, trajectories, graphs, ready arrays, tables, side-cars; how they are shown. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNpy, parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';
import { spins, uniform } from '../support/random.ts';

test.after(closeDevice);

const FEW = '--steps 20 --batch 16 --evaluation-batch 16 --replicas 1 --refine 10 --evaluations 2 --hidden 32'.split(' ');
const WINDOW = '--block 1 --buffer 0 --shell 1'.split(' ');

async function trained(cwd: string, words: string) {
  const ran = await inside(['train', ...words.split(' '), '--json', ...FEW], { cwd });
  assert.is(ran.code, 0, ran.err);
  return { ...JSON.parse(ran.out), err: ran.err };
}

test('data: five lines and a picture; --json has the same', async () => {
  await inFolder(async (cwd) => {
    const values = Float32Array.from({ length: 64 * 12 }, (_, i) => (i % 12 === 5 ? Number.NaN : i % 3 === 0 ? 1 : -1));
    writeFileSync(join(cwd, 'shots.npy'), formatNpy({ shape: [64, 3, 4], data: values }));
    const shown = await inside('data shots.npy --missing nan --boundary open'.split(' '), { cwd });
    assert.is(shown.code, 0, shown.err);
    assert.equal(shown.out.split('\n'), [
      'shots.npy: 64 samples, float32 of shape (64, 3, 4)',
      '  lattice   3 x 4 sites along y x',
      '  boundary  open',
      '  values    -1 1: binary, one bit each',
      '  missing   1 hole: site 5',
      '',
      '  █ · · █',
      '  ·   █ ·',
      '  · █ · ·',
      '',
    ]);
    const json = JSON.parse((await inside('data shots.npy --missing nan --boundary open --json'.split(' '), { cwd })).out);
    assert.equal([json.data.holes, json.extents, json.boundary, json.data.kind], [[5], [3, 4], ['open', 'open'], 'binary']);
    assert.match(messages(await inside(['data'], { cwd }))[0], /data: expected a file of configurations, got none/);
  });
});

test('a side-car decides, and sampling writes one; a file that has one already is not written', async () => {
  await inFolder(async (cwd) => {
    const sampled = (name: string) => inside(`sample --model dimers --size 4 --temperature 1 --chains 64 --samples 2 --out ${name}`.split(' '), { cwd });
    assert.is((await sampled('dimers.npy')).code, 0);
    assert.equal(JSON.parse(readFileSync(join(cwd, 'dimers.npy.json'), 'utf8')).axes, 'n y x c');
    const { config } = await trained(cwd, `--data dimers.npy ${WINDOW.join(' ')}`);
    assert.equal([config.boundary, config.data.axes, config.temperature], [['periodic', 'periodic'], 'n y x c', [1]]);
    assert.match((await inside('data dimers.npy --boundary open'.split(' '), { cwd })).out, /boundary {2}open\n/, 'options win');
    writeFileSync(join(cwd, 'third.npy.json'), '{}');
    assert.match(
      messages(await sampled('third.npy')).at(-1) ?? '',
      /--out third\.npy: expected no third\.npy\.json, which says how the file is to be read, got one/,
    );
  });
});

test('holes, angles, numbers and a trajectory are trained on', async () => {
  await inFolder(async (cwd) => {
    const put = (name: string, shape: number[], data: Float32Array | Float64Array | Int8Array) => writeFileSync(join(cwd, name), formatNpy({ shape, data }));
    put(
      'holes.npy',
      [96, 5, 5],
      Float64Array.from(spins(1, 2400), (spin, i) => (i % 25 === 12 ? Number.NaN : spin)),
    );
    put('angles.npy', [96, 4, 4], uniform(2, 1536, -Math.PI, Math.PI));
    put('run.npy', [960, 6], spins(3, 5760));
    const holes = await trained(cwd, '--data holes.npy --missing nan --boundary periodic --block 1 --buffer 0 --shell 1');
    // Only places whose window of 3 x 3 touches no hole: 25 less 9.
    assert.equal([holes.points[0].places, holes.config.data.holes], [16, [12]]);
    const angles = await trained(cwd, `--data angles.npy --alphabet angle --harmonics 2 --symmetry rotate --boundary periodic ${WINDOW.join(' ')}`);
    assert.equal([angles.points[0].filters[0][0][0].length, angles.points[0].alphabet.kind], [4, 'angles']);
    assert.equal(
      (await trained(cwd, `--data angles.npy --alphabet angle --harmonics 2 --boundary periodic ${WINDOW.join(' ')}`)).points[0].filters[0][0][0].length,
      4,
    );
    const later = await trained(cwd, '--data run.npy --axes tx --boundary periodic --block 1 --buffer 0 --shell rest --lag 1');
    assert.equal([later.points[0].lag, later.config.data.samples, later.config.data.axes], [1, 96, 'n t x']);
  });
});

test('a graph whose edges lie beside the samples; what is missing is said', async () => {
  await inFolder(async (cwd) => {
    const ring = Array.from({ length: 8 }, (_, i) => [i, (i + 1) % 8]);
    const npy = {
      'spins.npy': formatNpy({ shape: [96, 8], data: spins(4, 768) }),
      'edges.npy': formatNpy({ shape: [8, 2], data: Int32Array.from(ring.flat()) }),
    };
    writeFileSync(join(cwd, 'graph.npz'), zipSync(npy));
    writeFileSync(join(cwd, 'ring.txt'), ring.map((edge) => edge.join(' ')).join('\n'));
    const { config, err } = await trained(cwd, '--data graph.npz --centre 0 --radius 1 --buffer 1 --shell rest');
    assert.equal(config.sites, { block: [0, 1, 7], environment: [3, 4, 5] });
    assert.match(err, /graph: 8 nodes, 8 edges; block of 3 nodes, 2 within 1 bonds of it or beyond the shell, environment of 3/);
    assert.match((await inside('data graph.npz'.split(' '), { cwd })).out, /values on a graph with 8 edges/);
    for (const [words, message] of [
      ['--data graph.npz --edges ring.txt --buffer 0', /--centre: expected the nodes of the block, or what it lies around, got nothing/],
      ['--data graph.npz --centre 0 --buffer 7', /--buffer: expected an environment/],
      ['--data graph.npz --centre 0 --sites none.json', /--centre: expected nothing, since --sites lists/],
      ['--centre 0', /--centre: expected data that go with it/],
    ] as const) {
      const refused = await inside(['train', ...words.split(' '), ...FEW], { cwd });
      assert.ok(refused.code !== 0, words);
      assert.match(messages(refused).at(-1) ?? '', message);
    }
  });
});

test('a table with a header is read again as it was written', async () => {
  await inFolder(async (cwd) => {
    const values = spins(7, 96 * 9);
    const rows = Array.from({ length: 96 }, (_, n) => [2, ...values.subarray(9 * n, 9 * n + 9)].join(','));
    writeFileSync(join(cwd, 'table.csv'), `T,${Array.from({ length: 9 }, (_, i) => `s${i}`).join(',')}\n${rows.join('\n')}\n`);
    const ran = await inside('sample --data table.csv --shape 3,3 --boundary periodic --out again.npy'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.equal(Array.from(parseNpy(readFileSync(join(cwd, 'again.npy'))).data, Number), Array.from(values));
    const { config } = await trained(cwd, `--data again.npy ${WINDOW.join(' ')}`);
    assert.equal(
      [config.boundary, config.data.shape],
      [
        ['periodic', 'periodic'],
        [3, 3],
      ],
    );
  });
});

test.run();
