/** Potts and clock models on the command line: sampled, trained, stopped and resumed, studied; what is not allowed is said. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';

test.after(closeDevice);

/** Few chains, and one size of minibatches, for which kernels are compiled. */
const FEW = { batch: 32, evaluationBatch: 32, chains: 32, heldOut: 32, validation: 32 };
const SMALL =
  '--size 6 --block 2 --buffer 0 --shell 1 --steps 60 --batch 32 --evaluation-batch 32 --chains 32 --held-out 32 --validation 32 --refine 20 --evaluations 2 --hidden 32 --replicas 1 --states 3 --json';
const TRAIN = `train --model potts --algorithm swendsen-wang --temperature 0.9 ${SMALL}`.split(' ');

test('sampled: words, and configurations of the states', async () => {
  await inFolder(async (cwd) => {
    const sampled = await inside('sample --model clock --q 4 --size 6 --chains 32 --samples 4 --burn 16 --spacing 2 --out clock.npy'.split(' '), { cwd });
    assert.is(sampled.code, 0, sampled.err);
    const { shape, data } = parseNpy(readFileSync(join(cwd, 'clock.npy')));
    assert.equal(shape.slice(-2), [6, 6]);
    assert.ok(Array.from(data, Number).every((state) => [0, 1, 2, 3].includes(state)));
    const printed = await inside('sample --model potts --size 6 --chains 32 --samples 4 --burn 16 --spacing 2'.split(' '), { cwd });
    assert.match(printed.out, /order parameter m = \(q max_s n_s \/ N - 1\) \/ \(q - 1\) .* 1 in order/);
  });
});

test('trained, stopped and resumed to the same bits', async () => {
  await inFolder(async (cwd) => {
    assert.is((await inside([...TRAIN, '--out', 'whole'], { cwd })).code, 0);
    const stopped = await inside([...TRAIN, '--out', 'run'], { cwd, stop: /^training /m });
    assert.is(stopped.code, 130, stopped.err);
    assert.is((await inside('train --resume run --json'.split(' '), { cwd })).code, 0);
    const [point] = ['run', 'whole'].map((folder) => JSON.parse(readFileSync(join(cwd, folder, 'summary.json'), 'utf8')).points[0]);
    assert.equal(point, JSON.parse(readFileSync(join(cwd, 'whole/summary.json'), 'utf8')).points[0]);
    assert.match(readFileSync(join(cwd, 'run/report.html'), 'utf8'), '3-state Potts model');
  });
});

test('studied: the report has the title, and says nothing of patterns with one weight of a site', async () => {
  await inFolder(async (cwd) => {
    const train = {
      model: 'potts',
      q: 3,
      lattice: 'triangular',
      states: 3,
      size: 6,
      block: 2,
      shell: 1,
      steps: 60,
      refine: 20,
      evaluations: 2,
      hidden: [32],
      ...FEW,
    };
    writeFileSync(join(cwd, 'config.json'), JSON.stringify({ name: 'colours', train, grid: { temperature: [1.2], buffer: 0, coupling: 2 }, runs: 1 }));
    const ran = await inside('study config.json --out study'.split(' '), { cwd });
    assert.is(ran.code, 0, ran.err);
    const report = readFileSync(join(cwd, 'study/report.html'), 'utf8');
    assert.match(report, '3-state Potts model on the triangular lattice');
    assert.match(readFileSync(join(cwd, 'study/analysis.json'), 'utf8'), 'filters have a weight for each state of a site');
  });
});

for (const [words, message] of [
  ['--model potts --size 5', /--size: expected an even number or a multiple of 3 .* got 5; use --size 6/],
  ['--model potts --lattice triangular --size 8', /--size: expected a multiple of 3 .* got 8; use --size 9/],
  ['--model clock --q 17', /--q: expected a whole number of states from 2 to 16, got 17/],
  ['--model potts --coupling -1 --algorithm swendsen-wang', /--algorithm: expected heatbath for a negative coupling/],
  ['--model potts --coupling 0', /--coupling: expected a finite coupling other than 0/],
  ['--model clock --temperature 0.001', /--temperature: expected a temperature of at least 0\.01/],
  ['--q 3', /--q/],
] as const) {
  test(`refused: ${words}`, async () => {
    const ran = await inside(['sample', ...words.split(' ')]);
    assert.is(ran.code, 2);
    assert.match(messages(ran)[0], message);
  });
}

test.run();
