/** Own data in an order on the command line, and a part of a file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formatNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { inFolder } from '../support/program.ts';
import { spins } from '../support/random.ts';

test.after(closeDevice);

const SMALL = '--block 2 --buffer 0 --shell 1 --steps 20 --batch 16 --evaluation-batch 16 --replicas 1 --refine 10 --evaluations 2 --hidden 32'.split(' ');

test('samples in an order: said once, no word about information, and a part of them is as good as any file', async () => {
  await inFolder(async (cwd) => {
    const values = spins(3, 256 * 16).fill(1, 0, 128 * 16);
    writeFileSync(join(cwd, 'step.npy'), formatNpy({ shape: [256, 4, 4], data: values }));
    const trained = await inside(['train', '--data', 'step.npy', '--boundary', 'periodic', '--out', 'results', ...SMALL], { cwd });
    assert.is(trained.code, 0, trained.err);
    assert.is(trained.err.split('The samples lie in an order').length, 2);
    assert.match(trained.err, /standard errors apart.*Shuffle the samples.*or --select a part of the file/);
    assert.match(trained.out, 'nonstationary');
    const report = readFileSync(join(cwd, 'results/report.html')).toString();
    const summary = JSON.parse(readFileSync(join(cwd, 'results/summary.json')).toString());
    assert.is(summary.points[0].verdict, 'nonstationary');
    assert.ok(summary.drift.score > 5);
    for (const text of [trained.out, trained.err, report]) assert.not.match(text, /nothing reaches|more samples|H holds|lower bound/);

    const part = await inside(['train', '--data', 'step.npy', '--boundary', 'periodic', '--select', '128:', '--json', ...SMALL], { cwd });
    assert.is(part.code, 0, part.err);
    assert.match(part.err, 'data: step.npy: 128 samples, 128: of 256 of 4 x 4');
    assert.not.match(part.err, 'lie in an order');
    const { config, points, drift } = JSON.parse(part.out);
    assert.equal([config.data.select, config.data.samples, drift], ['128:', 128, undefined]);
    assert.is.not(points[0].verdict, 'nonstationary');

    const sampled = await inside('sample --data step.npy --json'.split(' '), { cwd });
    assert.is(sampled.err.split('The samples lie in an order').length, 2);
    assert.ok(JSON.parse(sampled.out).drift.score > 5);
    const wrong = await inside('sample --data step.npy --select T=2'.split(' '), { cwd });
    assert.is(wrong.code, 2);
    assert.match(wrong.err, /^blockspin: --select: expected a temperature for each sample of step\.npy, got none; give a range instead, --select 1000:2000/m);
    assert.match((await inside('sample --select 1:'.split(' '), { cwd })).err, '--select: expected a file it belongs to');
  });
});

test.run();
