/** Every preset of `blockspin study` in its quick size, from the plan to the table and the report. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { studyConfig } from '../../src/study/plan/config.ts';
import { planStudy } from '../../src/study/plan/plan.ts';
import { PRESET_NAMES, preset } from '../../src/study/plan/presets.ts';
import { ADAPTER } from '../support/contract.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { matches } from '../support/pattern.ts';
import { inFolder } from '../support/program.ts';
import { chunksBelow } from '../support/study_folder.ts';

test.after(closeDevice);

const STATUS = { cells: { total: 'number', done: 'number', running: 'number', failed: 'number' }, seconds: 'number' } as const;

/** The report drawn at the end of a study of dimers, and drawn again by itself. */
async function reportedTwice(folder: string): Promise<void> {
  const html = readFileSync(join(folder, 'report.html'), 'utf8');
  const chunks = chunksBelow(folder);
  for (const name of ['report.html', 'analysis.json', 'figures']) rmSync(join(folder, name), { recursive: true });
  const ran = await inside(['report', folder, '--json']);
  assert.is(ran.code, 0, ran.err);
  const { files, findings } = JSON.parse(ran.out);
  assert.match(findings[0], 'interacting dimer model on an 8 × 8 lattice');
  for (const file of files) assert.ok(existsSync(file), file);
  assert.equal(readFileSync(join(folder, 'report.html'), 'utf8'), html);
  assert.equal(chunksBelow(folder), chunks, 'the store is read only');
  assert.ok(['information.svg', 'information.vl.json', 'filters.svg', 'runs.svg'].every((name) => readdirSync(join(folder, 'figures')).includes(name)));
  assert.is(JSON.parse(readFileSync(join(folder, 'analysis.json'), 'utf8')).points.length, 4);
  assert.not.match(html.replace(/<pre>[\s\S]*?<\/pre>/g, ''), /NaN|undefined/);
  const again = await inside(['status', folder]);
  assert.is(again.code, 0, 'a study with a report is still a study');
}

for (const name of PRESET_NAMES) {
  test(`blockspin study ${name} --quick`, async () => {
    await inFolder(async (parent) => {
      const folder = join(parent, name);
      const ran = await inside(['study', name, '--quick', '--out', folder, '--json']);
      assert.is(ran.code, 0, ran.err);
      const { adapter, ...rest } = JSON.parse(ran.out);
      matches(rest, STATUS);
      matches(adapter, ADAPTER);
      const { cells, config } = planStudy(studyConfig(preset(name, 'quick')));
      assert.equal(rest.cells, { total: cells.length, done: cells.length, running: 0, failed: 0 });
      assert.match(ran.err, /cell 0: .* done in \d/);
      assert.match(ran.err, new RegExp(`${name}.report\\.html`));
      assert.equal(
        readdirSync(join(folder, 'cells')),
        cells.map(({ index }) => `${index}.json`),
        'nothing is left behind',
      );
      const csv = await inside(['export', folder, '--format', 'csv', '--out', join(parent, 'out.csv')]);
      assert.is(csv.code, 0, csv.err);
      assert.is(
        readFileSync(join(parent, 'out.csv'), 'utf8').trim().split('\n').length,
        1 + cells.reduce((sum, cell) => sum + cell.runs, 0) * config.grid.buffer.length,
      );
      if (name === 'dimers') await reportedTwice(folder);
    });
  });
}

test.run();
