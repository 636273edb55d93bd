/** What a study survives: paused writers, marks of cells that are not done, files that cannot be read, damaged and former plans. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { STALE_MS } from '../../src/store/lock.ts';
import { parseNpy } from '../../src/store/npy.ts';
import { runCell, type Trainer } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { studyStatus } from '../../src/study/cells/status.ts';
import { chunks, done, owner, planned, refused, runAll } from '../support/stored_study.ts';
import { exported, MemoryFiles, madeUp, ORIGIN, pretender, SMALL_STUDY, someOwner } from '../support/study.ts';

test('a writer that was paused changes nothing of a cell that another one has finished', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files);
  const other = await StudyFolder.open(files, 'study', someOwner(2, [], 'there'));
  const [cell] = folder.plan.cells;
  let before = new Map<string, Uint8Array>();
  // While the first one stands still its lock goes stale, and the second one finishes the cell, on another adapter: other bits.
  const paused = pretender(async () => {
    files.now += STALE_MS + 1;
    const trainer: Trainer = { ...pretender(), train: async (input) => madeUp({ ...input, seed: 77 }) };
    assert.is((await runCell(other, cell, async () => trainer, ORIGIN)).outcome, 'done');
    before = new Map(files.content);
  });
  const elsewhere = await StudyFolder.open(files, 'study', someOwner(1, [], 'here'));
  assert.is((await runCell(elsewhere, cell, async () => paused, ORIGIN)).outcome, 'locked');
  assert.equal(files.content, before);
  assert.is((await runCell(folder, cell, async () => assert.unreachable() as never, ORIGIN)).outcome, 'already done');
});

test('what is not done reads as missing in every format, whatever chunks are there; done is cleared before a mend and written after the record', async () => {
  const { folder, files } = await done();
  const mark = 'study/study.zarr/done/c.0.1.1';
  assert.equal(files.content.get(mark), Uint8Array.of(1));
  files.content.delete('study/cells/3.json');
  const npy = await exported(folder, 'npy', 'x');
  const last = (name: string) => parseNpy(npy[`${name}.npy`], name).data as Float64Array;
  assert.equal(Array.from(last('done')), [1, 1, 1, 0]);
  assert.equal(
    Array.from(last('information'), (value, i) => (Number.isNaN(value) ? i : -1)).filter((i) => i >= 0),
    [8, 11],
  );
  assert.is(
    new TextDecoder()
      .decode((await exported(folder, 'csv', 'x'))['x.csv'])
      .trim()
      .split('\n').length,
    1 + 12 - 2,
  );
  assert.equal((await readStudy(folder)).status[0][1], [
    ['ok', 'ok', 'missing'],
    ['ok', 'ok', 'missing'],
  ]);
  const seen: boolean[] = [];
  const fresh = await StudyFolder.open(files, 'study', owner);
  const trainer = pretender(() => {
    seen.push(files.content.has(mark));
  });
  let recorded = false;
  files.fault = (path) => {
    if (path === mark) recorded = files.content.has('study/cells/3.json');
    return undefined;
  };
  await runAll(fresh, trainer);
  assert.equal([seen, recorded, files.content.get(mark)], [[false], true, Uint8Array.of(1)]);
});

test('a file that cannot be read is an error with its path, and no cell that is not done', async () => {
  const { files } = await done();
  const folder = await StudyFolder.open(files, 'study', owner);
  files.unreadable = (path) => (path.endsWith('cells/2.json') ? Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }) : undefined);
  const message = /^study\/cells\/2\.json: expected a file or folder that can be read, got EIO/;
  await refused(() => studyStatus(folder), message);
  await refused(() => readStudy(folder), message);
  await refused(() => runAll(folder), message);
  files.unreadable = (path) => (path.endsWith('study.json') ? Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }) : undefined);
  await refused(() => planned(files), /^study\/study\.json: expected a file or folder that can be read/);
});

test('a plan that is damaged is written again from its config, and from no other', async () => {
  const { files } = await done();
  const before = new Map(files.content);
  const plan = new TextDecoder().decode(files.content.get('study/study.json'));
  files.content.set('study/study.json', new TextEncoder().encode(plan.replace('"small"', '"../x"')));
  await refused(() => StudyFolder.open(files, 'study', owner), /^study\/study\.json: .*blockspin plan CONFIG with out: 'study' writes it again/);
  await refused(() => planned(files, { ...SMALL_STUDY, seed: 5 }), /of another cell: the config is another one/);
  const folder = await planned(files);
  assert.match(folder.notes[0], /study\.json: not as it was written; it is written again/);
  assert.equal(await runAll(folder), ['already done', 'already done', 'already done', 'already done']);
  assert.equal(chunks(files), new Map([...before].filter(([name]) => chunks(files).has(name))));
});

test('names out of stored files are checked again, also where there is no checksum', async () => {
  const { files } = await done();
  const { seal: _, ...plan } = JSON.parse(new TextDecoder().decode(files.content.get('study/study.json')));
  const former = (changes: object) =>
    files.content.set('study/study.json', new TextEncoder().encode(JSON.stringify({ ...plan, format: 'blockspin study 1', ...changes })));
  former({});
  assert.match((await StudyFolder.open(files, 'study', owner)).notes[0], /planned by a version that wrote no checksums/);
  for (const name of ['../x', '..', 'a/b']) {
    former({ config: { ...plan.config, name } });
    await refused(() => StudyFolder.open(files, 'study', owner), /^study\/study\.json: expected the plan of a study as it was written, got study config, name/);
  }
  const cells = structuredClone(plan.cells);
  cells[1].values.temperature = 2.5;
  former({ cells });
  await refused(() => StudyFolder.open(files, 'study', owner), /got a cell 1 that does not follow from its config/);
});

test('a grid of more than a million cells is refused before it is listed', async () => {
  const grid = { temperature: { from: 1, to: 2, count: 2000 }, coupling: { from: 1, to: 2, count: 1000 }, buffer: [0] };
  await refused(() => planned(new MemoryFiles(), { ...SMALL_STUDY, grid }), /grid: expected at most 1000000 cells, got 4000000: /);
  await refused(() => planned(new MemoryFiles(), { ...SMALL_STUDY, grid: { temperature: { from: 1, to: 2, step: 1e-300 } } }), /at most 100000 values/);
});

test.run();
