/** The XY model on the command line: sampled to angles that are read again, trained, resumed; what is not allowed is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';

test.after(closeDevice);

const SMALL =
  '--size 6 --block 2 --buffer 0 --shell 1 --steps 60 --batch 32 --evaluation-batch 32 --chains 32 --held-out 32 --validation 32 --refine 20 --evaluations 2 --hidden 32 --replicas 1 --components 2 --json';
const TRAIN = `train --model xy --temperature 0.6 ${SMALL}`.split(' ');

test('sampled: words, and angles that the program reads as what they are', async () => {
  await inFolder(async (cwd) => {
    const sampled = await inside('sample --model xy --size 6 --chains 32 --samples 4 --burn 16 --spacing 2 --out xy.npy'.split(' '), { cwd });
    assert.is(sampled.code, 0, sampled.err);
    assert.match(sampled.out, /helicity modulus +\d.* J /);
    const { shape, data } = parseNpy(readFileSync(join(cwd, 'xy.npy')));
    assert.equal(shape.slice(-2), [6, 6]);
    assert.instance(data, Float32Array);
    assert.ok(Array.from(data, Number).every((angle) => Math.abs(angle) <= Math.PI + 1e-6));
    const read = await inside('sample --data xy.npy'.split(' '), { cwd });
    assert.is(read.code, 0, read.err);
    assert.match(read.out, /squared order \|<exp\(i angle\)>\|²/);
  });
});

test('trained, stopped and resumed to the same bits', async () => {
  await inFolder(async (cwd) => {
    assert.is((await inside([...TRAIN, '--out', 'whole'], { cwd })).code, 0);
    const stopped = await inside([...TRAIN, '--out', 'run'], { cwd, stop: /^training /m });
    assert.is(stopped.code, 130, stopped.err);
    assert.is((await inside('train --resume run --json'.split(' '), { cwd })).code, 0);
    const [point, whole] = ['run', 'whole'].map((folder) => JSON.parse(readFileSync(join(cwd, folder, 'summary.json'), 'utf8')).points[0]);
    assert.equal(point, whole);
    const report = readFileSync(join(cwd, 'run/report.html'), 'utf8');
    assert.match(report, 'XY model');
    assert.match(report, 'the weights of the cosine and of the sine of the angles side by side');
    assert.not.match(report, 'magnetisation of the block');
  });
});

for (const [words, message] of [
  ['--model xy --size 5', /--size: expected an even number from 2 to 1024 .* got 5; use --size 6/],
  ['--model xy --coupling 0', /--coupling: expected a finite coupling other than 0/],
  ['--model xy --temperature 0', /--temperature: expected a temperature of at least 0\.001/],
  ['--model xy --algorithm metropolis', /--algorithm: expected .*over-relaxation/],
] as const) {
  test(`refused: ${words}`, async () => {
    const ran = await inside(['sample', ...words.split(' ')]);
    assert.is(ran.code, 2);
    assert.match(messages(ran)[0], message);
  });
}

test.run();
