/** The report of made-up studies: whole, escaped, the same from the same, and honest about what is missing. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { studyReportFiles } from '../../src/report/study/report.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import type { AnalysedCorrelator } from '../../src/study/analyse/types.ts';
import type { StudyData } from '../../src/study/cells/data.ts';
import type { StudyConfig } from '../../src/study/plan/config.ts';
import { dimerStudy, isingStudy, madeStudy } from '../support/study_data.ts';
import { marksIn, textOf } from './results_fixture.ts';

const estimate = (mean: number) => ({ mean, error: 0.05 * mean });
const distances = [4, 8, 16, 32];
const CORRELATOR: AnalysedCorrelator = {
  components: 1,
  temperature: 2.269185,
  buffer: 2,
  size: 64,
  distances,
  values: distances.map((r) => estimate(r ** -0.25)),
  fit: {
    from: 4,
    to: 32,
    exponent: { mean: 0.25, error: 0.01 },
    dimension: { mean: 0.125, error: 0.005 },
    amplitude: { mean: 1, error: 0.1 },
    chi2PerDof: 1.1,
    curve: distances.map((r) => ({ r, value: r ** -0.25 })),
  },
  law: { verdict: 'power law', reason: 'an exponential is excluded, and windows agree', later: null },
  expected: { dimension: 0.125, label: 'spin field' },
};

async function reported({ data, config }: { data: StudyData; config: StudyConfig }, correlators?: AnalysedCorrelator[]) {
  const files = await studyReportFiles(data, analyse(data, correlators ? { correlators: { rows: correlators } } : {}), config);
  const html = files['report.html'];
  return { files, html, text: textOf(html) };
}
const figuresOf = (files: Record<string, string>) => Object.keys(files).flatMap((path) => /^figures\/(.*)\.svg$/.exec(path)?.[1] ?? []);

function sound({ files, html, text }: { files: Record<string, string>; html: string; text: string }): void {
  assert.match(html, /^<!doctype html>/);
  assert.not.match(text, /->|-&gt;|\b1 of (1|one)\b|of one point/, 'arrows are arrows, and a single point is called the only one');
  assert.not.match(html, /<script|<link|<img|<iframe|@import|\bsrc=/i);
  const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  assert.is(new Set(ids).size, ids.length, 'ids are unique on the page');
  for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) assert.ok(ids.includes(id), `url(#${id}) exists`);
  for (const [path, content] of Object.entries(files)) {
    if (path !== 'analysis.json') assert.not.match(content, /NaN|undefined|\[object/, path);
  }
  for (const name of figuresOf(files)) {
    assert.match(files[`figures/${name}.svg`], /^<svg[^>]*>/);
    assert.ok(Array.isArray(JSON.parse(files[`figures/${name}.vl.json`]).data.values), `${name} has its data beside it`);
  }
  JSON.parse(files['analysis.json']);
}

test('Ising: every figure and table, findings with numbers and errors', async () => {
  const page = await reported(isingStudy(), [CORRELATOR]);
  sound(page);
  assert.equal(figuresOf(page.files), [
    'information',
    'decay',
    'filters',
    'boundaryness',
    'pca-shares',
    'pca',
    'projection-PC1-PC2',
    'correlators',
    'runs',
    'training',
  ]);
  for (const words of [
    /H can hold no more: the largest information is 0\.6900\(10\) nats, 99\.5 % of ln 2 \(1 bit\), at T = 1\.8 across a buffer of 8/,
    /At T = 2\.269185 the information decays with the buffer as a power law, υ = 0\.2\d+\(\d+\) in L_B \+ b\/2/,
    /At T = 2\.6 the information decays with the buffer as an exponential, ξ = 2\.0\d*\(\d+\) sites; a power law is excluded/,
    /At T = 4 the information is consistent with zero across every buffer/,
    /The filters couple to the boundary most at T = /,
    /the ensemble represents Z2 on 2 optima, not broken/,
    /the scaling dimension 0\.1250\(50\); 0\.125 spin field/,
    /0\.6900 ± 0\.0010/,
    /Saturation: saturation needs two numbers of components or more/,
    /Onsager/,
    /12 independent runs at each/,
    /Lower bound on I\(H:E\) of the run that validation chose out of all of a point/,
    /Looked at across a buffer of 2 only: figures\.buffer of the config, .* one or a list, out of 0, 1, 2, 4, 6, 8/,
  ]) {
    assert.match(page.text, words);
  }
  assert.match(page.html, 'nobody &lt;b&gt;');
  assert.not.match(page.html, 'nobody <b>');
  assert.match(page.html, '"runs": 12');
});

test('several buffers: symmetries and planes of each; rates are called rates', async () => {
  const { data, config } = isingStudy();
  const page = await reported({ data: { ...data, figures: { buffer: [2, 4] } }, config });
  sound(page);
  assert.ok(['projection-PC1-PC2-buffer-2', 'projection-PC1-PC2-buffer-4'].every((name) => figuresOf(page.files).includes(name)));
  assert.match(page.text, /At T = 1\.8, .*, across a buffer of 4, the ensemble represents Z2 on 2 optima/);
  const rates = madeStudy({ train: { model: 'chipping', size: 64, block: 4, shell: 2 }, grid: { chippingRate: [1, 3], buffer: [0, 2] }, runs: 2 }, () => ({
    information: 0.3,
    error: 0.002,
    filter: [[1, 1, 1, 1]],
  }));
  const chipping = await reported(rates);
  sound(chipping);
  assert.match(chipping.text, 'Points of equal rate are moved apart');
  assert.not.match(chipping.text, /replica|temperature/);
});

test('of what is no power law no dimension is stated', async () => {
  const reason = 'an exponential describes the values, ξ = 3.20 ± 0.1 sites, a power law does not';
  const none = { ...CORRELATOR, note: 'sign', law: { verdict: 'not a power law', reason, later: null } } as const;
  const later = { ...none, note: 'far', law: { ...none.law, reason: 'windows disagree', later: { from: 16, dimension: { mean: 0.126, error: 0.004 } } } };
  const open = { ...CORRELATOR, note: 'open', law: { verdict: 'undetermined', reason: 'all values together are compatible with zero', later: null } } as const;
  const page = await reported(isingStudy(), [none, later, open]);
  sound(page);
  assert.match(
    page.text,
    /buffer 2, sign, the correlator of the coarse variable on 64 × 64 sites is no power law: an exponential describes .* a power law does not\./,
  );
  assert.match(page.text, /is no power law: windows disagree; from 16 sites on it is one, of dimension 0\.1260\(40\); 0\.125 spin field/);
  assert.match(page.text, /whether the correlator of .* is a power law cannot be told: all values together are compatible with zero\./);
  assert.not.match(page.text, 'has the scaling dimension');
});

test('dimers: bonds are drawn as bars, figures for every number of components, infinity', async () => {
  const page = await reported(dimerStudy());
  sound(page);
  for (const name of ['information-1', 'filters-2', 'projection-P1-P2-1', 'projection-E_x-E_y-3', 'saturation', 'pca-2', 'runs-3'])
    assert.ok(figuresOf(page.files).includes(name), name);
  // Two temperatures, two buffers, 32 bonds, and a dot on each of 16 sites.
  const bars = marksIn(page.files['figures/filters-1.svg'], 'rect');
  const dots = marksIn(page.files['figures/filters-1.svg'], 'symbol');
  assert.equal([bars, dots], [2 * 2 * 32, 2 * 2 * 16]);
  assert.match(page.text, /With one component: at T = 0\.5 the ensemble represents D4 on 4 optima, not broken/);
  assert.match(page.text, /With one component: at T = ∞ the optima form a circle: a continuous rotation, U\(1\)/);
  assert.match(page.text, /saturates with this number of components: 2 at T = 0\.5 \(buffer 1, 2\) and T = ∞ \(buffer 1, 2\)/);
  assert.match(page.files['figures/information-1.svg'], '>∞<');
  const overlaps = [...page.html.matchAll(/<td[^>]*>\d\.\d\d([^<\d]*)<span[^>]*>\d\.\d+(\(\d+\))?<\/span><\/td>/g)];
  assert.ok(overlaps.length > 20, `${overlaps.length} cells hold the overlap of the chosen filter and the mean over runs`);
  for (const [cell, between] of overlaps) assert.is(between, '; ', cell);
});

test('the same from the same', async () => {
  const [first, second] = [await reported(isingStudy()), await reported(isingStudy())];
  for (const [path, content] of Object.entries(first.files)) assert.ok(content === second.files[path], path);
});

test('unfinished, empty, and with diverged runs: what is there is shown, the rest is said', async () => {
  const none = await reported(madeStudy({ grid: { temperature: [2, 'inf'], buffer: [0, 2] } }, () => undefined));
  sound(none);
  assert.equal(figuresOf(none.files), []);
  assert.match(none.text, 'Nothing has been computed yet');
  const half = isingStudy();
  const partial = madeStudy({ ...half.config, grid: { temperature: [1.8, 3], buffer: [0, 2] }, runs: 4, runsPerCell: 2 }, ({ temperature, run }) =>
    temperature > 2
      ? undefined
      : {
          information: run === 1 ? Number.NaN : 0.5,
          error: run === 1 ? Number.NaN : 0,
          status: run === 1 ? 'diverged' : 'ok',
          filter: [new Array<number>(16).fill(run === 1 ? Number.NaN : 1)],
        },
  );
  const page = await reported(partial);
  sound(page);
  assert.match(page.text, /The study is not finished: 4 of 8 runs are done, 50 %/);
  assert.match(page.text, /2 of 8 runs found nothing where others did, collapsed or diverged/);
  assert.match(page.text, /Symmetries: 3 of 4 runs found something; 8 or more are needed; not computed yet/);
});

test.run();
