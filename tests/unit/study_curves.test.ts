/** Training curves in the store of a study: those of the training, to its last step, also of a filter that is kept. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { runCell } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { trainInputOf } from '../../src/study/plan/plan.ts';
import { exported, MemoryFiles, madeUp, ORIGIN, pretender, SMALL_STUDY, someOwner } from '../support/study.ts';

const owner = someOwner(1, [1]);
const kept: StudyInput = { ...SMALL_STUDY, train: { ...SMALL_STUDY.train, filter: [1, 1, 1, 1], freeze: true, steps: 20, refine: 60 }, runs: 1 };

const planned = (files: MemoryFiles, input: StudyInput) => StudyFolder.plan(files, 'study', input, owner, ORIGIN);
const runAll = async (folder: StudyFolder) => {
  for (const cell of folder.plan.cells) assert.is((await runCell(folder, cell, async () => pretender(), ORIGIN)).outcome, 'done');
};

test('the critic of a kept filter has the steps of both phases, and its curve is stored whole', async () => {
  const folder = await planned(new MemoryFiles(), kept);
  await runAll(folder);
  const { curves, curveSteps } = await readStudy(folder);
  const [{ step, objective }] = madeUp(trainInputOf(folder.plan, folder.plan.cells[0])).curves[0];
  assert.equal([step.length, curveSteps], [80, step]);
  assert.equal(curves[0][0][0][0], objective.map(Math.fround));
  const bytes = (await folder.store.get('/step/c.0')) as Uint8Array;
  assert.equal(Array.from(new Int32Array(bytes.slice().buffer)), step);
});

test('long curves are averaged over at most a hundred intervals', async () => {
  const steps = async (train: StudyInput['train']) =>
    (await planned(new MemoryFiles(), { ...kept, train: { ...kept.train, ...train } } as StudyInput)).plan.steps;
  const [whole, odd] = [await steps({ steps: 250, refine: 150 }), await steps({ steps: 250, refine: 151, freeze: false })];
  assert.equal([whole.length, whole[0], whole.at(-1)], [100, 4, 400]);
  // Of a filter that is trained the curve is that of its training alone; 250 steps make 83 intervals of 3.
  assert.equal([odd.length, odd[0], odd.at(-1)], [83, 3, 249]);
});

test('a study whose plan does not say its steps keeps the extents it was stored with', async () => {
  const files = new MemoryFiles();
  const folder = await planned(files, { ...kept, train: { ...kept.train, refine: 20 } });
  await runAll(folder);
  // As the first plans were: refine is 20 more than the store has steps for.
  const plan = JSON.parse(new TextDecoder().decode(await files.read('study/study.json')));
  plan.config.train.refine = 40;
  await files.write('study/study.json', JSON.stringify({ ...plan, format: 'blockspin study 1', seal: undefined, shared: undefined, steps: undefined }));
  const old = await StudyFolder.open(files, 'study', owner);
  assert.equal([old.plan.steps.length, old.plan.steps.at(-1)], [40, 40]);
  assert.is((await readStudy(old)).curves[0][0][0][0]?.length, 40);
  assert.ok(Object.keys(await exported(old, 'npy', 'study')).includes('objective.npy'));
});

test.run();
