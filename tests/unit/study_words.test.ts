/** What a study stores beside its cells, without a GPU: words of the filters that are chosen now, and null tests. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { wormGraph } from '../../src/model/graph_dimers/rule.ts';
import { firstMatching } from '../../src/model/graph_dimers/start.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { isAbsent } from '../../src/study/analyse/types.ts';
import { runCell, type Trainer } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import { nullInput, nullPlans } from '../../src/study/nulls/plan.ts';
import { nullRows } from '../../src/study/nulls/record.ts';
import { runNull } from '../../src/study/nulls/run.ts';
import { type StudyInput, studyConfig } from '../../src/study/plan/config.ts';
import { fullSettings } from '../../src/study/plan/plan.ts';
import { PRESET_NAMES, preset } from '../../src/study/plan/presets.ts';
import { wordsPlans } from '../../src/study/words/plan.ts';
import { readWords, wordRows } from '../../src/study/words/record.ts';
import { runWords } from '../../src/study/words/run.ts';
import { MemoryFiles, ORIGIN, pretender, someOwner, TINY_TRAIN } from '../support/study.ts';

const { size: _, block: __, ...TINY } = TINY_TRAIN;
const TILING: StudyInput = {
  train: { ...TINY, model: 'graph-dimers', graph: 'ammann-beenker:1', around: { centre: 0, level: 0 } },
  grid: { buffer: [0], components: [2] },
  runs: 1,
  runsPerCell: 1,
};

async function done(files: MemoryFiles, input: StudyInput): Promise<StudyFolder> {
  const folder = await StudyFolder.plan(files, 'study', input, someOwner(1, [1]), ORIGIN);
  for (const cell of folder.plan.cells) await runCell(folder, cell, async () => pretender(), ORIGIN);
  return folder;
}

/** One perfect matching of the patch, again and again. */
const matchings: Pick<Trainer, 'sample'> = {
  async sample({ settings, chains, measurements }, { add }) {
    const graph = settings.graph as Graph;
    const [first, { ends }] = [firstMatching(graph), wormGraph(graph)];
    const each = Array.from(graph.edges, (_, e) => (first[ends[2 * e]] === ends[2 * e + 1] ? 1 : -1));
    const data = Int8Array.from({ length: chains * each.length }, (_, i) => each[i % each.length]);
    for (let t = 0; t < measurements; t++) await add({ shape: [chains, each.length], data });
    return { algorithm: 'made up', burn: 1, spacing: 1, thermal: true, flipSymmetric: false };
  },
};
const open = async () => ({ ...pretender(), ...matchings });
const sampled = (folder: StudyFolder) => runWords(folder, wordsPlans(folder.config)[0], { open, law: () => undefined, origin: ORIGIN });

async function wordsIn(folder: StudyFolder) {
  const data = await readStudy(folder);
  return { data, record: await readWords(folder, wordsPlans(folder.config)[0], data), rows: await wordRows(folder, data) };
}

test('words are those of the filters that are chosen now: of a run that is no longer the chosen one there are none', async () => {
  const files = new MemoryFiles();
  const first = await done(files, TILING);
  assert.is((await sampled(first)).outcome, 'done');
  assert.equal(
    (await wordsIn(first)).record?.points.map(({ components, run }) => [components, run]),
    [[2, 0]],
  );
  // The words of the chosen run stay where others are added, here of one component.
  const wider = await done(files, { ...TILING, grid: { buffer: [0], components: [1, 2] } });
  assert.equal(
    (await wordsIn(wider)).record?.points.map(({ components }) => components),
    [2],
  );
  const longer = await done(files, { ...TILING, grid: { buffer: [0], components: [1, 2] }, runs: 9 });
  const { data, record, rows } = await wordsIn(longer);
  assert.ok(data.points[1][0][0].best !== 0, 'another run is chosen');
  assert.is(record, undefined);
  assert.match(rows && isAbsent(rows) ? rows.absent : '', /chosen now are not sampled/);
  assert.is((await sampled(longer)).outcome, 'done');
  assert.equal(
    (await wordsIn(longer)).record?.points.map(({ components, run }) => [components, run]),
    [
      [1, data.points[0][0][0].best],
      [2, data.points[1][0][0].best],
    ],
  );
  assert.is((await sampled(longer)).outcome, 'already done');
});

test('a report says why filters have no words', async () => {
  for (const [more, reason] of [
    [{ bias: true }, /have a bias/],
    [{ filterHidden: [4] }, /are nonlinear/],
    [{ variable: 'tanh' }, /is a number/],
  ] as const) {
    const folder = await StudyFolder.plan(
      new MemoryFiles(),
      'study',
      { ...TILING, train: { ...TILING.train, ...more } as StudyInput['train'] },
      someOwner(1, [1]),
      ORIGIN,
    );
    assert.equal(wordsPlans(folder.config), []);
    const rows = await wordRows(folder, await readStudy(folder));
    assert.match(rows && isAbsent(rows) ? rows.absent : 'none', reason);
  }
});

test('null tests are trained once, kept where others are named, and trained again where they are damaged', async () => {
  const files = new MemoryFiles();
  const run = async (folder: StudyFolder, open = async () => pretender()) =>
    Promise.all(nullPlans(folder.config).map(async (plan) => (await runNull(folder, plan, { open, origin: ORIGIN })).outcome));
  const rowsIn = async (folder: StudyFolder) => {
    const found = await nullRows(folder, fullSettings(folder.config)[0]);
    return found && (isAbsent(found) ? found.absent : found.rows.map(({ kind, block, components }) => [kind, components, block]));
  };
  const none = await done(files, TILING);
  assert.is(await rowsIn(none), undefined);
  const one = await done(files, { ...TILING, nulls: ['spokes'] });
  assert.match(String(await rowsIn(one)), /not trained yet/);
  assert.equal([await run(one), await run(one, async () => assert.unreachable() as never)], [['done'], ['already done']]);
  const two = await done(files, { ...TILING, nulls: ['shuffled', 'spokes'] });
  assert.equal(await run(two), ['done', 'already done']);
  assert.equal(await rowsIn(two), [
    ['shuffled', 2, (await readStudy(two)).setting.block],
    ['spokes', 2, 8],
  ]);
  const path =
    [...files.content.keys()].find((name) => name.startsWith('study/nulls/1-')) ?? [...files.content.keys()].find((name) => name.startsWith('study/nulls/0-'));
  files.content.set(path as string, (files.content.get(path as string) as Uint8Array).slice(0, -9));
  assert.is((await run(two)).filter((outcome) => outcome === 'done').length, 1);
  const failing = async () => ({ ...pretender(), train: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })) });
  const shorter = await done(new MemoryFiles(), { ...TILING, nulls: ['shuffled'] });
  await run(shorter, failing).then(
    () => assert.unreachable('a training without a disk'),
    ({ code }) => assert.is(code, 'store'),
  );
});

test('trainings of null tests: short ones; E of another chain, and eight edges against those beyond distance 3', () => {
  const config = studyConfig({ ...preset('quasicrystal'), nulls: ['shuffled', 'spokes'] });
  const [shuffled, spokes] = nullPlans(config).map((plan) => nullInput(config, plan, 5));
  for (const { steps, refine, chains, components, replicas } of [shuffled, spokes])
    assert.equal([steps, refine, chains, components, replicas], [600, 300, 1024, 5, 2]);
  assert.equal([shuffled.shuffle, spokes.shuffle, shuffled.sites?.block.length], [7, undefined, 112]);
  const { block, environment } = spokes.sites as { block: number[]; environment: number[] };
  const { edges, nodes } = config.train.graph as { edges: [number, number][]; nodes: number };
  const distances = new Array<number>(nodes).fill(Number.POSITIVE_INFINITY);
  distances[0] = 0;
  for (let d = 0; d < 5; d++)
    for (const [a, b] of edges) if (Math.min(distances[a], distances[b]) === d) for (const end of [a, b]) distances[end] = Math.min(distances[end], d + 1);
  assert.equal(
    block,
    [...edges.keys()].filter((e) => edges[e].includes(0)),
  );
  assert.ok(environment.length > 0 && environment.every((e) => Math.min(...edges[e].map((end) => distances[end])) >= 3));
});

test('which studies have null tests', () => {
  for (const name of PRESET_NAMES) assert.is(preset(name, 'quick').nulls, undefined, name);
  for (const size of ['small', 'full'] as const) assert.equal(preset('quasicrystal', size).nulls, ['shuffled', 'spokes']);
  assert.is(nullPlans(studyConfig({ nulls: ['shuffled'], grid: { temperature: [2, 3] } })).length, 2);
  for (const [nulls, message] of [
    [['spokes'], /expected no spokes, since there is no centre with edges/],
    [['shuffled', 'shuffled'], /each null test once/],
    [['all'], /nulls/],
  ] as const)
    assert.throws(() => studyConfig({ nulls }), message, String(nulls));
});

test.run();
