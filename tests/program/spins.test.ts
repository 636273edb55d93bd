/** Blume-Capel model and Ising spins in three dimensions on the command line: sampled, trained, stopped and resumed, studied; refusals. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';

test.after(closeDevice);

const SAMPLE = '--chains 32 --samples 4 --burn 16 --spacing 2';
/** Few chains, and one size of minibatches, for which kernels are compiled. */
const FEW = { batch: 32, evaluationBatch: 32, chains: 32, heldOut: 32, validation: 32 };
const SMALL =
  '--size 6 --block 2 --buffer 0 --shell 1 --steps 60 --batch 32 --evaluation-batch 32 --chains 32 --held-out 32 --validation 32 --refine 20 --evaluations 2 --hidden 32 --replicas 1 --json';

test('sampled: words, and configurations with the values of the spins', async () => {
  await inFolder(async (cwd) => {
    const spins = async (words: string) => {
      const sampled = await inside(`sample ${words} ${SAMPLE} --start random --out spins.npy`.split(' '), { cwd });
      assert.is(sampled.code, 0, sampled.err);
      const { shape, data } = parseNpy(readFileSync(join(cwd, 'spins.npy')));
      return { shape: shape.slice(1), values: [...new Set(Array.from(data, Number))].sort((a, b) => a - b), out: sampled.out };
    };
    const capel = await spins('--model blume-capel --crystal-field 0.5 --lattice triangular --size 6 --temperature 2');
    assert.equal(
      [capel.shape, capel.values],
      [
        [6, 6],
        [-1, 0, 1],
      ],
    );
    assert.match(capel.out, /<S²> .* part of the spins/);
  });
  await inFolder(async (cwd) => {
    const sampled = await inside(`sample --model ising3d --size 4 --field 0.1 ${SAMPLE} --out cubes.npy`.split(' '), { cwd });
    assert.is(sampled.code, 0, sampled.err);
    assert.equal(parseNpy(readFileSync(join(cwd, 'cubes.npy'))).shape.slice(1), [4, 4, 4]);
    assert.match(sampled.out, /correlation length, second moment .* sites/);
  });
});

for (const [words, title] of [
  ['--model blume-capel --crystal-field 0.5 --temperature 1.2 --states 3', 'Blume-Capel model, D = 0.5'],
  ['--model ising3d --algorithm heatbath --temperature 4.6', 'Ising model in three dimensions'],
] as const) {
  test(`trained, stopped and resumed to the same bits: ${words}`, async () => {
    await inFolder(async (cwd) => {
      const train = `train ${words} ${SMALL}`.split(' ');
      assert.is((await inside([...train, '--out', 'whole'], { cwd })).code, 0);
      const stopped = await inside([...train, '--out', 'run'], { cwd, stop: /^training /m });
      assert.is(stopped.code, 130, stopped.err);
      assert.is((await inside('train --resume run --json'.split(' '), { cwd })).code, 0);
      const [resumed, whole] = ['run', 'whole'].map((folder) => JSON.parse(readFileSync(join(cwd, folder, 'summary.json'), 'utf8')).points[0]);
      assert.equal(resumed, whole);
      assert.match(readFileSync(join(cwd, 'run/report.html'), 'utf8'), title);
    });
  });
}

test('studied along the crystal field', async () => {
  await inFolder(async (cwd) => {
    const train = { model: 'blume-capel', states: 3, size: 6, block: 2, shell: 1, steps: 60, refine: 20, evaluations: 2, hidden: [32], ...FEW };
    writeFileSync(
      join(cwd, 'config.json'),
      JSON.stringify({ name: 'spins', train, grid: { temperature: [1.2], buffer: 0, crystalField: [0.5, 1.5] }, runs: 1 }),
    );
    const ran = await inside('study config.json --out study'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.match(readFileSync(join(cwd, 'study/crystalField-0.5/report.html'), 'utf8'), 'Blume-Capel model, D = 0.5');
  });
});

for (const [words, message] of [
  ['--model blume-capel --size 5', /--size: expected an even number or a multiple of 3 .* got 5; use --size 6/],
  ['--model blume-capel --lattice triangular --size 8', /--size: expected a multiple of 3 .* got 8; use --size 9/],
  ['--model blume-capel --coupling -1', /--coupling: expected a finite coupling above 0, got -1/],
  ['--model blume-capel --temperature 0', /--temperature: expected temperatures above 0/],
  ['--model ising3d --size 7', /--size: expected an even side or a multiple of 3 .* got 7; use --size 8/],
  ['--model ising3d --algorithm tempering', /--algorithm/],
  ['--crystal-field 1', /--crystal-field/],
] as const) {
  test(`refused: ${words}`, async () => {
    const ran = await inside(['sample', ...words.split(' ')]);
    assert.is(ran.code, 2);
    assert.match(messages(ran)[0], message);
  });
}

test.run();
