import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Figure } from '../../src/report/draw/figure.ts';
import { columnFormat, concise, duration, inBits, plusMinus } from '../../src/report/draw/numbers.ts';
import { figureSvg } from '../../src/report/draw/svg.ts';
import { withKnown } from '../../src/report/published/known.ts';
import { drawFigures, figures } from '../../src/report/run/figures.ts';
import { findings } from '../../src/report/run/findings.ts';
import { reportHtml } from '../../src/report/run/html.ts';
import { drawFilters, progressLine, table } from '../../src/report/terminal/table.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import { type Results, timeOf } from '../../src/train/result/summary.ts';
import { madeUpResults, marksIn, plain, records, textOf } from './results_fixture.ts';

const count = (text: string, part: string | RegExp) => text.split(part).length - 1;
/** What is left of results after a trip through a file: NaN and infinity are null. */
const stored = (results: Results) => JSON.parse(JSON.stringify(results)) as Results;

test('numbers show two digits of their error', () => {
  assert.is(concise({ mean: 0.39902, error: 0.00123 }), '0.3990(12)');
  assert.is(concise({ mean: 0.39902, error: 0.000996 }), '0.3990(10)');
  assert.is(concise({ mean: 0.25, error: 0 }), '0.250000(0)');
  assert.is(concise({ mean: -0.00001, error: 0.0012 }), '0.0000(12)');
  assert.is(concise({ mean: 12.44, error: 1.52 }), '12.4(1.5)');
  assert.is(concise({ mean: 1234, error: 56 }), '1234(56)');
  assert.is(concise({ mean: Number.NaN, error: Number.NaN }), 'n/a');
  assert.is(concise({ mean: 0.5, error: Number.NaN }), '0.5000');
  assert.is(plusMinus({ mean: 0.39902, error: 0.00123 }), '0.3990 ± 0.0012');
  assert.is(plusMinus(inBits({ mean: Math.LN2, error: 0.001 * Math.LN2 })), '1.0000 ± 0.0010');
  assert.equal([8.2, 185, 7512].map(duration), ['8 s', '3 min 05 s', '2 h 05 min']);
});

test('the table names every point, its known value and its verdict', () => {
  const { summary } = madeUpResults();
  const lines = table(summary).split('\n');
  assert.is(lines.length, 3 + 9);
  for (const head of ['T', 'buffer', 'I(H:E)', 'known', 'ours − known', 'filter', 'verdict', 'training, in-sample']) assert.match(lines[0], head);
  assert.match(lines[1], 'bits');
  const [first, last] = [summary.points[0], summary.points[8]];
  for (const text of [
    '1.8',
    concise(first.information),
    concise(inBits(first.information)),
    '0.6931  ln 2, limit of low T',
    'uniform  1.00',
    'converged',
    first.training.last.toFixed(4),
  ]) {
    assert.match(lines[3], text);
  }
  assert.match(lines[11], last.information.mean.toFixed(4));
  assert.match(lines[11], /none +zero/);
  assert.is(plain(table(summary, { colour: true })), lines.join('\n'));
});

test('the table fits the terminal as far as it can', () => {
  const { summary } = madeUpResults();
  for (const width of [120, 90, 80]) for (const line of table(summary, { width }).split('\n')) assert.ok(line.length <= width, `${line.length} > ${width}`);
  assert.not.match(table(summary, { width: 80 }), 'bits');
});

test('filters as numbers and as half blocks', () => {
  const { summary } = madeUpResults();
  const numbers = drawFilters(summary, { width: 100 }).split('\n');
  assert.match(numbers[0], /^ +buffer 0 +buffer 2 +buffer 4$/);
  assert.is(numbers.length, 1 + 3 * (4 + 2) + 2, 'a head; per temperature four rows and two captions; blank lines between');
  assert.match(numbers[1], /^T = 1\.8 +([+-]\d\.\d ?){4} +([+-]\d\.\d ?){4} +([+-]\d\.\d ?){4}$/);
  assert.not.match(numbers.slice(1, 5).join(''), '-', 'the sign is fixed: all positive');
  assert.match(numbers[5], concise(summary.points[0].information));
  assert.match(numbers[6], /uniform +uniform +uniform/);

  const colour = drawFilters(summary, { width: 100, colour: true });
  // Nine filters of 16 sites, each two columns wide and one row high.
  assert.is(count(colour, '▀'), 9 * 16 * 2);
  assert.is(plain(colour).split('\n').length, numbers.length);
  assert.match(plain(colour).split('\n')[1], /^T = 1\.8 {7}▀{8} +▀{8} +▀{8}$/);
});

test('filters wrap to the width', () => {
  for (const colour of [false, true]) {
    const { summary } = madeUpResults({ buffer: [0, 1, 2, 3, 4, 5, 6, 7, 8] });
    const lines = plain(drawFilters(summary, { width: 60, colour })).split('\n');
    assert.ok(Math.max(...lines.map((line) => line.length)) <= 60);
    for (let b = 0; b <= 8; b++) assert.is(count(lines.join('\n'), `buffer ${b}`), 1);
  }
});

test('large blocks take one column per site, several components lie side by side', () => {
  const { summary } = madeUpResults({ temperature: [1.8], buffer: [2], block: 9, components: 2 });
  const lines = plain(drawFilters(summary, { colour: true })).split('\n');
  assert.is(lines.length, 1 + 5 + 2, 'nine rows in half blocks are five lines');
  assert.match(lines[1], /▀{9} ▀{9}$/);
});

test('progress on one line', () => {
  const state = { phase: 'training', fraction: 0.45, estimate: 0.5123, tau: 0.21, secondsLeft: 75 };
  assert.is(progressLine({ ...state, width: 100 }), 'training   [##############----------------]  45%  in-sample 0.512 nats  tau 0.21  1 min 15 s left');
  for (let width = 0; width < 120; width++) assert.ok(progressLine({ ...state, width }).length <= Math.max(0, width - 1));
  assert.is(plain(progressLine({ ...state, width: 100, colour: true })), progressLine({ ...state, width: 100 }));
  assert.is(progressLine({ ...state, interactive: false }), 'training 45%, in-sample 0.512 nats, tau 0.21, 1 min 15 s left');
  assert.is(progressLine({ phase: 'compiling', fraction: 0, interactive: false }), 'compiling 0%');
});

test('figures hold one mark per site, point and curve', async () => {
  const results = madeUpResults();
  const [filters, information, training] = await drawFigures(results);
  assert.is(records(filters.spec).length, 9 * 16);
  assert.is(marksIn(filters.svg, 'rect'), 9 * 16);
  assert.is(records(information.spec).length, 9);
  assert.is(marksIn(information.svg, 'symbol'), 9 + 8, 'nine estimates, eight known values');
  for (const text of ['ln 2 (1 bit)', 'T_c = 2.269', '2.269', 'known values']) assert.match(textOf(information.svg), text);
  assert.is(marksIn(training.svg, 'line'), 9 * 3);
  assert.is(marksIn(training.svg, 'symbol'), 9);
  assert.match(training.svg, 'in-sample (smooth H): not the result');
  for (const { svg, spec } of [filters, information, training]) {
    assert.match(svg, /^<svg[^>]*>/);
    assert.not.match(svg, /NaN|undefined/);
    assert.equal(JSON.parse(JSON.stringify(spec)), spec, 'plain JSON');
  }
});

test('the page does not grow with the number of replicas, the best of which is drawn', () => {
  const few = madeUpResults({ temperature: 2, buffer: 0, replicas: 40, block: 2 });
  // Arrays shared by 150000 replicas: more than may be the arguments of a call.
  const many = <T>(all: readonly T[]) => Array.from({ length: 150_000 }, (_, r) => all[r % all.length]);
  const [point] = few.summary.points;
  const grown = { ...point, replicas: many(point.replicas), filters: many(point.filters), best: 149_997, restarts: 150_000 };
  const results = { summary: { ...few.summary, points: [grown] }, curves: [many(few.curves[0])] };
  const training = figures(results).at(-1) as Figure;
  const drawn = new Set(records(training.spec).map(({ replica }) => replica));
  assert.ok(drawn.has(149_997) && drawn.has(0), 'the best, and all over the range');
  assert.is(drawn.size - 1, 300, 'lines, beside the result');
  assert.ok(records(training.spec).length < 20_500, `${records(training.spec).length} records`);
  assert.match(training.caption, '300 of 150000');
  const page = reportHtml(results, []);
  assert.ok(page.length < 1.1 * reportHtml(few, []).length, `${page.length} characters`);
  // Negative control: a few are all drawn, and nothing is said.
  assert.is(new Set(records((figures(few).at(-1) as Figure).spec).map(({ replica }) => replica)).size - 1, 40);
  assert.not.match((figures(few).at(-1) as Figure).caption, ' of 40');
});

test('infinite temperature has its own place', async () => {
  const [, information] = figures(madeUpResults({ temperature: [2.269185, 3.5, Number.POSITIVE_INFINITY] }));
  const [hot, hotter] = [8, 2].map((from) => records(information.spec).slice(-from)[0].x as number);
  assert.ok(hotter > hot && Number.isFinite(hotter));
  assert.match(await figureSvg(information.spec), '>∞<');
});

test('the page stands alone and says everything', async () => {
  const results = madeUpResults();
  const html = reportHtml(results, await drawFigures(results));
  assert.match(html, /^<!doctype html>/);
  assert.not.match(html, /<script|<link|<img|<iframe|@import|\bsrc=/i);
  const visible = html.replace(/<pre[^>]*>[\s\S]*?<\/pre>/g, '').replace(/xmlns(:xlink)?="[^"]*"/g, '');
  assert.not.match(visible, /https?:/);
  const text = html.replace(/<[^>]*>/g, ' ');
  const nats = columnFormat(
    results.summary.points.map(({ information }) => information),
    'plus-minus',
  );
  const bits = columnFormat(
    results.summary.points.map(({ information }) => inBits(information)),
    'plus-minus',
  );
  for (const point of withKnown(results.summary).points) {
    const { information, training, known, autocorrelation } = point;
    assert.ok(text.includes(nats(information)), nats(information));
    assert.ok(text.includes(bits(inBits(information))));
    assert.ok(text.includes(training.last.toFixed(4)));
    if (known) assert.ok(text.includes(known.value.toFixed(4)) && text.includes(known.label.replaceAll('>', '&gt;')));
    assert.ok(text.includes(String(Number(timeOf(autocorrelation, 'magnetisation_abs').toPrecision(3)))));
  }
  for (const part of ['training, in-sample', 'Imagined &lt;GPU&gt; &amp; sons', '0.6.2', 'training 31.4 s', '"heldOut": 128', '−1.27'])
    assert.ok(text.includes(part), part);
  assert.not.match(html, '<GPU>');
  assert.is(count(html, '<svg'), 3);
  const ids = [...html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  assert.is(new Set(ids).size, ids.length, 'ids are unique on the page');
  for (const [, id] of html.matchAll(/url\(#([^)]+)\)/g)) assert.ok(ids.includes(id), `url(#${id}) exists`);
});

test('the data beside a figure can be read back', async () => {
  const results = madeUpResults();
  const drawn = await drawFigures(results);
  const blocks = [...reportHtml(results, drawn).matchAll(/<pre[^>]*>([\s\S]*?)<\/pre>/g)].map(([, text]) =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  );
  drawn.forEach(({ spec }, i) => {
    assert.equal(JSON.parse(blocks[i]), spec);
  });
});

test('findings in words', () => {
  const [question, cold, critical, hot, ...doubts] = findings(madeUpResults());
  assert.match(question, '4 × 4 sites of the Ising model');
  assert.match(cold, /below the critical temperature, H holds practically all of its one bit across every buffer.*uniform/);
  assert.match(critical, /the critical temperature, H holds 0\.5450\(15\) nats across a buffer of 0 and .* across 4; the filter is boundary-coupled/);
  assert.match(hot, /above the critical temperature.*nothing that differs from zero across 4/);
  assert.equal(doubts, []);
  assert.match(findings(madeUpResults({ coupling: -1 }))[1], 'staggered');
});

test('the most that H can hold is that of its states; nothing is said of it where nothing bounds the value', () => {
  const said = (input: TrainInput) => {
    const results = madeUpResults({ temperature: [1.8], buffer: [0], ...input });
    const [, information, training] = figures(results);
    return {
      text: findings(results).join(' '),
      captions: `${information.caption} ${training.caption}`,
      drawn: JSON.stringify([information.spec, training.spec]),
    };
  };
  const spin = said({});
  for (const text of [spin.text, spin.captions, spin.drawn]) assert.match(text, 'ln 2 (1 bit)');
  const potts = said({ components: 2, states: 3 });
  assert.match(potts.text, 'a variable H of 2 components of 3 states');
  for (const text of [potts.text, potts.captions]) assert.match(text, 'ln 9 (3.17 bits)');
  assert.not.match(potts.text, /practically all/, 'a bit is not all of it');
  const real = said({ variable: 'tanh', bound: 'nwj' });
  assert.match(real.text, 'a variable H of one real number that keeps as much information as possible about the environment beyond a buffer.');
  for (const text of [real.text, real.captions]) assert.not.match(text, /ln 2 \(|Infinity|dashed|the most/);
  // A stored result has null in the place of infinity.
  assert.not.match(real.drawn, /"datum":(null|0\.69)/);
});

test('results that are partial, diverged or empty', async () => {
  const results = madeUpResults();
  const { points } = results.summary;
  for (const point of points) point.information = { mean: Number.NaN, error: Number.NaN };
  points[0].verdict = 'diverged';
  points[0].replicas = points[0].replicas.map((replica) => ({ ...replica, mean: Number.NaN, error: Number.NaN, status: 'diverged' }));
  points[1].filters[points[1].best][0][0][0] = Number.NaN;
  points[2].autocorrelation.energy = Number.NaN;
  points[3].verdict = 'unconverged';
  results.curves = results.curves.map((replicas) => replicas.map(() => ({ step: [], objective: [], validation: { step: [], value: [] } })));
  for (const given of [results, stored(results)]) {
    const drawn = await drawFigures(given);
    assert.equal(
      drawn.map(({ name }) => name),
      ['filters'],
    );
    const html = reportHtml(given, drawn);
    assert.match(html, '1 of 9 points had not converged');
    assert.match(html, '1 of 9 points diverged');
    assert.match(table(given.summary), 'n/a');
    assert.match(drawFilters(given.summary), ' n/a');
    for (const text of [html, table(given.summary), drawFilters(given.summary, { colour: true })]) assert.not.match(text, /NaN|undefined/);
  }
  const none = { summary: { ...results.summary, points: [] }, curves: [] };
  assert.equal(await drawFigures(none), []);
  assert.match(reportHtml(none, []), 'no results yet');
  assert.is(drawFilters(none.summary), '');
});

test('a script in a stored name stays text', async () => {
  const results = madeUpResults({ temperature: [1.8], buffer: [0] });
  const evil = '</pre><script>alert(1)</script>';
  results.summary.adapter.driver = evil;
  results.summary.versions = { [evil]: evil };
  results.summary.points[0].verdict = `"><script>` as never;
  results.summary.points[0].filter = evil as never;
  assert.not.match(reportHtml(results, await drawFigures(results)), /<script/);
});

test.run();
