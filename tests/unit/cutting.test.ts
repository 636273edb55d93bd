/** Where windows are cut: the settings as they are written, what is refused with which advice, and how results name and draw it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseWords } from '../../native/node/words.ts';
import type { Host } from '../../src/cli/host.ts';
import { readOptions, trainingOptions } from '../../src/cli/options.ts';
import { VERBS } from '../../src/cli/verbs.ts';
import { DataSet } from '../../src/model/data/data_set.ts';
import { blockWords, dataWords, placeWords } from '../../src/report/run/places.ts';
import { drawFilters } from '../../src/report/terminal/filters.ts';
import { checkWindow } from '../../src/space/fits.ts';
import { axisNames, latticeSpace } from '../../src/space/space.ts';
import { siteTable } from '../../src/space/table.ts';
import { studyConfig } from '../../src/study/plan/config.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { filterExtents, filterShape, isPicture, shapedFilter, siteTableOf } from '../../src/train/config/geometry.ts';
import { spins } from '../support/random.ts';
import { madeUpResults } from './results_fixture.ts';

const given = (text: string) => trainingOptions(readOptions({ words: text.split(' '), parse: parseWords } as unknown as Host, VERBS.train.options).given);

test('options: one number, one for each axis, several widths, words', () => {
  assert.equal(given('--block 2 --buffer 0,2 --shell 1 --stride 2'), { block: 2, buffer: [0, 2], shell: 1, stride: 2 });
  assert.equal(given('--block 2,2,1 --buffer 1x1x0 --shell 1x2 --at 1,2 --stride 2x2'), {
    block: [2, 2, 1],
    buffer: '1x1x0',
    shell: '1x2',
    at: [1, 2],
    stride: '2x2',
  });
  assert.equal(given('--buffer 0,1x1x0 --shell rest --at anywhere'), { buffer: [0, '1x1x0'], shell: 'rest', at: 'anywhere' });
  for (const text of ['--block 2x', '--block 2,,1', '--buffer 1x1,rest', '--at 1,b']) assert.throws(() => given(text), /expected decimal numbers/);
});

const WINDOW = { block: [2, 1], buffer: [0, [1, 0]], shell: [1, 2], at: [3, 3], stride: 2 } as const;

test('settings: lists and words are the same, and what comes out goes in', () => {
  const config = trainConfig({ size: 8, ...WINDOW } as unknown as TrainInput);
  const words = trainConfig({ size: 8, block: '2x1', buffer: [0, '1x0'], shell: '1x2', at: '3x3', stride: [2] });
  for (const one of [config, words]) {
    const { block, buffer, shell, at, stride } = one;
    assert.equal({ block, buffer, shell, at, stride }, WINDOW);
  }
  assert.equal(trainConfig(config as TrainInput), config);
  const anywhere = trainConfig({ size: 12, block: [4], at: 'anywhere' });
  assert.equal([anywhere.block, anywhere.at], [4, undefined]);
  assert.equal(trainConfig({ size: 12, buffer: [0, 1] }).buffer, [0, 1], 'a list of numbers is several widths');
});

const small = { size: 6, block: 1, buffer: 0, shell: 1 } as const;
for (const [what, input, message] of [
  ['a list of another length', { block: [1, 1, 1] }, /^block: expected 2 numbers, one for each axis y, x, got 1x1x1; /],
  ['a site of one coordinate', { at: [1] }, /^at: expected 2 numbers/],
  [
    'a block that is no number',
    { block: '2xx' },
    /^block: expected a number, or one for each axis such as \[2, 2, 1\] or '2x2x1', got 2xx; use for example block: 4$/,
  ],
  ['another word for the shell', { shell: 'all' }, /^shell: expected a number, or one for each axis .*, or 'rest', got all/],
  ['a shell of nothing', { shell: [0, 0] }, /^shell: expected a shell width of at least 1, got 0x0/],
  ['half a block', { block: [1, 0.5] }, /^block: expected a block side of at least 1, got 0\.5/],
  ['a place beyond the lattice', { at: [6, 0] }, /^at: expected the first site of the block along y, from 0 to 5, got 6; /],
  ['a stride that does not divide the period', { stride: [2, 4] }, /^stride: expected a stride along x that divides the 6 sites of the period, got 4/],
  ['a lag without time', { lag: 1 }, /^lag: expected configurations with an axis of time, got 1; /],
  ['a rest of nothing', { block: 2, buffer: 2, shell: 'rest' }, /^buffer: expected an environment of at least one site beyond the buffer/],
  ['a window that is too large', { block: [2, 1], shell: [2, 3] }, /^window: expected block \+ 2 \(buffer \+ shell\) <= size = 6, got 1 \+ 2 \(0 \+ 3\) = 7/],
  [
    'a width given twice',
    { buffer: [1, 1, 0] },
    /^buffer: expected different widths, each for all axes, got 1,1,0; .*axis to axis are written buffer: '1x1x0'/,
  ],
  ['patches of all that is left', { shell: 'rest', patch: 1 }, /^patch: expected a window of spins or bonds, got all that is left/],
  ['patches at one place', { at: [1, 1], patch: 1 }, /^patch: .*got windows at some of the places/],
  ['a place beside a list of sites', { sites: { block: [1], environment: [2] }, block: undefined, buffer: undefined, shell: undefined, at: [0, 0] }, /^at: /],
] as const) {
  test(`refused: ${what}`, () => assert.throws(() => trainConfig({ ...small, ...input } as unknown as TrainInput), message));
}

test('open axes: all that is left needs a place; a place may be anywhere inside, a window beside it not', () => {
  const open = latticeSpace([4, 6], { boundary: ['open', 'periodic'] });
  assert.throws(
    () => checkWindow({ block: 2, buffer: 0, shell: 'rest' }, open),
    /^shell: 'rest': expected a fixed place, since y is open, got blocks anywhere; say where .*at: 0|^shell.*rest.*y is open/,
  );
  checkWindow({ block: 2, buffer: 0, shell: 'rest' }, open, { at: [2, 5] });
  checkWindow({ block: 2, buffer: 2, shell: 1 }, latticeSpace([4, 6], { boundary: 'open' }), { at: [0, 0] });
  assert.throws(() => checkWindow({ block: 2, buffer: 0, shell: 1 }, open, { at: [3, 0] }), /^at: .*along y, from 0 to 2, got 3/);
  assert.throws(() => checkWindow({ block: 2, buffer: 1, shell: 1 }, latticeSpace([4, 6], { boundary: 'open' })), /<= 4 on 4 x 6 sites, got 2 \+ 2/);
});

test('no place: the largest block and buffer that have one', () => {
  const space = latticeSpace([8, 8], { boundary: 'open', holes: [27] });
  const cut = (block: number, buffer: number) => siteTable([{ block, buffer, shell: 1 }], space);
  // Rows 4 to 7 and all columns are without the hole: windows of 4 sites fit, those of 5 do not.
  assert.is(cut(2, 0).corners.length, 5 + 4);
  assert.throws(
    () => cut(3, 0),
    /^window: expected a window that somewhere touches neither hole nor end; the largest is block 2 with buffer 0, got block 3 with buffer 0; use block: '2' and buffer: '0', or a fixed place with at/,
  );
  assert.throws(() => cut(2, 1), /the largest is block 2 with buffer 0, got block 2 with buffer 1/);
  const holes = Array.from({ length: 16 }, (_, i) => i).filter((i) => i % 2 === 0);
  assert.throws(
    () => siteTable([{ block: 1, buffer: 0, shell: 1 }], latticeSpace([16], { holes })),
    /the largest is none, .*; use a fixed place with at: holes are then left out/,
  );
  assert.throws(
    () => siteTable([{ block: 1, buffer: 0, shell: 1 }], latticeSpace([16], { holes }), { at: [4] }),
    /^at: expected a block of which some sites have values, got holes only/,
  );
  assert.throws(
    () => siteTable([{ block: 1, buffer: 0, shell: 1 }], latticeSpace([16], { holes }), { at: [3] }),
    /^buffer: expected an environment of at least one site/,
  );
});

/** Random data on a space of a test. */
class Shaped extends DataSet {
  override space = () => this.made;
  constructor(readonly made: ReturnType<typeof latticeSpace>) {
    super({ shape: [96, ...made.extents], data: spins(5, 96 * made.extents.reduce((a, b) => a * b, 1)) }, 'made', { axes: `n${axisNames(made).join('')}` });
  }
}

test('filters have the sides of their block; a block with a hole is one row, a block of one time has no side along it', () => {
  const config = trainConfig({ size: 8, block: [1, 3], buffer: 0, shell: 1 });
  assert.equal([filterShape(config), filterExtents(config), isPicture(config)], [[1, 3], [1, 3], true]);
  const cube = { data: new Shaped(latticeSpace([4, 4, 4])), boundary: 'periodic', block: [2, 1, 3], buffer: 0, shell: 'rest' } as const;
  const box = trainConfig(cube as unknown as TrainInput);
  assert.equal([filterShape(box), filterExtents(box), isPicture(box)], [[2, 1, 3], [2, 3], false]);
  assert.equal(siteTableOf(box).environmentSites, [64 - 6]);
  assert.equal(shapedFilter([1, 2, 3, 4, 5, 6], box), [
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]);
  const holed = { data: new Shaped(latticeSpace([4, 4], { holes: [5] })), boundary: 'periodic' as const, block: 2, buffer: 0, shell: 1 };
  const at = trainConfig({ ...holed, at: [1, 1] });
  assert.equal([filterShape(at), isPicture(at), siteTableOf(at).visibleSites, siteTableOf(at).environmentSites], [[3], false, 3, [12]]);
  const beside = trainConfig({ ...holed, at: [2, 2] });
  assert.equal([filterShape(beside), isPicture(beside), siteTableOf(beside).environmentSites], [[2, 2], true, [11]]);
  const later = trainConfig({
    data: new Shaped(latticeSpace([5, 8], { boundary: ['open', 'periodic'], axes: ['t', 'x'] })),
    block: 2,
    buffer: 0,
    shell: 'rest',
    lag: 2,
    boundary: ['open', 'periodic'],
  });
  assert.equal([filterShape(later), isPicture(later), siteTableOf(later).places, siteTableOf(later).environmentSites], [[2], true, [8, 3, 1], [8]]);
  assert.throws(() => trainConfig({ ...later, lag: 5 } as TrainInput), /^lag: expected a whole number of steps from 1 to 4, since there are 5 times, got 5/);
});

test('results name what was cut, and draw rectangles and the slices of cubes', () => {
  const { summary } = madeUpResults({ size: 8, block: 2, buffer: [0, 1], shell: 1, temperature: [2], replicas: 1 });
  const [point] = summary.points;
  const data = { ...point, boundary: ['open', 'periodic'] as ('open' | 'periodic')[], places: 1 };
  assert.match(
    dataWords({ ...data, at: [1, 2], holes: 2 })[0],
    /open along y, periodic along x: windows are cut at the one place at which the block begins at site 1, 2; its window is without the 2 sites that have no values/,
  );
  assert.match(
    dataWords({ ...data, places: 9, stride: [2, 2], at: [1, 0] })[0],
    /at random at one of the 9 places at which the block begins at a multiple of 2x2 from 1, 0; values are those of the mixture/,
  );
  assert.match(dataWords({ ...data, places: 9, holes: 1 })[0], /one of the 9 places where no window touches one of the 1 sites|where no window touches/);
  assert.match(
    dataWords({ ...data, places: 30, lag: 2, axes: ['t', 'x'] })[0],
    /open along t, periodic along x: .* The environment lies 2 steps of time after the block\.$/,
  );
  assert.equal(placeWords(data), [], 'everywhere');
  assert.equal(placeWords({ ...data, at: [1, 2] }), [
    'Windows are cut at the one place at which the block begins at site 1, 2; its window ends where the lattice ends.',
  ]);
  assert.is(blockWords({ config: { ...summary.config, block: [1, 3] } }, { extents: [8, 8] }), '1 × 3 sites');
  const drawn = (more: object) => drawFilters({ ...summary, points: [{ ...point, ...more }] }, { width: 200 }).split('\n');
  const flat = drawn({ block: [1, 3], buffer: [1, 0], filters: [[[[1, 2, 4]]]] });
  assert.match(flat[0], /buffer 1x0/);
  assert.match(flat[1], /\+0\.2 \+0\.5 \+1\.0$|\+0\.3 \+0\.5 \+1\.0$/);
  const cube = drawn({
    block: [2, 1, 2],
    extents: [4, 4, 4],
    filters: [
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    ],
  });
  assert.match(cube[1], /\+0\.\d \+0\.5 \+0\.8 \+1\.0$/);
});

test('studies keep one number for all axes, and take a place and a stride', () => {
  const train = { size: 8, shell: 1, at: [1, 1], stride: [2, 2] };
  const config = studyConfig({ train: { ...train, block: 2 }, grid: { buffer: [0, 1] } });
  assert.equal([config.train.block, config.train.at, config.train.stride], [2, [1, 1], [2, 2]]);
  assert.throws(() => studyConfig({ train: { ...train, block: [2, 1] } }), /^study config, train\.block: expected a number, got/);
  assert.throws(() => studyConfig({ train: { ...train, shell: 'rest' } }), /^study config, train\.shell: expected a number, got rest/);
  assert.throws(() => studyConfig({ train: { ...train, lag: 1 } }), /lag/);
  assert.throws(() => studyConfig({ train: { ...train, at: [9, 0] } }), /^study config, train\.at: .*from 0 to 7, got 9/);
});

test.run();
