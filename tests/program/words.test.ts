/**
 * Words as a user has them: of a training by the verb words, and at the end of a study, with its null tests. All trainings have one shape, which is compiled
 * once; the cells of the study are made up. Seeds pinned: a null test is not zero with probability 0.0027.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../native/node/files.ts';
import { owner } from '../../native/node/owner.ts';
import { runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { nullInput, nullPlans } from '../../src/study/nulls/plan.ts';
import type { NullRecord } from '../../src/study/nulls/record.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { train } from '../../src/train/train.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { ORIGIN, pretender, TINY_TRAIN } from '../support/study.ts';

test.after(closeDevice);

const FEW = '--steps 10 --refine 10 --evaluations 2 --batch 32 --evaluation-batch 32 --hidden 16 --replicas 1 --chains 32 --held-out 32 --validation 32'.split(
  ' ',
);
const line = (text: string) => text.split(' ');

test('words: dimers around a centre, as text, as one object and as figures; the law of the neighbours', async () => {
  await inFolder(async (cwd) => {
    const train = line('train --model graph-dimers --graph ammann-beenker:1 --centre 0 --level 0 --buffer 0 --shell 1 --components 2 --out run');
    assert.is((await inside([...train, ...FEW], { cwd })).code, 0);
    assert.match(readFileSync(join(cwd, 'run/figures/filters.svg'), 'utf8'), /membranes dashed/);
    const text = await inside(line('words run --chains 64 --samples 8 --out drawn'), { cwd });
    assert.is(text.code, 0, text.err);
    assert.match(text.out, /^512 configurations in 64 chains\n\d words, entropy \d\.\d+ ± 0\.\d+ bits/);
    assert.match(text.out, /dimers at the neighbours of the centre: 8 neighbours; exactly one is C in all 512 samples/);
    assert.match(text.out, /P\(C_j \| L_0\) .*\n {4}exact +0\.250000 +0\.214286 +0\.178571/);
    assert.match(text.out, /group of the words: \w+; \d+ of 16 symmetries/);
    assert.equal(readdirSync(join(cwd, 'drawn')).sort(), [
      'dimers.svg',
      'dimers.vl.json',
      'super-dimers.svg',
      'super-dimers.vl.json',
      'words.svg',
      'words.vl.json',
    ]);
    assert.match(
      readFileSync(join(cwd, 'drawn/dimers.svg'), 'utf8'),
      /<title>dimers at the neighbours[^<]*<\/title><desc>8 neighbours of a centre[^<]*<\/desc>/,
    );
    const ran = await inside(line('words run --chains 64 --samples 8 --json'), { cwd });
    const { samples, components, states, centre, level, words, super_dimers } = JSON.parse(ran.out);
    assert.equal([samples, components, states, centre, level], [512, 2, 2, 0, 0]);
    const shares = words.map(({ frequency }: { frequency: { mean: number } }) => frequency.mean);
    assert.ok(Math.abs(shares.reduce((a: number, b: number) => a + b, 0) - 1) < 1e-12);
    assert.ok(words.every(({ word }: { word: string }) => /^[+-]{2}$/.test(word)));
    const [star] = super_dimers;
    assert.equal([star.level, star.nodes.length, star.violations, star.given['C|L'].length], [-1, 8, 0, 7]);
    const zs = star.given['C|L'].map(({ z }: { z: number }) => z);
    assert.ok(
      zs.every((z: number) => Math.abs(z) < 5),
      zs.join(),
    );
    // The same seed gives the same words.
    assert.is((await inside(line('words run --chains 64 --samples 8 --json'), { cwd })).out, ran.out);
    const other = JSON.parse((await inside(line('words run --chains 64 --samples 8 --seed 77 --json'), { cwd })).out);
    assert.not.equal(other.words, words);
    await refusals(cwd);
  });
});

async function refusals(cwd: string): Promise<void> {
  for (const [words, message] of [
    ['words', /words: expected the folder of a training, got none/],
    ['words .', /expected a folder that train --out has written/],
    ['words run --temperature 2', /expected one point of the run, got 0 of 1; choose one: --temperature 1/],
    ['words run --size 8', /--size/],
    ['words run --chains 31', /--chains/],
    ['words run --samples 0', /--samples/],
    ['words run --centre 0,1', /--centre: expected auto, or one node, got 0,1/],
    ['words run --centre 700', /--centre: expected nodes from 0 to 65/],
    ['coarsen run', /expected blocks that lie beside each other, got a list of sites; blockspin words/],
  ] as const) {
    const ran = await inside([...line(words), ...(words.includes(' ') ? ['--out', 'none'] : [])], { cwd });
    assert.ok(ran.code === 1 || ran.code === 2, words);
    assert.match(ran.err, message);
  }
  assert.not.ok(existsSync(join(cwd, 'none')));
}

const { size: _, block: __, ...TINY } = TINY_TRAIN;
const SETTINGS = { model: 'graph-dimers', graph: 'ammann-beenker:1', around: { centre: 0, level: 0 } };
const SHORT = { batch: 32, hidden: [16], steps: 200, refine: 50, learningRate: 0.02, evaluations: 8, evaluationBatch: 32 };
const STUDY = {
  name: 'tiling',
  train: { ...TINY, ...SETTINGS, ...SHORT },
  grid: { buffer: [0], components: [2] },
  runs: 1,
  nulls: ['shuffled' as const],
  seed: 4,
};

/** What remains of a record that two computations have in common. */
function lasting(path: string): object {
  const { finished: _finished, seconds: _seconds, seal: _seal, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
  return rest;
}

test('a study: words are sampled and null tests trained once its cells are done, and stored; report and verb read them; damaged ones are made again', async () => {
  await inFolder(async (cwd) => {
    const folder = await StudyFolder.plan(nodeFiles, join(cwd, 'study'), STUDY, owner, ORIGIN);
    await runCell(folder, folder.cell(0), async () => pretender(), ORIGIN);
    const ran = await inside(line('study study'), { cwd });
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.err, /words: those of 1 filters on \d+ configurations/);
    assert.match(ran.err, /null test shuffled: zero, /);
    const [words, nulls] = ['words', 'nulls'].map((part) => readdirSync(join(cwd, 'study', part)));
    assert.ok(words.length === 1 && nulls.length === 1 && [...words, ...nulls].every((name) => /^0-[0-9a-f]{12}\.json$/.test(name)), `${words} ${nulls}`);
    const page = readFileSync(join(cwd, 'study/report.html'), 'utf8');
    assert.match(page, /Words and super-dimers/);
    assert.match(page, /dimers at the neighbours of the centre[\s\S]*exactly one is C in all \d+ samples[\s\S]*0\.250000[\s\S]*0\.214286/);
    assert.match(page, /Where there is no information, the null test finds none[\s\S]*E shuffled between samples[\s\S]*verdict zero/);
    for (const name of ['words-2-buffer-0', 'dimers']) assert.ok(existsSync(join(cwd, `study/figures/${name}.svg`)), name);
    assert.match(readFileSync(join(cwd, 'study/figures/filters.svg'), 'utf8'), /membranes dashed/, 'weights lie on the edges of the tiling');
    const text = await inside(line('words study'), { cwd });
    assert.is(text.code, 0, text.err);
    assert.match(text.out, /^study: 2 components, buffer 0, run 0, -?\d\.\d+ nats; \d+ configurations\n\d words, entropy/);
    const { components, buffer, super_dimers } = JSON.parse((await inside(line('words study --json'), { cwd })).out);
    assert.equal([components, buffer, super_dimers[0].violations, super_dimers[0].given['C|L'].length], [2, 0, 0, 7]);
    assert.match((await inside(line('words study --chains 64'), { cwd })).err, /--chains: expected the folder of a training, got that of a study/);
    assert.match((await inside(line('words study --buffer 7'), { cwd })).err, /expected words at such a point of the study, got none/);
    const path = join(cwd, 'study/words', words[0]);
    const first = lasting(path);
    writeFileSync(path, readFileSync(path).subarray(0, -20));
    const again = await inside(line('study study'), { cwd });
    assert.match(again.err, /words: those of 1 filters/);
    assert.not.match(again.err, /null test/, 'nothing is trained twice');
    assert.equal(lasting(path), first, 'the same words');
    await control(folder, lasting(join(cwd, 'study/nulls', nulls[0])) as NullRecord);
  });
});

/** Negative control: the training of the null test finds information where pairs belong together. */
async function control({ config }: StudyFolder, { seed }: NullRecord): Promise<void> {
  const { shuffle, ...input } = nullInput(config, nullPlans(config)[0], seed) as TrainInput & { shuffle?: number };
  assert.is(shuffle, 7);
  const { summary } = await train(await theDevice(), input as TrainInput);
  const [{ information, verdict }] = summary.points;
  assert.ok(
    verdict !== 'zero' && information.mean > 10 * information.error && information.mean > 0.1,
    `${information.mean} +- ${information.error}, ${verdict}`,
  );
}

test.run();
