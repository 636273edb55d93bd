/** The store of a study with a trainer that makes its numbers up: what is written is read, and what is damaged is noticed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BlockspinError } from '../../src/core/errors.ts';
import { type Outcome, runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { studyStatus } from '../../src/study/cells/status.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { trainInputOf } from '../../src/study/plan/plan.ts';
import { chunks, done, owner, planned, refused, runAll } from '../support/stored_study.ts';
import { exported, MemoryFiles, madeUp, ORIGIN, pretender, SMALL_STUDY, someOwner } from '../support/study.ts';

test('what was trained is what is read, at its place', async () => {
  const { folder } = await done({
    ...SMALL_STUDY,
    grid: { ...SMALL_STUDY.grid, coupling: [1, -1], components: [1, 2], block: [2, 4], size: 16 },
    train: { ...SMALL_STUDY.train, size: undefined, block: undefined },
  });
  assert.is(folder.plan.cells.length, 2 * 2 * 2 * 2 * 2);
  for (const coupling of [-1, 1]) {
    for (const block of [2, 4]) {
      const data = await readStudy(folder, { coupling, block });
      assert.equal(data.axes, { components: [1, 2], temperature: [2, 3], buffer: [0, 1], run: [0, 1, 2] });
      assert.equal([data.setting.coupling, data.setting.block, data.setting.size], [coupling, block, 16]);
      for (const cell of folder.plan.cells.filter(({ values }) => values.coupling === coupling && values.block === block)) {
        const { summary, curves } = madeUp(trainInputOf(folder.plan, cell));
        const [c, t] = [[1, 2].indexOf(cell.values.components as number), [2, 3].indexOf(cell.values.temperature as number)];
        summary.points.forEach((point, b) => {
          point.replicas.forEach((replica, i) => {
            const r = cell.firstRun + i;
            assert.equal(
              [data.information, data.error, data.validation, data.entropy, data.onset].map((a) => a[c][t][b][r]),
              [replica.mean, replica.error, replica.validation, replica.entropy, replica.onset],
            );
            assert.equal(
              data.filters[c][t][b][r],
              point.filters[i].map((component) => component.map((row) => row.map(Math.fround))),
            );
            assert.equal(data.curves[c][t][b][r], curves[b][i].objective.map(Math.fround));
          });
        });
      }
    }
  }
  await refused(() => readStudy(folder, { coupling: 3 }), /study small, coupling: expected one of -1, 1, got 3/);
});

test('the run with the best validation of all parts is chosen', async () => {
  const { folder } = await done();
  const { points, validation, information } = await readStudy(folder);
  for (const t of [0, 1]) {
    for (const b of [0, 1]) {
      const { best, information: chosen, runs } = points[0][t][b];
      assert.is(best, validation[0][t][b].indexOf(Math.max(...validation[0][t][b])));
      assert.is(chosen.mean, information[0][t][b][best as number]);
      assert.is(runs, 3);
    }
  }
});

test('cells that are not done are missing, not zero', async () => {
  const folder = await planned(new MemoryFiles());
  await runCell(folder, folder.plan.cells[0], async () => pretender(), ORIGIN);
  const { information, status, filters, done: mask, points } = await readStudy(folder);
  assert.equal(status[0][0][0], ['ok', 'ok', 'missing']);
  assert.ok(Number.isNaN(information[0][0][0][2]) && Number.isNaN(information[0][1][0][0]));
  assert.is(filters[0][1][0][0], undefined);
  assert.equal(mask[0], [
    [true, true, false],
    [false, false, false],
  ]);
  assert.equal([points[0][1][0].best, points[0][1][0].verdict, points[0][0][0].runs], [undefined, undefined, 2]);
});

test('a cell that is done is not computed again, and opens no device', async () => {
  const { folder, files } = await done();
  const before = new Map(files.content);
  const open = async () => assert.unreachable('opened a device') as never;
  for (const cell of folder.plan.cells) assert.is((await runCell(folder, cell, open, ORIGIN)).outcome, 'already done');
  assert.equal(files.content, before);
});

for (const [what, damage] of [
  ['torn', (bytes: Uint8Array) => bytes.slice(0, 3)],
  ['changed in one bit', (bytes: Uint8Array) => bytes.map((byte, i) => (i === 5 ? byte ^ 4 : byte))],
  ['gone', () => undefined],
] as const) {
  test(`a chunk that is ${what} is noticed, and its cell computed again to the same bits`, async () => {
    const { folder, files } = await done();
    const whole = chunks(files);
    const name = 'study/study.zarr/information/c.0.1.0.1';
    const bytes = damage(whole.get(name) as Uint8Array);
    if (bytes) files.content.set(name, bytes);
    else files.content.delete(name);
    const message = /study\.zarr\/information\/c\.0\.1\.0\.1 .*(is missing|is not as it was written)/;
    await refused(() => readStudy(folder), message);
    await refused(() => exported(folder, 'npz', 'x'), message);
    const notes: string[] = [];
    assert.equal(await runAll(folder, pretender(), { note: (text) => notes.push(text) }), ['already done', 'already done', 'already done', 'done']);
    assert.is(notes.length, 1);
    assert.match(notes[0], /^cell 3: .* it is computed again/);
    assert.equal(chunks(files), whole);
  });
}

test('a record that is not whole costs its cell only', async () => {
  const { folder, files } = await done();
  const whole = chunks(files);
  const record = 'study/cells/2.json';
  files.content.set(record, (files.content.get(record) as Uint8Array).slice(0, 40));
  await refused(() => readStudy(folder), /study\/cells\/2\.json: expected a whole file of JSON.*cell study index: 2 computes it again/);
  assert.is((await studyStatus(folder)).cells.done, 3);
  assert.equal(await runAll(folder), ['already done', 'already done', 'done', 'already done']);
  assert.equal(chunks(files), whole);
});

test('a full disk stops with a message, wherever it strikes, and the next run ends as if nothing had been', async () => {
  const one: StudyInput = { ...SMALL_STUDY, grid: { temperature: 2, buffer: [0, 1] }, runs: 2 };
  const { files: reference } = await done(one);
  const { size } = reference.content;
  let struck = 0;
  for (let room = 0; room < 3 * size; room++) {
    const files = new MemoryFiles();
    let left = room;
    files.fault = (path) => (left-- > 0 ? undefined : Object.assign(new Error(`ENOSPC: no space left on device, write '${path}'`), { code: 'ENOSPC' }));
    try {
      await runAll(await planned(files, one));
      break;
    } catch (error) {
      struck += 1;
      assert.match((error as Error).message, /^study: expected a folder that can be written, got ENOSPC.*free some space.*nothing that was done is lost$/);
    }
    files.fault = () => undefined;
    await runAll(await planned(files, one));
    assert.equal(chunks(files), chunks(reference), `after ${room} writes`);
    assert.not.ok(
      [...files.content.keys()].some((name) => name.endsWith('.lock')),
      'no lock is left',
    );
  }
  assert.ok(struck > 40, `${struck} times`);
});

test('a training that diverges is recorded with its reason; others go on; --retry runs it again', async () => {
  const folder = await planned(new MemoryFiles());
  const third = folder.plan.cells[2].seed;
  const bad = pretender(({ seed }) => {
    if (seed === third) throw new BlockspinError({ who: 'training', expected: 'finite', got: 'NaN', remedy: 'a smaller rate', code: 'diverged' });
  });
  assert.equal(await runAll(folder, bad), ['done', 'done', 'failed', 'done']);
  const status = await studyStatus(folder);
  assert.equal(status.cells, { total: 4, done: 3, running: 0, failed: 1 });
  assert.match(status.failures[0].reason, /training: expected finite, got NaN/);
  assert.is((await runAll(folder))[2], 'failed');
  assert.equal(await runAll(folder, pretender(), { retry: true }), ['already done', 'already done', 'done', 'already done']);
  assert.equal((await studyStatus(folder)).cells, { total: 4, done: 4, running: 0, failed: 0 });
});

test('two processes on one cell: the second is told of the first and computes nothing', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files);
  const other = await StudyFolder.open(files, 'study', someOwner(2, [1, 2]));
  const [cell] = folder.plan.cells;
  let inside: Outcome | undefined;
  const trainer = pretender(async () => {
    inside = await runCell(other, cell, async () => assert.unreachable() as never, ORIGIN);
  });
  assert.is((await runCell(folder, cell, async () => trainer, ORIGIN)).outcome, 'done');
  assert.is(inside?.outcome, 'locked');
  assert.is((inside as { holder: { pid: number } }).holder.pid, 1);
});

test('leftovers of a killed process are swept when its cell is taken up, and no others', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files);
  const [own, others] = [
    ['study/cells/1.json.77-ab12cd34.tmp', 'study/study.zarr/filter/c.0.0.0.1.0.0.0.77-ab12cd34.tmp'],
    ['study/cells/11.json.77-ab12cd34.tmp', 'study/study.zarr/filter/c.0.0.0.0.0.0.0.77-ab12cd34.tmp'],
  ];
  for (const name of [...own, ...others]) files.content.set(name, Uint8Array.of(1));
  await runCell(folder, folder.plan.cells[1], async () => pretender(), ORIGIN);
  for (const name of own) assert.not(files.content.has(name), name);
  for (const name of others) assert.ok(files.content.has(name), name);
});

const changed = (changes: object) => ({ ...SMALL_STUDY, ...changes }) as StudyInput;

for (const [what, input, message] of [
  [
    'a setting of the training',
    changed({ train: { ...SMALL_STUDY.train, steps: 30 } }),
    /^study, train\.steps: expected 20, as the study was planned, got 30; name, figures, correlators, operators and nulls may change/,
  ],
  ['the seed', changed({ seed: 2 }), /^study, seed: expected 1, .* got 2/],
  [
    'a temperature that is gone',
    changed({ grid: { ...SMALL_STUDY.grid, temperature: [2, 4] } }),
    /^study, grid\.temperature: expected \[2,3\], .* got \[2,4\]/,
  ],
  ['another buffer', changed({ grid: { ...SMALL_STUDY.grid, buffer: [0, 1, 2] } }), /^study, grid\.buffer: expected \[0,1\]/],
  ['more components', changed({ grid: { ...SMALL_STUDY.grid, components: [1, 2] } }), /^study, grid\.components: expected at most 1 per filter/],
  ['an axis that was none', changed({ grid: { ...SMALL_STUDY.grid, coupling: [1] } }), /^study, grid\.coupling: expected nothing/],
  ['runs behind a cell that is not full', changed({ runs: 4 }), /^study, runs: expected 3, .* got 4/],
] as const) {
  test(`a changed config is refused: ${what}`, async () => {
    const { files } = await done();
    const before = new Map(files.content);
    await refused(() => planned(files, input), message);
    assert.equal(files.content, before);
  });
}

test('name, figures, correlators, operators and nulls may change, values and runs may be added: old cells stay as they are', async () => {
  const { files, folder } = await done(changed({ runs: 4 }));
  const before = chunks(files);
  const renamed = await planned(files, changed({ runs: 4, name: 'other', figures: { buffer: 1 } }));
  assert.is(renamed.config.name, 'other');
  const larger = await planned(files, changed({ runs: 6, grid: { ...SMALL_STUDY.grid, temperature: [1, 2, 3] } }));
  assert.equal(larger.plan.cells.slice(0, folder.plan.cells.length), folder.plan.cells);
  assert.equal((await studyStatus(larger)).cells, { total: 9, done: 4, running: 0, failed: 0 });
  await runAll(larger);
  for (const [name, bytes] of before) if (!/\/(temperature|run|part)\/c/.test(name)) assert.equal(files.content.get(name), bytes, name);
  const data = await readStudy(larger);
  assert.equal(data.axes.temperature, [1, 2, 3]);
  const fresh = await readStudy((await done(changed({ runs: 6, grid: { ...SMALL_STUDY.grid, temperature: [1, 2, 3] } }))).folder);
  assert.equal(data.information, fresh.information);
  assert.equal(data.filters, fresh.filters);
});

test('a folder with something else is left alone', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('study');
  await files.write('study/thesis.tex', 'dear');
  await refused(
    () => planned(files),
    /^out: 'study': expected a new or empty folder, or that of the same study, got a folder with thesis.tex; .*nothing has been changed/,
  );
  await refused(() => StudyFolder.open(files, 'study', owner), /^study: expected the folder of a study, got a folder with thesis.tex/);
  await refused(() => StudyFolder.open(files, 'nowhere', owner), /got no such folder/);
});

test.run();
