/** Studies with levels: configs, seeds, the order of cells, and the configurations that each level is trained on. No GPU. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { DataSet } from '../../src/model/data/data_set.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { levelFlows } from '../../src/study/analyse/levels.ts';
import { runCell, type Trainer } from '../../src/study/cells/cell.ts';
import { StudyFolder } from '../../src/study/cells/folder.ts';
import { readStudy } from '../../src/study/cells/read.ts';
import type { CellRecord } from '../../src/study/cells/record.ts';
import { type StudyInput, studyConfig } from '../../src/study/plan/config.ts';
import { cellBelow, fullSettings, planStudy } from '../../src/study/plan/plan.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { close } from '../support/close.ts';
import { spins } from '../support/random.ts';
import { MemoryFiles, ORIGIN, pretender, SMALL_STUDY, someOwner } from '../support/study.ts';

const owner = someOwner(1, [1]);
const LEVELS: StudyInput = {
  ...SMALL_STUDY,
  train: { ...SMALL_STUDY.train, size: 16 },
  grid: { temperature: [2, 3], buffer: [0], level: 3 },
  runs: 2,
  coarsening: { samples: 200 },
};
const planned = (input: StudyInput = LEVELS) => StudyFolder.plan(new MemoryFiles(), 'study', input, owner, ORIGIN);
const withGrid = (grid: object, more: object = {}): StudyInput => ({ ...LEVELS, ...more, grid: { ...LEVELS.grid, ...grid } });

test('a number of levels is all levels up to it; defaults of coarsening; a config that was filled in is taken again', () => {
  const config = studyConfig(LEVELS);
  assert.equal([config.grid.level, config.coarsening], [[1, 2, 3], { buffer: 0, samples: 256 }]);
  assert.equal(studyConfig(config), config);
  assert.equal(studyConfig(withGrid({ buffer: [1, 0], level: [2, 1] }, { coarsening: undefined })).coarsening, { buffer: 0, samples: 4096 });
  assert.is(studyConfig(SMALL_STUDY).coarsening, undefined);
});

for (const [what, input, message] of [
  ['levels with a gap', withGrid({ level: [1, 3] }), /grid\.level.*all levels from 1 on/],
  ['a buffer that the grid has not', { ...LEVELS, coarsening: { buffer: 4 } }, /coarsening\.buffer.*one of 0.*4/],
  ['coarsening without levels', withGrid({ level: undefined }), /coarsening.*levels to be made by it/],
  ['a lattice smaller than the window', withGrid({ buffer: [0, 1] }), /window.*block \+ 2 \(buffer \+ shell\) <= size = 4/],
  ['sides that are no multiples', { ...LEVELS, train: { ...LEVELS.train, size: 18 } }, /train\.size.*sides that 4 divides/],
  ['several numbers of components', withGrid({ components: [1, 2] }), /grid\.components.*one number of components/],
  ['a nonlinear filter', { ...LEVELS, train: { ...LEVELS.train, filterHidden: [4] } }, /train\.filterHidden.*a linear filter/],
  ['disorder', { ...LEVELS, train: { ...LEVELS.train, disorder: 0.1 } }, /train\.disorder.*no disorder/],
  ['masses', { train: { model: 'chipping', size: 64, block: 2, shell: 1 }, grid: { level: 2, buffer: [0] } }, /a model of states or numbers/],
  [
    'a lattice that is not square',
    { train: { model: 'potts', lattice: 'triangular', size: 12, block: 2, shell: 1 }, grid: { level: 2, buffer: [0] } },
    /train\.lattice.*a ring, a square or a cube/,
  ],
  ['too much memory', withGrid({ level: 2 }, { train: { ...LEVELS.train, size: 1024 }, coarsening: { samples: 4096 } }), /coarsening\.samples.*at most 1024/],
] as const) {
  test(`refused: ${what}`, () => {
    assert.throws(() => studyConfig(input), message);
  });
}

test('the first level has the seeds of a study without levels; every other cell has its own', () => {
  const [plan, without] = [planStudy(studyConfig(LEVELS)), planStudy(studyConfig(withGrid({ level: undefined }, { coarsening: undefined })))];
  assert.equal(
    plan.cells.filter(({ values }) => values.level === 1).map(({ seed }) => seed),
    without.cells.map(({ seed }) => seed),
  );
  assert.is(new Set(plan.cells.map(({ seed }) => seed)).size, 6);
  const below = plan.cells.map((cell) => cellBelow(plan, cell));
  assert.equal(
    below.map((cell) => cell?.index),
    [undefined, undefined, 0, 1, 2, 3],
  );
  const more = planStudy(studyConfig(withGrid({ level: 3 })), planStudy(studyConfig(withGrid({ level: 2 }))));
  assert.equal(
    [...more.cells].map(({ seed }) => seed),
    plan.cells.map(({ seed }) => seed),
    'levels may be added',
  );
});

/** A trainer that keeps what it was given. */
function watching(): { trainer: Trainer; asked: TrainInput[] } {
  const asked: TrainInput[] = [];
  return { trainer: pretender((input) => void asked.push(input)), asked };
}

/** Signs of a weighted sum over 2 x 2 blocks of the sum of a square lattice, from the definition. */
function blocked(values: ArrayLike<number>, side: number, [[[a, b], [c, d]]]: readonly (readonly (readonly number[])[])[]): number[] {
  const at = (y: number, x: number) => values[y * side + x];
  return Array.from({ length: (side / 2) ** 2 }, (_, i) => {
    const [y, x] = [2 * Math.floor(i / (side / 2)), 2 * (i % (side / 2))];
    return Math.sign(a * at(y, x) + b * at(y, x + 1) + c * at(y + 1, x) + d * at(y + 1, x + 1));
  });
}

test('one cell of the third level: the cells below it are run as themselves, each with the blocks of the one below', async () => {
  const { trainer, asked } = watching();
  const folder = await planned();
  const [first, second, third] = [0, 2, 4].map((index) => folder.cell(index));
  const outcome = await runCell(folder, third, async () => trainer, ORIGIN);
  assert.is(outcome.outcome, 'done');
  assert.equal(
    asked.map(({ seed }) => seed),
    [first.seed, second.seed, third.seed],
  );
  const records = (await Promise.all([first, second, third].map((cell) => folder.record(cell)))) as CellRecord[];
  assert.equal(
    records.map(({ level }) => [level?.level, level?.extents, level?.samples]),
    [
      [1, [16, 16], 256],
      [2, [8, 8], 256],
      [3, [4, 4], 256],
    ],
  );
  assert.is(asked[0].data, undefined, 'the model itself');
  const { data, symmetry, boundary, temperature } = asked[2] as TrainInput & { data: DataSet };
  assert.equal([symmetry, boundary, temperature, data.array.shape], ['flip', ['periodic', 'periodic'], [2], [256, 4, 4]]);
  const [rule, next] = records.map(({ level }) => level?.rule.filter as number[][][]);
  for (const n of [0, 7, 127, 128, 255]) {
    const sampled = spins(((third.seed + 1) % 1e6) + Math.floor(n / 128), 128 * 256).subarray((n % 128) * 256, ((n % 128) + 1) * 256);
    assert.equal(Array.from(data.array.data.subarray(16 * n, 16 * n + 16), Number), blocked(blocked(sampled, 16, rule), 8, next), `sample ${n}`);
  }
  const energy = Array.from({ length: 256 }, (_, n) => {
    const at = (y: number, x: number) => Number(data.array.data[16 * n + 4 * (y % 4) + (x % 4)]);
    let sum = 0;
    for (let y = 0; y < 4; y++) for (let x = 0; x < 4; x++) sum -= at(y, x) * (at(y + 1, x) + at(y, x + 1));
    return sum / 16;
  });
  close([records[2].level?.energy?.mean ?? Number.NaN], [energy.reduce((a, b) => a + b, 0) / 256], { atol: 1e-12, rtol: 0 }, 'energy of a site');
  assert.is((await runCell(folder, second, async () => trainer, ORIGIN)).outcome, 'already done');
});

test('a level waits for a cell below that another process has, and fails with one that fails, until that one is retried', async () => {
  const folder = await planned();
  const [below, above] = [folder.cell(0), folder.cell(2)];
  const lock = await folder.lock(below);
  assert.is((await runCell(folder, above, async () => pretender(), ORIGIN)).outcome, 'locked');
  await (lock as unknown as { release(): Promise<void> }).release();
  const { BlockspinError } = await import('../../src/core/errors.ts');
  const diverging = pretender(() => {
    throw new BlockspinError({ who: 'training', expected: 'finite', got: 'NaN', remedy: 'a smaller rate', code: 'diverged' });
  });
  const failed = await runCell(folder, above, async () => diverging, ORIGIN);
  assert.match(failed.outcome === 'failed' ? failed.failure.reason : '', /cell 2: expected the filter of cell 0, the level below, got .*NaN/);
  assert.is((await runCell(folder, above, async () => pretender(), ORIGIN)).outcome, 'failed');
  assert.is((await runCell(folder, above, async () => pretender(), ORIGIN, { retry: true })).outcome, 'done');
});

test('coarse configurations that do not vary fail their cell, and not the study', async () => {
  const folder = await planned();
  const cold: Trainer = {
    ...pretender(),
    sample: (request, { add, progress }) => pretender().sample(request, { progress, add: ({ shape, data }) => add({ shape, data: data.fill(1) }) }),
  };
  const ended = await runCell(folder, folder.cell(2), async () => cold, ORIGIN);
  assert.match(ended.outcome === 'failed' ? ended.failure.reason : '', /configurations of level 2: expected values that vary/);
});

test('the analysis puts levels side by side; a study without them has none', async () => {
  const folder = await planned();
  for (const cell of folder.plan.cells) await runCell(folder, cell, async () => pretender(), ORIGIN);
  const all = await Promise.all(
    fullSettings(folder.config).map(async (setting) => {
      const data = await readStudy(folder, setting);
      return { data, analysis: analyse(data) };
    }),
  );
  const [{ flows }, ...rest] = levelFlows(all);
  assert.equal(
    [rest, flows.map(({ temperature, rows }) => [temperature, rows.map(({ level, extents }) => [level, extents?.[0]])])],
    [
      [],
      [2, 3].map((temperature) => [
        temperature,
        [
          [1, 16],
          [2, 8],
          [3, 4],
        ],
      ]),
    ],
  );
  const [{ rows, change }] = flows;
  const [first, last] = [rows[0].information, rows[2].information];
  close(
    [change?.mean ?? Number.NaN, change?.error ?? Number.NaN],
    [last.mean - first.mean, Math.hypot(first.error, last.error)],
    { atol: 1e-12, rtol: 0 },
    'change',
  );
  assert.equal(levelFlows(all.slice(0, 1)), []);
});

test.run();
