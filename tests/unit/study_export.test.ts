/** Exports of a study: .npy, .npz, .csv and HDF5 with the numbers of its store. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { exported, MemoryFiles, ORIGIN, pretender, SMALL_STUDY, someOwner } from '../support/study.ts';

test('exports hold what the store holds', async () => {
  const folder = await StudyFolder.plan(new MemoryFiles(), 'study', SMALL_STUDY, someOwner(1, [1]), ORIGIN);
  for (const cell of folder.plan.cells) await runCell(folder, cell, async () => pretender(), ORIGIN);
  const npy = await exported(folder, 'npy', 'x');
  assert.ok(['information.npy', 'filter.npy', 'temperature.npy'].every((name) => npy[name]?.length > 0));
  const { unzipSync } = await import('fflate');
  assert.equal(unzipSync((await exported(folder, 'npz', 'x'))['x.npz']), npy);
  const csv = new TextDecoder()
    .decode((await exported(folder, 'csv', 'x'))['x.csv'])
    .trim()
    .split('\n');
  assert.is(csv.length, 1 + 2 * 2 * 3);
  const { information } = await readStudy(folder);
  assert.is(Number(csv[1].split(',')[4]), information[0][0][0][0]);
  const h5 = await import('h5wasm');
  const { FS } = await h5.ready;
  FS.writeFile('/read.h5', (await exported(folder, 'hdf5', 'x'))['x.h5']);
  const file = new h5.File('/read.h5', 'r');
  const set = file.get('information') as InstanceType<typeof h5.Dataset>;
  assert.equal(set.shape, [1, 2, 2, 3]);
  assert.equal(Array.from(set.value as Float64Array).slice(0, 3), information[0][0][0]);
  assert.equal(set.get_dimension_labels(), ['components', 'temperature', 'buffer', 'run']);
  assert.match(set.get_attached_scales(1)[0], /temperature/);
  // Programs for netCDF want one for every dimension, also for those that have no coordinate.
  const filter = file.get('filter') as InstanceType<typeof h5.Dataset>;
  filter.shape?.forEach((_, axis) => {
    assert.is(filter.get_attached_scales(axis).length, 1, `dimension ${axis}`);
  });
  file.close();
});

test.run();
