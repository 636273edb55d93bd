/** Iterated renormalisation on the command line: a filter is trained, applied block by block, and the blocks are trained on again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNpy, parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';
import { spins, words } from '../support/random.ts';

test.after(closeDevice);

const SMALL = '--block 2 --buffer 0 --shell 1 --steps 20 --batch 16 --evaluation-batch 16 --replicas 1 --refine 10 --evaluations 2 --hidden 32'.split(' ');

test('coarsen: a corner of each block of own data is decimation; its file says how it is read, and is trained on', async () => {
  await inFolder(async (cwd) => {
    const values = spins(1, 128 * 64);
    writeFileSync(join(cwd, 'spins.npy'), formatNpy({ shape: [128, 8, 8], data: values }));
    writeFileSync(join(cwd, 'corner.json'), '[1, 0, 0, 0]');
    const trained = await inside(['train', '--data', 'spins.npy', '--boundary', 'periodic', '--filter', 'corner.json', '--out', 'run', ...SMALL], { cwd });
    assert.is(trained.code, 0, trained.err);
    const ran = await inside('coarsen run --data spins.npy --out coarse.npy --json'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    const { shape, data } = parseNpy(readFileSync(join(cwd, 'coarse.npy')));
    const corners = (n: number) => Array.from({ length: 16 }, (_, i) => values[64 * n + 16 * Math.floor(i / 4) + 2 * (i % 4)]);
    assert.equal([shape, Array.from(data, Number)], [[128, 4, 4], Array.from({ length: 128 }, (_, n) => corners(n)).flat()]);
    const { block_energy, correlations, extents, samples } = JSON.parse(ran.out);
    assert.equal([extents, samples, correlations.map(({ distance }: { distance: number }) => distance)], [[4, 4], 128, [1, 2]]);
    const read = JSON.parse((await inside('sample --data coarse.npy --json'.split(' '), { cwd })).out);
    assert.ok(Math.abs(read.observables.energy_J1.mean - block_energy.mean) < 1e-12, 'the same energy as that of its file');
    assert.equal([read.boundary, read.data.kind], [['periodic', 'periodic'], 'binary']);
    const again = await inside(['train', '--data', 'coarse.npy', '--json', ...SMALL], { cwd });
    assert.is(again.code, 0, again.err);
    assert.equal(JSON.parse(again.out).points[0].extents, [4, 4]);
  });
});

test('coarsen: a model is sampled for it, with states of H and two points to choose from; what does not fit is refused and leaves nothing', async () => {
  await inFolder(async (cwd) => {
    const trained = await inside(
      [
        'train',
        '--size',
        '8',
        '--temperature',
        '2,3',
        '--components',
        '2',
        '--out',
        'run',
        '--chains',
        '32',
        '--held-out',
        '32',
        '--validation',
        '32',
        ...SMALL,
      ],
      { cwd },
    );
    assert.is(trained.code, 0, trained.err);
    const ran = await inside('coarsen run --temperature 3 --size 12 --chains 32 --samples 2 --out coarse.npy'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.out, /64 configurations of 6 x 6 blocks, 2 components each, out of 12 x 12 sites, periodic/);
    assert.equal(parseNpy(readFileSync(join(cwd, 'coarse.npy'))).shape, [64, 6, 6, 2]);
    assert.equal(JSON.parse(readFileSync(join(cwd, 'coarse.npy.json'), 'utf8')), {
      axes: 'n y x c',
      boundary: ['periodic', 'periodic'],
      alphabet: 'binary',
      temperature: 3,
      about: 'coarse variable of blocks of 2 sites, trained with buffer 0',
    });
    writeFileSync(join(cwd, 'potts.npy'), formatNpy({ shape: [64, 8, 8], data: Int8Array.from(words(2, 4096), (word) => word % 3) }));
    for (const [line, message] of [
      ['coarsen', /coarsen: expected the folder of a training, got none/],
      ['coarsen run --out none.npy', /run: expected one point of the run, got 2 of 2; choose one: --temperature 2 --buffer 0; --temperature 3 --buffer 0/],
      ['coarsen run --temperature 2 --size 11 --out none.npy', /size/],
      ['coarsen run --temperature 2 --data potts.npy --out none.npy', /potts\.npy: expected values as the run was trained on, .*binary.*got .*states/],
      ['coarsen run --temperature 2 --size 12 --chains 32 --samples 2 --out coarse.npy', /--out coarse\.npy: expected/],
      ['words run --temperature 2 --out none.npy', /expected a run on a list of sites or around a centre of a graph, got a run on windows; blockspin coarsen/],
      ['coarsen . --out none.npy', /expected a folder that train --out has written/],
    ] as const) {
      const refused = await inside(line.split(' '), { cwd });
      assert.ok(refused.code !== 0, line);
      assert.match(messages(refused)[0], message);
      assert.not(existsSync(join(cwd, 'none.npy')));
    }
  });
});

test.run();
