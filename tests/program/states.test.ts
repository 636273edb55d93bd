/** A file of three states on the command line: read, summarised, trained on, stopped, resumed and reported; what does not go with it is said. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';
import { words } from '../support/random.ts';
import { exactSamples, pottsSlices } from '../support/slices.ts';

test.after(closeDevice);

const SAMPLES = 160;
const STATES = exactSamples(pottsSlices(3, [4, 4], 1), SAMPLES, 71);
const potts = (name: (state: number) => number = (state) => state) => formatNpy({ shape: [SAMPLES, 4, 4], data: Int16Array.from(STATES, name) });
const SMALL = '--block 2 --buffer 0 --shell 1 --steps 60 --batch 16 --evaluation-batch 16 --replicas 2 --refine 20 --evaluations 2 --hidden 32 --seed 3'.split(
  ' ',
);
const TRAIN = ['train', '--data', 'potts.npy', '--boundary', 'periodic', '--states', '3', '--json', ...SMALL];

test('a file of states: what is in it, and out again byte for byte', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'potts.npy'), potts());
    const read = await inside('sample --data potts.npy --out again.npy --json'.split(' '), { cwd });
    assert.is(read.code, 0, read.err);
    assert.ok(readFileSync(join(cwd, 'again.npy')).equals(readFileSync(join(cwd, 'potts.npy'))), 'the same bytes');
    const { observables, data } = JSON.parse(read.out);
    assert.equal(data.alphabet, [0, 1, 2]);
    for (const state of [0, 1, 2]) {
      const part = STATES.filter((other) => other === state).length / STATES.length;
      assert.ok(Math.abs(observables[`part_of_${state}`].mean - part) < 1e-12);
    }
    assert.not('energy_J1' in observables || 'magnetisation_abs' in observables, 'states are no spins');
    assert.match((await inside('sample --data potts.npy'.split(' '), { cwd })).out, /values 0 1 2[\s\S]*can be trained on/);
  });
});

test('trained on, stopped and resumed to the same bits; results, report and terminal know the states', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'potts.npy'), potts());
    const whole = await inside([...TRAIN, '--out', 'whole'], { cwd });
    assert.is(whole.code, 0, whole.err);
    const stopped = await inside([...TRAIN, '--out', 'run'], { cwd, stop: /^training /m });
    assert.is(stopped.code, 130, stopped.err);
    const resumed = await inside('train --resume run --data potts.npy --json'.split(' '), { cwd });
    assert.is(resumed.code, 0, resumed.err);

    const read = (folder: string) => JSON.parse(readFileSync(join(cwd, folder, 'summary.json'), 'utf8'));
    const [point] = read('run').points;
    assert.equal(point, read('whole').points[0]);
    assert.equal([point.alphabet, point.states, point.components], [{ kind: 'states', values: [0, 1, 2] }, 3, 1]);
    assert.ok(Math.abs(point.ceiling - Math.log(3)) < 1e-12);
    const shape = (filters: number[][][][]) => [filters.length, filters[0].length, filters[0][0].length, filters[0][0][0].length];
    assert.equal([shape(point.filters), point.biases.length, point.biases[0].length], [[2, 3, 2, 6], 2, 3]);
    for (const row of point.filters.flat(2)) {
      for (const site of [row.slice(0, 3), row.slice(3)])
        assert.ok(Math.abs(site.reduce((a: number, w: number) => a + w, 0)) < 1e-5, 'zero sum over the states');
    }

    const report = readFileSync(join(cwd, 'run/report.html'), 'utf8');
    for (const text of [
      'The values 0, 1 and 2 are taken as 3 states without an order',
      'one component of 3 states',
      'ln 3 (1.58 bits)',
      'a picture for each of the states 0, 1, 2',
    ])
      assert.match(report, text);
    assert.match(resumed.err, 'The values 0, 1 and 2 are taken as 3 states without an order');
    assert.match(resumed.err, / 0 +1 +2 +0 +1 +2 +0 +1 +2/);
  });
});

test('other names of the same states are other data, which a run does not go on with', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'potts.npy'), potts());
    const first = await inside([...TRAIN, '--out', 'run'], { cwd, stop: /^training /m });
    assert.is(first.code, 130, first.err);
    writeFileSync(
      join(cwd, 'potts.npy'),
      potts((state) => [-7, 0, 300][state]),
    );
    const refused = await inside('train --resume run --data potts.npy'.split(' '), { cwd });
    assert.is(refused.code, 2, refused.err);
    assert.match(messages(refused)[0], /^blockspin: --data: expected the data of the run, .*"alphabet":\[0,1,2\].*, got .*"alphabet":\[-7,0,300\]/);
  });
});

const seventeen = Int8Array.from(words(5, SAMPLES * 16), (word) => word % 17);
for (const [options, message] of [
  [
    '--data potts.npy --symmetry flip',
    /^blockspin: --symmetry flip: expected two values or numbers, got states without an order in potts\.npy; use --symmetry permute, or leave it out/,
  ],
  [
    '--data many.npy',
    /^blockspin: many\.npy: expected to know what .* are, got the values 0 to 16; say what they are: --alphabet real, angle, count or ordinal/,
  ],
  ['--data one.npy', /^blockspin: one\.npy: expected values that vary, got the value 7 only; there is nothing to learn/],
  [
    '--data potts.npy --filter uniform',
    /^blockspin: --filter: expected a file with a weight for every state of the values, got uniform; write it to a \.json file/,
  ],
  ['--data potts.npy --filter four.json', /^blockspin: --filter four\.json: expected a multiple of 12 weights, one for each input of the block: .* got 4; /],
  ['--data potts.npy --states 3 --filter twelve.json', /^blockspin: --filter twelve\.json: expected a multiple of 3 rows of 12 weights, .* got 1; .*--states/],
  ['--data potts.npy --states 3 --components 2 --filter twelve.json', /^blockspin: --filter twelve\.json: expected 6 rows of 12 weights, .* got 1; /],
] as const) {
  test(`train ${options}: refused by name`, async () => {
    await inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'potts.npy'), potts());
      writeFileSync(join(cwd, 'many.npy'), formatNpy({ shape: [SAMPLES, 4, 4], data: seventeen }));
      writeFileSync(
        join(cwd, 'one.npy'),
        potts(() => 7),
      );
      writeFileSync(join(cwd, 'four.json'), '[1, 1, 1, 1]');
      writeFileSync(join(cwd, 'twelve.json'), JSON.stringify(Array.from({ length: 12 }, (_, i) => (i % 3) - 1)));
      const ran = await inside(['train', ...options.split(' '), '--boundary', 'periodic', ...SMALL], { cwd });
      assert.is(ran.code, 2, ran.err);
      assert.match(messages(ran)[0], message);
    });
  });
}

test('a given filter of a binary H: the magnetisation of spin one, with a weight for every state', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(
      join(cwd, 'potts.npy'),
      potts((state) => state - 1),
    );
    const filter = Array.from({ length: 12 }, (_, i) => (i % 3) - 1);
    writeFileSync(join(cwd, 'filter.json'), JSON.stringify(filter));
    const ran = await inside([...'train --data potts.npy --boundary periodic --filter filter.json --json'.split(' '), ...SMALL], { cwd });
    assert.is(ran.code, 0, ran.err);
    const [point] = JSON.parse(ran.out).points;
    assert.equal(point.filters[0], [[filter.slice(0, 6), filter.slice(6)]]);
    assert.equal(point.alphabet.values, [-1, 0, 1]);
  });
});

test.run();
