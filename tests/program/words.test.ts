/** The verb words as a user runs it: the text, one object, figures, and what is refused. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';

test.after(closeDevice);

const FEW = '--steps 10 --refine 10 --evaluations 2 --batch 32 --evaluation-batch 32 --hidden 16 --replicas 1 --chains 32 --held-out 32 --validation 32'.split(
  ' ',
);
const line = (text: string) => text.split(' ');

test('words: dimers around a centre, as text, as one object and as figures; the law of the neighbours', async () => {
  await inFolder(async (cwd) => {
    const train = line('train --model graph-dimers --graph ammann-beenker:1 --centre 0 --level 0 --buffer 0 --components 2 --out run');
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

test.run();
