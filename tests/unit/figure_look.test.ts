/** How figures look: colours that follow the page with enough contrast, a text alternative with numbers and units, a width that is read on a phone. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BASE, seriesColours, variableOf } from '../../src/report/draw/colours.ts';
import type { Figure } from '../../src/report/draw/figure.ts';
import { figureHtml } from '../../src/report/draw/page.ts';
import { STYLE } from '../../src/report/draw/style.ts';
import { drawAll, figureSvg } from '../../src/report/draw/svg.ts';
import { textWidth, withIndices, withMinus } from '../../src/report/draw/text.ts';
import { READABLE, themed } from '../../src/report/draw/theme.ts';
import { inferFigures } from '../../src/report/infer/report.ts';
import { figures } from '../../src/report/run/figures.ts';
import { studyFigures } from '../../src/report/study/figures.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { madeInference, snapshot } from '../support/infer_result.ts';
import { madeStudy } from '../support/study_data.ts';
import { madeUpResults, records } from './results_fixture.ts';

const BLOCK = Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0.8));
/** All kinds of figures but those of correlators, in a small study. */
function made(): Figure[] {
  const { data, config } = madeStudy(
    { name: 'look', train: { size: 64, block: 4, shell: 2 }, grid: { temperature: [1.8, 2.269185, 2.6], buffer: [0, 2, 4], components: [1, 2] }, runs: 4 },
    ({ temperature, buffer, components, run }) => ({
      information: components * 0.6 * Math.exp(-0.2 * buffer * Math.max(0, temperature - 2)) + 0.001 * run,
      error: 0.002,
      filter: Array.from({ length: components }, (_, c) => BLOCK.map((w, i) => w * (c === 1 && i > 7 ? -1 : 1) + 0.02 * Math.sin(i + run))),
    }),
  );
  const study = studyFigures(data, analyse(data), config);
  const inferred = [madeInference(), madeInference({ fluid: true, nudges: [0, 1] })].flatMap((result) => inferFigures(result, snapshot()));
  return [...figures(madeUpResults({ temperature: [1.8, 3.5], steps: 20 })), ...Object.values(study).flat(), ...inferred];
}

/** Relative luminance and contrast: WCAG 2.2. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r, g, blue] = [1, 3, 5]
      .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test('every figure: colours of the page, one text alternative with a number, no width beyond what is read at 440 px', async () => {
  const drawn = await drawAll(made());
  assert.ok(new Set(drawn.map(({ name }) => name)).size >= 12, drawn.map(({ name }) => name).join(', '));
  for (const { name, svg } of drawn) {
    for (const [tag] of svg.matchAll(/<[a-z][^>]*>/gi)) {
      for (const [, property, colour] of tag.matchAll(/ (fill|stroke|stop-color)="([^"]+)"/g)) {
        if (/^(none|transparent|url\(#.*\))$/.test(colour)) continue;
        assert.match(tag, new RegExp(`style="[^"]*${property}:(var|color-mix)\\(`), `${name}: ${colour}`);
      }
    }
    const label = /^<svg[^>]* role="img" aria-label="([^"]+)"/.exec(svg)?.[1] ?? '';
    assert.match(label, /\d/, `${name}: ${label}`);
    assert.match(svg, /<title>[^<]+<\/title><desc>[^<]*\d/, name);
    assert.not.match(svg, /graphics-symbol|aria-roledescription/, name);
    const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => Number(size));
    assert.ok(Math.min(...sizes) >= 11, `${name}: ${Math.min(...sizes)}`);
    const width = Number(/ width="([\d.]+)"/.exec(svg)?.[1]);
    // Panels of many filters scroll.
    if (!/^filters-2|^pca-2/.test(name)) assert.ok(width <= READABLE, `${name}: ${width}`);
    const text = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, content]) => content);
    assert.equal(
      text.filter((content) => /->|k_B|_c\b|(^|\s)-\d/.test(content)),
      [],
      name,
    );
  }
});

test('informations have their unit in the text alternative and on the axis', async () => {
  const information = figures(madeUpResults({ temperature: [1.8, 3.5], steps: 20 })).find(({ name }) => name === 'information');
  assert.ok(information);
  const svg = await figureSvg(information.spec);
  assert.match(svg, /aria-label="[^"]*0\.6905\(17\) nats at T = 1\.8, buffer 0/);
  assert.match(svg, /held out {2}\(nats\)</);
});

test('a figure that is wider scrolls in a part that can be reached and has a name; others shrink with the page', () => {
  const figure = (width: number) => ({ name: 'a', title: 'Some filters', caption: '', spec: themed({}), svg: `<svg width="${width}" height="1"></svg>` });
  assert.match(figureHtml(figure(READABLE), ''), '<div class="card"><svg');
  assert.match(figureHtml(figure(READABLE + 1), ''), '<div class="card broad" tabindex="0" role="region" aria-label="Figure: Some filters"><svg');
});

test('colours of series have a contrast of 3 : 1 with either ground, and the page names each of them in both', () => {
  const [light, dark] = STYLE.split('@media (prefers-color-scheme: dark)');
  for (let count = 1; count <= 24; count++) {
    const colours = seriesColours(count);
    assert.is(new Set(colours).size, count);
    for (const colour of colours) {
      const variable = /^var\((--[\w-]+),(#\w{6})\)$/.exec(variableOf(colour) ?? '');
      assert.ok(variable, colour);
      assert.ok(contrast(colour, BASE.ground.light) >= 3, colour);
      const twin = new RegExp(`${variable[1]}: (#\\w{6});`).exec(dark)?.[1] ?? '';
      assert.ok(contrast(twin, BASE.ground.dark) >= 3, `${variable[1]}: ${twin}`);
      assert.match(light, `${variable[1]}: ${colour};`);
    }
  }
  for (const text of ['ink', 'faint'] as const) assert.ok((['light', 'dark'] as const).every((side) => contrast(BASE[text][side], BASE.ground[side]) >= 4.5));
});

test('weights between zero and either end are mixtures of the page’s colours; other colours are left as they are', () => {
  assert.is(variableOf('rgb(140, 175, 210)'), 'color-mix(in srgb,var(--plus,#2166ac) 50%,var(--zero,#f7f7f7))');
  assert.match(variableOf('rgb(213, 136, 145)') ?? '', /^color-mix\(in srgb,var\(--minus,#b2182b\) 49\.8%/);
  assert.is(variableOf('rgb(0, 255, 0)'), undefined);
  assert.is(variableOf('#123456'), undefined);
});

test('few filters of an ensemble are points, many a density', () => {
  const project = (runs: number) => {
    const { data, config } = madeStudy(
      { name: 'few', train: { size: 64, block: 4, shell: 2 }, grid: { temperature: [1.8], buffer: [0] }, runs },
      ({ run }) => ({
        information: 0.6,
        error: 0.002,
        filter: [BLOCK.map((w, i) => (run % 2 === 0 ? 1 : -1) * w + 0.1 * Math.sin(3 * i + run))],
      }),
    );
    return studyFigures(data, analyse(data), config).projections[0].spec;
  };
  assert.ok(records(project(6)).every(({ density }) => density === undefined));
  assert.ok(records(project(60)).every(({ density }) => (density as number) > 0));
});

test('indices are below the line, hyphens before numbers are minus signs, names are left alone', () => {
  const set = (text: string) => withIndices(withMinus(text), (index) => `<${index}>`);
  assert.is(set('T_c = -2.5 J / k_B, L_B + b/2, magnetisation_abs, E_x'), 'T<c> = −2.5 J / k<B>, L<B> + b/2, magnetisation_abs, E<x>');
  assert.is(set('boundary-coupled, 2-1, (-3)'), 'boundary-coupled, 2-1, (−3)');
  assert.ok(textWidth('mmmm', 10) > textWidth('iiii', 10));
});

test.run();
