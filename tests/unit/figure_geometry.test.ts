/** Where parts of figures lie: no two texts in each other, no text beyond the picture, no curve beyond the frame of its plot. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Figure } from '../../src/report/draw/figure.ts';
import { drawAll, figureSvg } from '../../src/report/draw/svg.ts';
import { themed } from '../../src/report/draw/theme.ts';
import { CUT } from '../../src/report/draw/words.ts';
import { inferFigures } from '../../src/report/infer/report.ts';
import { figures } from '../../src/report/run/figures.ts';
import { studyFigures } from '../../src/report/study/figures.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { type PresetName, preset } from '../../src/study/plan/presets.ts';
import { madeInference, snapshot } from '../support/infer_result.ts';
import { root } from '../support/root.ts';
import { madeStudy } from '../support/study_data.ts';
import { depth, laidOut, outside } from '../support/svg_boxes.ts';
import { madeUpResults } from './results_fixture.ts';

/** Less is a matter of fonts, pixels. */
const TOUCH = 0.5;
/** Half the width of a line, pixels. */
const LINE = 1;
const CUT_CURVE = 'a curve leaves its frame';

/** What is wrong in a drawing, one line each. */
function faults(svg: string): string[] {
  const { picture, texts, curves } = laidOut(svg);
  const beyond = (box: (typeof texts)[number]) => Math.max(outside([box.left, box.top], picture), outside([box.right, box.bottom], picture));
  return [
    ...texts.flatMap((a, i) =>
      texts
        .slice(i + 1)
        .filter((b) => depth(a, b) > TOUCH)
        .map((b) => `"${a.content}" lies on "${b.content}"`),
    ),
    ...texts.filter((text) => beyond(text) > TOUCH).map(({ content }) => `"${content}" leaves the picture`),
    ...curves.filter(({ points, frame }) => points.some((point) => outside(point, frame) > LINE)).map(() => CUT_CURVE),
  ];
}

async function sound(all: readonly Figure[]): Promise<void> {
  for (const { name, caption, svg } of await drawAll(all)) {
    assert.ok(laidOut(svg).texts.length > 3, `${name}: texts are found`);
    // Training curves alone may be cut, and say so.
    const found = faults(svg).filter((fault) => fault !== CUT_CURVE || !caption.includes(CUT));
    assert.equal(found, [], name);
  }
}

/** Few runs of a preset with its whole grid: information that falls from the ceiling beyond its middle, and filters that differ. */
function gridOf(name: PresetName, values: number) {
  const { correlators: _, operators: __, ...rest } = preset(name);
  // Three components are drawn as two are, in twice the time.
  const components = [(rest.grid?.components as number[] | undefined) ?? 1].flat().slice(0, 2);
  const grid = { ...rest.grid, components };
  return madeStudy({ ...rest, grid, runs: 3, runsPerCell: 3 }, ({ temperature, buffer, components, run }) => {
    const reduced = temperature / (name === 'dimers' ? 0.65 : name === 'ising' ? 2.269185 : 3);
    const ceiling = Math.min(2, components) * Math.LN2;
    const information = ceiling * (reduced < 1 ? 0.998 : (buffer + 2) ** -0.25 * Math.exp(-0.3 * buffer * Math.min(2, reduced - 1)));
    const filter = Array.from({ length: components }, (_, c) => Array.from({ length: values }, (_, i) => 1 + 0.3 * Math.sin(i * (c + 1) + run + temperature)));
    return { information: information + 0.0004 * run, error: 0.002, filter };
  });
}

for (const [name, values] of [
  ['ising', 16],
  ['dimers', 32],
  ['chipping', 8],
  ['ring', 8],
] as const) {
  test(`the preset ${name} with its whole grid`, async () => {
    const { data, config } = gridOf(name, values);
    const all = studyFigures(data, analyse(data), config);
    await sound(Object.values(all).flat());
  });
}

test('runs: the demonstration, and dimers of two components around T_BKT, whose ceiling is ln 4', async () => {
  await sound(figures(madeUpResults()));
  const dimers = madeUpResults({ model: 'dimers', temperature: [0.5, 0.6, 0.65, 0.7, 1, Number.POSITIVE_INFINITY], components: 2, steps: 20 });
  const all = figures(dimers);
  const [information] = await drawAll(all.filter(({ name }) => name === 'information'));
  assert.ok(laidOut(information.svg).texts.some(({ content }) => /2 ln 2/.test(content)));
  await sound(all);
});

test('inferences', async () => {
  for (const made of [madeInference(), madeInference({ fluid: true, nudges: [0, 1] }), madeInference({ fitted: ['P0'] })])
    await sound(inferFigures(made, snapshot()));
});

test('figures of the documents', () => {
  const folder = join(root, 'docs');
  const names = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  assert.ok(names.length > 10);
  for (const name of names) assert.equal(faults(readFileSync(join(folder, name), 'utf8')), [], name);
});

test('documents show pictures so large that their smallest text has 9 pixels, and draw none wider than their page', () => {
  const pages = ['README.md', ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))];
  const shown = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(/<img src="([^"]+\.svg)"[^>]* width="(\d+)"|!\[[^\]]*\]\(([^)]+\.svg)\)/g)].map(
      ([, wide, width, plain]) => ({ path: join(root, dirname(page), wide ?? plain), width: Number(width ?? 830) }),
    ),
  );
  assert.ok(shown.length > 15);
  for (const { path, width } of shown) {
    const svg = readFileSync(path, 'utf8');
    const own = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
    const smallest = Math.min(...[...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size)));
    assert.ok(smallest * Math.min(1, width / own) >= 9, `${path}: ${smallest} px of ${own} wide, shown at ${width}`);
    assert.ok(width <= 830);
  }
});

test('controls: two labels at one place, a label beyond the picture, a curve that its axis cuts', async () => {
  const drawn = (layer: object[]) => figureSvg(themed({ width: 300, height: 100, padding: 0, autosize: 'none', layer }));
  const label = (text: string, x: number) => ({ data: { values: [{}] }, mark: { type: 'text', text }, encoding: { x: { value: x }, y: { value: 50 } } });
  const values = [
    { x: 0, y: 0 },
    { x: 1, y: 2 },
  ];
  const axis = { type: 'quantitative', axis: null };
  const line = (top: number) => ({
    data: { values },
    mark: { type: 'line', clip: true },
    encoding: { x: { field: 'x', ...axis }, y: { field: 'y', ...axis, scale: { domain: [0, top] } } },
  });
  assert.equal(faults(await drawn([label('T_BKT', 100), label('elsewhere', 200), line(2)])), []);
  assert.equal(faults(await drawn([label('T_BKT = 0.65', 100), label('2 ln 2', 120)])), ['"T_BKT = 0.65" lies on "2 ln 2"'.replace('T_BKT', 'TBKT')]);
  assert.equal(faults(await drawn([label('far to the right', 299)])), ['"far to the right" leaves the picture']);
  assert.equal(faults(await drawn([line(1.5)])), [CUT_CURVE]);
});

test.run();
