/** `blockspin report` as a user runs it: of a part of a study, of one with several sizes, as PNG. Presets have theirs in presets.test.ts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages } from '../support/program.ts';

test.after(closeDevice);

const TINY = {
  name: 'tiny',
  train: { block: 2, shell: 1, chains: 32, heldOut: 32, validation: 32, steps: 20, refine: 10, batch: 16, evaluations: 1, evaluationBatch: 16, hidden: [32] },
  grid: { temperature: [2, 3], buffer: [0, 1], size: [6, 8] },
  runs: 2,
};

test('several sizes, of which one is half done: a page for each; PNG asks for its package or works', async () => {
  await inFolder(async (parent) => {
    const [config, folder] = [join(parent, 'config.json'), join(parent, 'study')];
    writeFileSync(config, JSON.stringify(TINY));
    assert.is((await inside(['plan', config, '--out', folder])).code, 0);
    assert.is((await inside(['cell', folder, '--index', '0'])).code, 0);
    const ran = await inside(['report', folder]);
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.out, /The study is not finished: 2 of 4 runs are done, 50 %/);
    assert.match(ran.out, /Nothing has been computed yet/);
    const index = readFileSync(join(folder, 'report.html'), 'utf8');
    for (const name of ['size-6', 'size-8']) {
      assert.match(index, `<a href="${name}/report.html">`);
      assert.ok(existsSync(join(folder, name, 'analysis.json')));
    }
    const png = await inside(['report', folder, '--png']);
    if (png.code === 0) assert.ok(existsSync(join(folder, 'size-6/figures/information.png')));
    else {
      assert.is(messages(png).length, 1);
      assert.match(messages(png)[0], /--png: expected the package @resvg\/resvg-js, got .*; npm install @resvg\/resvg-js/);
    }
    const nothing = await inside(['report', parent]);
    assert.is(nothing.code, 1);
    assert.match(nothing.err, /expected the folder of a study/);
  });
});

test.run();
