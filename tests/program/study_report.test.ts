/** `blockspin report` as a user runs it: at the end of a study, of a part of one, of one with several sizes, as PNG. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder, messages, run } from '../support/program.ts';
import { chunksBelow } from '../support/study_folder.ts';

test.after(closeDevice);

const TINY = {
  name: 'tiny',
  train: { block: 2, shell: 1, chains: 32, heldOut: 32, validation: 32, steps: 20, refine: 10, batch: 16, evaluations: 1, evaluationBatch: 16, hidden: [32] },
  grid: { temperature: [2, 3], buffer: [0, 1], size: [6, 8] },
  runs: 2,
};

test('study ends with a report; report draws the same from the store alone', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'dimers');
    const study = await run(['study', 'dimers', '--quick', '--out', folder]);
    assert.is(study.code, 0, study.err);
    assert.match(study.err, /dimers.report\.html/);
    const html = readFileSync(join(folder, 'report.html'), 'utf8');
    const chunks = chunksBelow(folder);
    for (const name of ['report.html', 'analysis.json', 'figures']) rmSync(join(folder, name), { recursive: true });
    const ran = await inside(['report', folder, '--json']);
    assert.is(ran.code, 0, ran.err);
    const { files, findings } = JSON.parse(ran.out);
    assert.match(findings[0], 'interacting dimer model on a 8 × 8 lattice');
    for (const file of files) assert.ok(existsSync(file), file);
    assert.equal(readFileSync(join(folder, 'report.html'), 'utf8'), html);
    assert.equal(chunksBelow(folder), chunks, 'the store is read only');
    assert.ok(['information.svg', 'information.vl.json', 'filters.svg', 'runs.svg'].every((name) => readdirSync(join(folder, 'figures')).includes(name)));
    assert.is(JSON.parse(readFileSync(join(folder, 'analysis.json'), 'utf8')).points.length, 4);
    assert.not.match(html.replace(/<pre>[\s\S]*?<\/pre>/g, ''), /NaN|undefined/);
    const again = await inside(['status', folder]);
    assert.is(again.code, 0, 'a study with a report is still a study');
  });
});

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
