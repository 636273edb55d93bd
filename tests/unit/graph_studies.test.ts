/** Studies on graphs: block and environments around a node, and the ceilings beside their results. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { edgePanels } from '../../src/report/draw/edge_panels.ts';
import { knownOfStudy } from '../../src/report/published/known.ts';
import { bestOf } from '../../src/report/published/quasicrystal.ts';
import { publishedRows } from '../../src/report/published/rows.ts';
import { studyReportFiles } from '../../src/report/study/report.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { sitesAround } from '../../src/space/graph/around.ts';
import { graphOfName } from '../../src/space/graph/by_name.ts';
import { namedGraph } from '../../src/space/graph/named.ts';
import { edgeShell } from '../../src/space/graph/shell.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { trainingOf } from '../../src/study/plan/around.ts';
import { type StudyInput, studyConfig } from '../../src/study/plan/config.ts';
import { planStudy, trainInputOf } from '../../src/study/plan/plan.ts';
import { preset } from '../../src/study/plan/presets.ts';
import { planMismatch } from '../../src/study/plan/recompute.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { siteTableOf } from '../../src/train/config/geometry.ts';
import { MATCHINGS } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';
import { madeStudy } from '../support/study_data.ts';

test('one block and an environment for each buffer, as the shells have them', () => {
  const patch = ammannBeenkerPatch(2);
  const sites = sitesAround(patch, 'edges', { centre: 'auto', level: 1, buffers: [0, 2], shell: 1 });
  const shells = [0, 2].map((buffer) => edgeShell(patch, { centre: 0, level: 1, buffer, depth: 1 }));
  assert.equal(sites.block, shells[0].block);
  assert.equal(
    sites.buffers,
    shells.map(({ environment }, i) => ({ buffer: 2 * i, environment })),
  );
  assert.equal([sites.block.length, ...shells.map(({ environment }) => environment.length), sites.positions?.length], [112, 72, 80, 1016]);
  const nodes = sitesAround(namedGraph('frucht'), 'nodes', { centre: [0, 1], buffers: [0], shell: 'rest' });
  assert.equal([nodes.block, nodes.environment.length, nodes.edges?.length], [[0, 1], 10, 18]);
});

test('a graph by its name is one object', () => {
  assert.is(graphOfName('ammann-beenker:1'), graphOfName('ammann-beenker:1'));
  assert.equal(graphOfName('ammann-beenker:1'), ammannBeenkerPatch(1));
  assert.is(graphOfName('frucht')?.nodes, 12);
  assert.is(graphOfName('fruct'), undefined);
});

test('trainings of a study: lists in the place of the node, a point for each buffer', () => {
  const config = studyConfig(preset('quasicrystal', 'small'));
  const plan = planStudy(config);
  const input = trainInputOf(plan, plan.cells[3]);
  assert.equal([input.components, input.replicas, 'around' in input], [4, 3, false]);
  const training = trainConfig(input);
  assert.equal([training.buffer, training.block, training.shell], [[0, 2], 112, 72]);
  const table = siteTableOf(training);
  assert.equal([table.windows, table.visibleSites, table.environmentSites], [2, 112, [72, 80]]);
  assert.equal(trainConfig(training as typeof input), training, 'it comes out as it went in');
  assert.is(trainingOf(config).sites, trainingOf(config).sites, 'cut once');
  assert.is(planMismatch(JSON.parse(JSON.stringify(plan))), undefined, 'a stored plan follows from its config');
});

test('a study whose trainings read all images of the centre', () => {
  const config = studyConfig({ train: { ...TILING, around: { centre: 0, level: 0, views: 'images' } }, grid: { buffer: [0, 1] } } as unknown as StudyInput);
  const { sites } = trainingOf(config);
  assert.equal([sites?.views?.of, sites?.views?.exact, sites?.views?.further.length], ['images', true, 15]);
  const plan = planStudy(config);
  assert.is(siteTableOf(trainConfig(trainInputOf(plan, plan.cells[0]))).views, 16);
  assert.is(planMismatch(JSON.parse(JSON.stringify(plan))), undefined);
});

const TILING = { model: 'graph-dimers', graph: 'ammann-beenker:1', around: { centre: 0, level: 0 } };
for (const [what, input, message] of [
  ['an axis of a window', { train: TILING, grid: { shell: [1, 2] } }, /^study config, grid.shell: expected no axis of a window, since train.around/],
  ['a level that there is not', { train: { ...TILING, around: { centre: 0, level: 4 } } }, /level/],
  ['a buffer beyond the graph', { train: TILING, grid: { buffer: [0, 40] } }, /^study config, grid.buffer: .*the largest is grid\.buffer/],
  ['an unknown name', { train: { ...TILING, graph: 'penrose' } }, /^study config, train.graph: expected a graph: .*frucht.*ammann-beenker:2/],
  ['a name of no views', { train: { ...TILING, around: { centre: 0, level: 0, views: 'all' } } }, /train.around.*views/],
  ['an unknown key', { train: { ...TILING, around: { center: 0 } } }, /train.around: expected keys out of centre, level, radius, views, got center/],
  ['a node around which windows are cut', { train: { model: 'ising', around: { centre: 0 } } }, /train.around.*graph-dimers/],
] as const) {
  test(`refused: ${what}`, () => {
    assert.throws(() => studyConfig(input as unknown as StudyInput), message);
  });
}

test('the largest informations are those of the exact sum', () => {
  const { bits, best_bits } = MATCHINGS.ceilings;
  const of = (states: number, block = 112) => (bestOf({ graph: 'Ammann-Beenker, level 2', block, buffer: 0, states }) ?? Number.NaN) / Math.LN2;
  close([of(2), of(4), of(8), of(16), of(32), of(8, 88)], [...[2, 4, 8].map((k) => best_bits[k]), bits, bits, best_bits[8]], { atol: 1e-9, rtol: 0 }, 'bits');
  assert.is(bestOf({ graph: 'Ammann-Beenker, level 2', block: 8, buffer: 2, states: 2 }), 0, 'spokes know nothing');
  for (const other of [{ graph: undefined }, { graph: 'Ammann-Beenker, level 1' }, { block: 24 }, { buffer: 7 }]) {
    assert.is(bestOf({ graph: 'Ammann-Beenker, level 2', block: 112, buffer: 0, states: 2, ...other }), undefined, JSON.stringify(other));
  }
});

test('published values, marked in-sample, and ceilings stand beside ours', () => {
  const { data, config } = madeStudy(preset('quasicrystal', 'small'), ({ components, run }) =>
    run === 0 ? { information: 0.5 * components, error: 0.01, filter: Array.from({ length: components }, () => new Array<number>(112).fill(1)) } : undefined,
  );
  const analysis = analyse(data, { listed: true, settings: trainingOf(config) });
  assert.equal([analysis.graph, analysis.setting.block], ['Ammann-Beenker, level 2', 112]);
  const rows = publishedRows(analysis);
  const published = rows.filter(({ id }) => id === 'R14');
  assert.equal(
    published.map((row) => row.published),
    ['0.756', '1.566', '1.814', '2.094'],
  );
  assert.ok(published.every(({ note, at }) => /in-sample/.test(note) && /buffer 0 \(published as buffer 3\)/.test(at)));
  const exact = rows.filter(({ id, at }) => id === 'R15' && /buffer 0/.test(at));
  assert.equal(
    exact.map((row) => row.published),
    ['0.78647', '1.5729', '2.1459', '2.4208'],
  );
  // 0.5 nats are 0.721 bits, 2 nats 2.885.
  close(
    exact.map(({ z }) => z as number),
    [0.5, 1, 1.5, 2].map((nats, i) => (nats / Math.LN2 - [0.7864693511, 1.5729387023, 2.1458774047, 2.4208277279][i]) / (0.01 / Math.LN2)),
    { atol: 1e-6, rtol: 1e-6 },
    'z',
  );
  assert.is(knownOfStudy(analysis, analysis.points[0])?.kind, 'best');
});

test('panels of filters mark the environment of their own buffer, of several buffers all', () => {
  const graph = ammannBeenkerPatch(2);
  const sites = sitesAround(graph, 'edges', { centre: 0, level: 1, buffers: [0, 2], shell: 1 });
  const panel = (buffer?: number) => ({
    row: '',
    column: `${buffer}`,
    components: [{ rows: [sites.block.map(() => 1)] }],
    caption: [],
    ...(buffer === undefined ? {} : { buffer }),
  });
  const words = { rows: [''], columns: ['0', '2', 'undefined'], title: '', subtitle: [], description: '', legend: '' };
  const spec = edgePanels([panel(0), panel(2), panel()], { graph, sites }, words) as unknown as { data: { values: { panelColumn: string; kind: string }[] } };
  const shells = words.columns.map((column) => spec.data.values.filter((record) => record.panelColumn === column && record.kind === 'shell').length);
  assert.equal(shells, [72, 80, 152]);
});

test('the report of a study on a graph counts bonds and edges', async () => {
  const { data, config } = madeStudy(preset('quasicrystal', 'small'), ({ components }) => ({
    information: 0.5 * components,
    error: 0.01,
    filter: Array.from({ length: components }, () => new Array<number>(112).fill(1)),
  }));
  const files = await studyReportFiles(data, analyse(data, { listed: true, settings: trainingOf(config) }), config);
  const page = files['report.html'].replace(/<pre[^>]*>[\s\S]*?<\/pre>/g, '');
  assert.match(page, /buffer \(bonds\)/, 'the legend');
  assert.equal(page.match(/.{0,60}\bsites?\b.{0,40}/gi) ?? [], []);
});

test.run();
