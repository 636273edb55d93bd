/** Blocks of every shape: where sites lie, what filters are called there, and how they are drawn. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { classifyFilter } from '../../src/analysis/filters/filter.ts';
import { formOf } from '../../src/analysis/filters/form.ts';
import { oneAgainstRest, permutationOfStates } from '../../src/analysis/filters/states.ts';
import { DataSet } from '../../src/model/data/data_set.ts';
import { drawFigures } from '../../src/report/run/figures.ts';
import { findings } from '../../src/report/run/findings.ts';
import { drawFilters } from '../../src/report/terminal/table.ts';
import { cellOf, positionsIn } from '../../src/space/cell.ts';
import type { SiteList } from '../../src/space/sites.ts';
import { readSites } from '../../src/store/sites_file.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { formOfBlock, holesOfBlock } from '../../src/train/config/geometry.ts';
import type { PointSummary } from '../../src/train/result/summary.ts';
import { minus, Source } from '../support/ensembles.ts';
import { madeUpResults, plain, records } from './results_fixture.ts';

type Known = NonNullable<ReturnType<typeof cellOf>>;
const CELLS = { triangular: cellOf('triangular') as Known, honeycomb: cellOf('honeycomb') as Known, kagome: cellOf('kagome') as Known };
const { triangular, honeycomb } = CELLS;
const rows = (flat: readonly number[], width: number) => Array.from({ length: flat.length / width }, (_, y) => flat.slice(y * width, (y + 1) * width));
const weights = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));

/** Results of one point with this filter. */
function results(more: Partial<PointSummary>, filter: number[][][], sites?: SiteList) {
  const made = madeUpResults({ temperature: [1.8], buffer: [0], block: 2, replicas: 1 });
  Object.assign(made.summary.points[0], { ...more, filters: [filter], best: 0 });
  if (sites) made.summary.config.sites = sites as typeof made.summary.config.sites;
  return made;
}
const text = (made: ReturnType<typeof results>) =>
  drawFilters(made.summary, { width: 200 })
    .split('\n')
    .slice(1)
    .map((line) => line.slice(9));

test('sites of lattices lie where their neighbours do', () => {
  const least = (places: readonly (readonly [number, number])[], from: number) => {
    const all = places.map(([x, y]) => Math.hypot(x - places[from][0], y - places[from][1])).filter((d) => d > 0);
    return all.filter((d) => d < Math.min(...all) + 1e-9).length;
  };
  // Of a site in the middle of 3 x 3 cells: six, three and four neighbours.
  assert.is(least(positionsIn([3, 3], CELLS.triangular), 4), 6);
  assert.is(least(positionsIn([3, 3], CELLS.honeycomb), 8), 3);
  assert.is(least(positionsIn([3, 3], CELLS.kagome), 12), 4);
  assert.is(cellOf('square'), undefined);
});

test('kinds of filters on rectangles, cubes and lattices with a cell', () => {
  const kind = (filter: number[], form: ReturnType<typeof formOf>, coupling = 1) => classifyFilter([[filter]], { mean: 0.3, error: 0.01 }, coupling, [], form);
  const cube = formOf([3, 3, 3]);
  const parity = weights(27, (i) => ((i % 3) + (Math.floor(i / 3) % 3) + Math.floor(i / 9)) % 2);
  assert.is(
    kind(
      weights(27, () => 1),
      cube,
    ),
    'uniform',
  );
  assert.is(
    kind(
      parity.map((odd) => (odd ? -1 : 1)),
      cube,
    ),
    'staggered',
  );
  assert.is(
    kind(
      weights(27, (i) => (i === 13 ? 0.05 : 1)),
      cube,
    ),
    'boundary',
  );
  assert.is(
    kind(
      weights(27, (i) => (i === 13 ? 1 : 0.01)),
      cube,
    ),
    'localised',
  );
  // Rows of a slab of even height: the next slice begins with the other sign.
  assert.is(kind([1, -1, -1, 1, -1, 1, 1, -1], formOf([2, 2, 2])), 'staggered');
  assert.is(kind([1, -1, 1, -1, 1, -1, 1, -1], formOf([2, 2, 2])), 'mixed', 'planes are no checkerboard');
  const third = (a: number[]) => weights(16, (i) => a[((((i % 4) - Math.floor(i / 4)) % 3) + 3) % 3]);
  const of = formOf([4, 4], triangular);
  assert.is(kind(third([1, -0.5, -0.5]), of), 'three-sublattice');
  assert.is(kind(third([0, 1, -1]), of, -1), 'three-sublattice');
  assert.is(kind(third([1, 1, 1]), of), 'uniform');
  assert.is(
    kind(
      weights(16, (i) => ((i + Math.floor(i / 4)) % 2 ? -1 : 1)),
      of,
    ),
    'mixed',
    'stripes',
  );
  assert.is(kind(third([1, -0.5, -0.5]), formOf([4, 4])), 'mixed', 'on a square it is no pattern');
  assert.is(kind([1, -1, 1, -1, 1, -1, 1, -1], formOf([2, 2], honeycomb)), 'staggered');
  assert.is(kind([1, 0, -1, 1, 0, -1], formOf([1, 2], CELLS.kagome)), 'three-sublattice');
});

test('the states that H stands for', () => {
  const one = (s: number) => weights(12, (i) => (i % 3 === s ? 1 : -0.5));
  const { state, cosine } = oneAgainstRest(rows(minus(one(2)), 6), 3);
  assert.equal([state, Math.abs(cosine - 1) < 1e-12], [2, true]);
  const localised = weights(12, (i) => (i === 0 ? 1 : i < 3 ? -0.5 : 0));
  assert.ok(Math.abs(oneAgainstRest(rows(localised, 6), 3).cosine - 0.5) < 1e-12, 'one of four sites');
  const source = new Source(1);
  const common = source.normals(12);
  const logits = [1, 2, 0].map((s) =>
    rows(
      one(s).map((w, i) => w + common[i]),
      6,
    ),
  );
  const found = permutationOfStates(logits);
  assert.equal(found.order, [1, 2, 0]);
  assert.ok(Math.abs(found.cosine - 1) < 1e-12, 'what logits have in common does not count');
  assert.ok(permutationOfStates([one(0), one(0), one(1)].map((l) => rows(l, 6))).cosine < 0.9, 'no permutation');
});

test('words: one state, a permutation, three sublattices, and no magnetisation of values that are no spins', () => {
  const alphabet = { kind: 'states', values: [-1, 0, 1] } as const;
  const one = (s: number) =>
    rows(
      weights(12, (i) => (i % 3 === s ? 1 : -0.5)),
      6,
    );
  const said = (more: Partial<PointSummary>, filter: number[][][]) => findings(results(more, filter)).join(' ');
  assert.match(
    said({ alphabet, filter: 'uniform' }, [one(1)]),
    /the filter is uniform: for every state .* about alike, and H tells the state 0 from the others\./,
  );
  assert.match(said({ alphabet, filter: 'uniform', states: 3 }, [one(2), one(0), one(1)]), /each state of H stands for one of the values: 1, -1, 0\./);
  const spin = rows(
    weights(12, (i) => (i % 3) - 1),
    6,
  );
  assert.not.match(said({ alphabet, filter: 'uniform' }, [spin]), /tells the state/, 'the negative control');
  const third = rows(
    weights(9, (i) => [1, -0.5, -0.5][((((i % 3) - Math.floor(i / 3)) % 3) + 3) % 3]),
    3,
  );
  assert.match(
    said({ block: 3, cell: triangular, filter: 'three-sublattice' }, [third]),
    /three-sublattice: its weights differ between the three sublattices and sum to zero over them \(cosine with such patterns 1\.00\)/,
  );
  const flat = rows(
    weights(4, () => 1),
    2,
  );
  assert.match(said({ filter: 'uniform' }, [flat]), /H is the sign of the magnetisation/);
  assert.not.match(said({ alphabet: { kind: 'reals' }, filter: 'uniform' }, [flat]), /magnetisation/);
  assert.match(
    said({ alphabet: { kind: 'angles', period: 6.28 }, filter: 'uniform' }, [
      rows(
        weights(8, () => 1),
        4,
      ),
    ]),
    /for cosine and sine the sites/,
  );
  const staggered = rows([1, -1, -1, 1, -1, 1, 1, -1], 2);
  assert.match(
    said({ block: 2, extents: [4, 4, 4], filter: 'staggered' }, [staggered]),
    /staggered: H is the sign of the sublattice magnetisation of the block .*1\.00/,
  );
});

test('lattices with a cell are drawn where their sites lie', async () => {
  const made = results({ block: [2, 2], cell: triangular }, [
    [
      [1, -0.5],
      [0.2, -0.6],
    ],
  ]);
  assert.equal(text(made).slice(0, 2), ['+1.0 -0.5', '   +0.2 -0.6']);
  const coloured = plain(drawFilters(made.summary, { colour: true })).split('\n');
  assert.equal([coloured[1].slice(9), coloured[2].slice(9)], ['███ ███', '  ███ ███']);
  const [figure] = await drawFigures(made);
  const sites = records(figure.spec) as { kind: string; x: number; y: number; weight: number }[];
  assert.equal(
    sites.map(({ weight }) => weight),
    [1, -0.5, 0.2, -0.6],
  );
  assert.ok(Math.abs(sites[2].x - (sites[0].x + sites[1].x) / 2) < 0.01, 'the second row is shifted by half a site');
  assert.ok(Math.abs(Math.hypot(sites[2].x - sites[0].x, sites[2].y - sites[0].y) - (sites[1].x - sites[0].x)) < 0.01, 'neighbours are equally far');
  assert.match(figure.caption, /sites where they lie on the triangular lattice/);
  const cells = results({ block: [1, 2], channels: 2, cell: honeycomb }, [[[1, -1, 1, -1]]]);
  assert.equal(text(cells).slice(0, 2), ['+1.0 +1.0', '   -1.0 -1.0']);
  const states = results({ block: [1, 2], channels: 2, cell: honeycomb, alphabet: { kind: 'states', values: [5, 7] } }, [
    [[1, -1, 0.5, -0.5, 1, -1, 0.5, -0.5]],
  ]);
  assert.match(text(states)[0], /^5 +7$/);
});

test('holes are blank, values of a site and cosine and sine are pictures of their own, units are said', async () => {
  const hole = results({ block: [2, 2], blank: [1] }, [[[1, 0.5, 0.2]]]);
  assert.equal(text(hole).slice(0, 2), ['+1.0', '+0.5 +0.2']);
  const [figure] = await drawFigures(hole);
  assert.is(records(figure.spec).length, 3);
  assert.match(figure.caption, /blank: the site without values/);
  assert.match(plain(drawFilters(hole.summary, { colour: true })).split('\n')[1], /[^▀]▀▀ *$/);
  const reals = results({ channels: 2, alphabet: { kind: 'reals' } }, [rows([0.1, 2, 0.1, 2, 0.1, 2, 0.1, 2], 4)]);
  assert.equal(text(reals).slice(0, 2), ['value 1   value 2', '+0.1 +0.1 +1.0 +1.0']);
  const [pictures] = await drawFigures(reals);
  assert.match(pictures.caption, /a picture for each of the 2 values of a site\. Weights multiply the values of the file: they are per unit of the data\./);
  assert.match(pictures.svg, /max 2 per unit of the data/);
  assert.match(pictures.svg, />value 2</);
  const angles = results({ alphabet: { kind: 'angles', period: 360 } }, [rows([1, 0, 1, 0, 1, 0, 1, 0], 4)]);
  assert.match(text(angles)[0], /^cos +sin$/);
  assert.equal(text(angles)[1], '+1.0 +1.0 +0.0 +0.0');
});

test('listed sites with positions: the block coloured, the environment and edges faint', async () => {
  const sites = {
    block: [0, 1],
    environment: [3],
    positions: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 2],
    ] as [number, number][],
    edges: [
      [0, 1],
      [1, 2],
      [2, 3],
    ] as [number, number][],
  };
  const made = results({ block: 2, boundary: undefined, extents: [4] }, [[[1, -0.5]]], sites);
  const [figure] = await drawFigures(made);
  const drawn = records(figure.spec) as { kind: string; x: number; y: number }[];
  const kinds = (kind: string) => drawn.filter((record) => record.kind === kind);
  assert.equal([kinds('site').length, kinds('other').length, kinds('bond').length], [2, 1, 3]);
  assert.ok(kinds('other')[0].y < kinds('site')[0].y, 'y points upwards');
  assert.match(figure.caption, /sites at their positions; grey: the environment, lines: edges/);
  const file = (content: unknown) => readSites({ read: async () => new TextEncoder().encode(JSON.stringify(content)) } as never, 'sites.json');
  assert.equal(await file(sites), sites);
  const refused = async (content: unknown) =>
    file(content).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  assert.match(await refused({ ...sites, positions: [[0]] }), /a list of pairs of numbers in positions, got \[0\]/);
  assert.match(await refused({ ...sites, colour: 1 }), /keys block and environment, perhaps positions and edges, and no other/);
  const data = new DataSet({ shape: [96, 4], data: Int8Array.from({ length: 384 }, (_, i) => (i * 7) % 2) }, 'd', { listed: true });
  assert.throws(() => trainConfig({ data, sites: { ...sites, positions: [[0, 0]] } }), /expected 4 positions, one of each value of a configuration, got 1/);
  assert.throws(() => trainConfig({ data, sites: { ...sites, edges: [[0, 4]] } }), /expected edges between values from 0 to 3/);
});

test('data say what lattice they are of, and a number of values that does not fit is refused', () => {
  const source = new Source(2);
  const set = (shape: number[], axes: string) =>
    new DataSet({ shape: [96, ...shape], data: Int8Array.from({ length: 96 * shape.reduce((a, b) => a * b, 1) }, () => source.choice(2)) }, 'd', { axes });
  const pairs = set([4, 5, 2], 'nyxc');
  const config = trainConfig({ data: pairs, boundary: ['periodic'], lattice: 'honeycomb', block: 2, buffer: 0, shell: 1 });
  assert.equal([formOfBlock(config)?.parity, config.lattice], [[1, -1, 1, -1, 1, -1, 1, -1], 'honeycomb']);
  assert.is(formOfBlock(trainConfig({ data: pairs, boundary: ['periodic'], block: 2, buffer: 0, shell: 1 })), undefined, 'two values of a site');
  assert.throws(() => pairs.space(['periodic'], 'kagome'), /expected 3 values of a cell, one for each of its sites, in d, got 4 x 5 along y x with 2 values/);
  assert.throws(() => set([4, 4, 4], 'nzyx').space(['periodic'], 'triangular'), /expected cells along y and x/);
  assert.throws(() => set([4, 4], 'nyx').space(['periodic'], 'honeycomb'), /got 4 x 4 along y x with 1 value at each/);
  assert.is(set([4, 4], 'nyx').space(['open'], 'triangular').cell?.name, 'triangular');
  const holed = new DataSet({ shape: [96, 4, 4], data: Int8Array.from({ length: 96 * 16 }, () => source.choice(2)) }, 'd', {
    axes: 'nyx',
    mask: { shape: [4, 4], data: Uint8Array.from({ length: 16 }, (_, i) => Number(i === 6)), boolean: true },
  });
  assert.equal(holesOfBlock(trainConfig({ data: holed, boundary: ['open'], block: 2, buffer: 0, shell: 'rest', at: [1, 1] })), [1]);
});

test.run();
