/** Words of a study as a user runs it: at its end, again, on the page, and by the verb words. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { TINY_TRAIN } from '../support/study.ts';

test.after(closeDevice);

const { size: _, block: __, ...TRAIN } = TINY_TRAIN as Record<string, unknown>;
const CONFIG = {
  name: 'tiling',
  train: { ...TRAIN, model: 'graph-dimers', graph: 'ammann-beenker:1', around: { centre: 0, level: 0 }, shell: 1 },
  grid: { buffer: [0], components: [2] },
  runs: 1,
};

test('words are sampled once the cells are done, and stored; the report and the verb read them; what is damaged is sampled again', async () => {
  await inFolder(async (cwd) => {
    writeFileSync(join(cwd, 'tiling.json'), JSON.stringify(CONFIG));
    const study = (...words: string[]) => inside(['study', 'tiling.json', '--out', 'study', ...words], { cwd });
    const ran = await study();
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.err, /words: those of 1 filters on \d+ configurations/);
    const [name] = readdirSync(join(cwd, 'study/words'));
    assert.match(name, /^0-[0-9a-f]{12}\.json$/);
    const path = join(cwd, 'study/words', name);
    const before = readFileSync(path);
    const page = readFileSync(join(cwd, 'study/report.html'), 'utf8');
    assert.match(page, /Words and super-dimers/);
    assert.match(page, /dimers at the neighbours of the centre[\s\S]*exactly one is C in all \d+ samples[\s\S]*0\.250000[\s\S]*0\.214286/);
    assert.ok(existsSync(join(cwd, 'study/figures/words-2-buffer-0.svg')) && existsSync(join(cwd, 'study/figures/dimers.svg')));
    assert.match(readFileSync(join(cwd, 'study/figures/filters.svg'), 'utf8'), /membranes dashed/, 'weights lie on the edges of the tiling');
    const again = await study();
    assert.not.match(again.err, /words:/, 'nothing is sampled twice');
    assert.equal(readFileSync(path), before);
    const text = await inside(['words', 'study'], { cwd });
    assert.is(text.code, 0, text.err);
    assert.match(text.out, /^study: 2 components, buffer 0, run 0, -?\d\.\d+ nats; \d+ configurations\n\d words, entropy/);
    const { components, buffer, words, super_dimers } = JSON.parse((await inside(['words', 'study', '--json'], { cwd })).out);
    assert.equal([components, buffer, super_dimers[0].violations, super_dimers[0].given['C|L'].length], [2, 0, 0, 7]);
    assert.ok(Math.abs(words.reduce((sum: number, { frequency }: { frequency: { mean: number } }) => sum + frequency.mean, 0) - 1) < 1e-12);
    const refused = await inside(['words', 'study', '--chains', '64'], { cwd });
    assert.match(refused.err, /--chains: expected the folder of a training, got that of a study/);
    assert.match((await inside(['words', 'study', '--buffer', '7'], { cwd })).err, /expected words at such a point of the study, got none/);
    writeFileSync(path, before.subarray(0, before.length - 20));
    assert.match((await study()).err, /words: those of 1 filters/);
    const { finished: _, seconds: __, seal: ___, ...mended } = JSON.parse(readFileSync(path, 'utf8'));
    const { finished: ____, seconds: _____, seal: ______, ...first } = JSON.parse(before.toString());
    assert.equal(mended, first, 'the same words');
  });
});

test.run();
