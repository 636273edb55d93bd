/** The report of an inference: what its figures show, their text alternatives, the sentences, and what is not claimed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { forceAt } from '../../src/infer/response.ts';
import { comeToRest } from '../../src/infer/rest.ts';
import type { InferResult } from '../../src/infer/result.ts';
import { minimise } from '../../src/model/tissue/minimise.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { concise, plusMinus } from '../../src/report/draw/numbers.ts';
import { drawAll } from '../../src/report/draw/svg.ts';
import { cloudsOf, covers, truthOf } from '../../src/report/infer/clouds.ts';
import { drawnOf, parametersAt, tensionsOf } from '../../src/report/infer/fields.ts';
import { findings } from '../../src/report/infer/findings.ts';
import { inferFigures, inferReportFiles } from '../../src/report/infer/report.ts';
import { sentence } from '../../src/report/infer/symbols.ts';
import { madeInference, snapshot } from '../support/infer_result.ts';
import { patch } from '../support/tissue_patch.ts';
import { records } from './results_fixture.ts';

const PAIR = ['P0', 'chi'] as const;
const labelOf = (svg: string) => /^<svg[^>]* role="img" aria-label="([^"]+)"/.exec(svg)?.[1] ?? '';
const named = (result: InferResult, tissue = snapshot()) => new Map(inferFigures(result, tissue).map((figure) => [figure.name, figure]));
const first = (result: InferResult) => {
  const bootstrap = result.table[1].bootstrap;
  assert.ok(bootstrap);
  return {
    P0: { mean: bootstrap.corrected.P0 as number, error: bootstrap.error.P0 as number },
    chi: { mean: bootstrap.corrected.chi as number, error: bootstrap.error.chi as number },
  };
};

test('text alternatives have the main numbers with their units', async () => {
  const result = madeInference();
  const drawn = await drawAll(inferFigures(result, snapshot()));
  assert.equal(
    drawn.map(({ name }) => name),
    ['tissue', 'parameters', 'forces', 'convergence'],
  );
  const [tissue, parameters, forces, convergence] = drawn.map(({ svg }) => labelOf(svg));
  const { P0, chi } = first(result);
  assert.ok(parameters.includes(`k = 1: P_0 = ${concise(P0)}, χ = ${concise(chi)}, the values of the file within the larger ellipse`), parameters);
  assert.match(tissue, /Area: mean 1\.00 A_0, from 0\.\d+ to 1\.\d+; Shape index: mean 3\.\d+, from/);
  assert.match(tissue, /Tension: mean [−\d.]+ K_A A_0√A_0, from .*; Distance that is left: mean 0\.004\d* √A_0/);
  assert.match(forces, /Root mean square component 0\.\d+ K_A A_0√A_0, the largest force [\d.]+, most at cell \d+/);
  assert.match(convergence, /k = 1: 2 of 2 starts end at the smallest loss, 0\.001 A_0; force matching: .* \(K_A A_0√A_0\)²/);
});

test('the same result gives the same bytes', async () => {
  const [once, again] = [await inferReportFiles(madeInference(), snapshot()), await inferReportFiles(madeInference(), snapshot())];
  assert.equal(Object.keys(once).sort(), [
    ...['convergence', 'forces', 'parameters', 'tissue'].flatMap((name) => [`figures/${name}.svg`, `figures/${name}.vl.json`]),
    'report.html',
  ]);
  for (const [name, text] of Object.entries(once)) assert.is(text, again[name], name);
});

test('cells are drawn with their values: areas by the shoelace formula, tensions by hand, no force at rest', () => {
  const { mesh } = snapshot();
  const { area, shape } = drawnOf(mesh, 0);
  const parameters = { ...PLAIN, shape: 3.5, perimeterStiffness: 2 };
  for (const [c, tension] of tensionsOf(mesh, parameters).entries()) assert.ok(Math.abs(tension - 2 * (shape[c] * Math.sqrt(area[c]) - 3.5)) < 1e-12);
  const figure = named(madeInference()).get('tissue');
  const cells = records(figure?.spec as never) as unknown as { cell: number; area: number; left: number }[];
  assert.is(cells.length, 12);
  for (const { cell, area: drawn, left } of cells) {
    assert.ok(Math.abs(drawn - area[cell]) < 1e-4);
    assert.ok(Math.abs(left - (madeInference().table[1].perCell?.[cell] ?? Number.NaN)) < 1e-7);
  }
  const odd = { ...PLAIN, shape: Array.from({ length: 12 }, (_, c) => 3.5 + 0.1 * Math.sin(3 * c)), chirality: 0.2 };
  const { mesh: relaxed } = minimise(patch(), { ...odd, chirality: 0 });
  const rest = comeToRest(relaxed, relaxed.positions, odd, 0);
  assert.ok(rest.found);
  assert.ok(Math.max(...forceAt(rest.mesh, odd).map(Math.abs)) < 1e-9);
  // Control: with another odd tension it is not at rest.
  assert.ok(Math.max(...forceAt(rest.mesh, { ...odd, chirality: 0 }).map(Math.abs)) > 1e-3);
});

test('parameters of a result: what was known, and the values of a fit', () => {
  const result = madeInference();
  const known = { ...result.known, perimeterStiffness: 0.8, smoothing: 0.03 };
  assert.equal(parametersAt({ ...result, known }, { P0: 3.61, chi: 0.1 }), { ...PLAIN, perimeterStiffness: 0.8, smoothing: 0.03, shape: 3.61, chirality: 0.1 });
});

test('dots lie around the corrected estimate, and ellipses with them', () => {
  const result = madeInference();
  const [, cloud] = cloudsOf(result, PAIR);
  const bootstrap = result.table[1].bootstrap;
  for (const axis of [0, 1]) {
    const mean = cloud.dots.reduce((sum, dot) => sum + dot[axis] / cloud.dots.length, 0);
    assert.ok(Math.abs(mean - (bootstrap?.corrected[PAIR[axis]] as number)) < 1e-12);
    assert.ok(Math.abs(cloud.ellipses[1].centre[axis] - mean) < 1e-12);
  }
  assert.ok(cloud.ellipses[1].axes[0] > cloud.ellipses[0].axes[0]);
  assert.is(covers(cloud, PAIR, { P0: 3.6, chi: 0.2 }), true);
  assert.is(covers(cloud, PAIR, { P0: 3.7, chi: 0.2 }), false);
});

test('what a file says is marked, far values are named and stay off the axes, and without it nothing is said', async () => {
  const result = madeInference();
  const kinds = (parameters: object) => records(named(result, { ...snapshot(), parameters }).get('parameters')?.spec as never).map(({ kind }) => kind);
  assert.is(kinds({ shape: 3.6, chirality: 0.2 }).filter((kind) => kind === 'truth').length, 3, 'one in each panel');
  assert.is(kinds({ shape: 5, chirality: 0.2 }).includes('truth'), false, 'far away');
  assert.is(kinds({ shape: 3.6 }).includes('truth'), false, 'not all of them');
  assert.equal(truthOf(['P0', 'chi'], { shape: [3, 4], chirality: 0.1 }), { P0: 3.5, chi: 0.1 }, 'the mean of a list');
  const told = findings(result, truthOf(result.fitted, snapshot().parameters)).join(' ');
  assert.match(
    told,
    /The file says that it was made with P_0 = 3\.6 and χ = 0\.2, .*off by \d\.\d errors in P_0 and \d\.\d errors in χ; they lie within the 95 % ellipse\./,
  );
  assert.match(findings(result, { P0: 5, chi: 0.2 }).join(' '), /outside of the 95 % ellipse/);
  assert.not.match(findings(result, undefined).join(' '), /The file says/);
});

test('the head has the estimate to read first with its errors, and verdicts in symbols', () => {
  const result = madeInference();
  const { P0, chi } = first(result);
  const [question, answer, ...rest] = findings(result, undefined);
  assert.match(question, /Which P_0 \(preferred perimeter\) and χ \(odd tension\) bring a vertex model to rest as this snapshot of 12 cells/);
  assert.is(
    answer,
    `At k = 1, which is to be read first, P_0 = ${plusMinus(P0)} √A_0 and χ = ${plusMinus(chi)}; errors from 16 refits of snapshots with noise of the dynamics.`,
  );
  assert.match(
    rest.join(' '),
    /Errors at k = 1 in parts of those at k = 0, of these refits: of P_0 [\d.]+ and of χ [\d.]+\. k = 1: χ differs from 0 by 9\.0 errors\. K_P was taken as 1/,
  );
  assert.not.match(rest.join(' '), /k = 0: χ|force matching/);
  assert.is(sentence('force matching: chi does not show'), 'Force matching: χ does not show.');
});

test('a correction of many errors is doubted', () => {
  const result = madeInference();
  assert.not.match(findings(result, undefined).join(' '), /refits miss/);
  const far = result.table.map((row) => ({ ...row, estimate: { ...row.estimate, chi: 0.5 } }));
  assert.match(
    findings({ ...result, table: far }, undefined).join(' '),
    /At k = 1 refits miss χ by \d+\.\d errors on average: where the correction is so large, the error is too small\./,
  );
});

test('a fluid tissue: no number without a nudge, and χ, which does not show, has none either', async () => {
  const result = madeInference({ fluid: true, nudges: [0, 1] });
  const figures = named(result);
  assert.equal([...figures.keys()], ['tissue', 'parameters', 'forces', 'convergence']);
  assert.match(figures.get('parameters')?.title ?? '', /^Where P_0 is expected/);
  const { 'report.html': html } = await inferReportFiles(result, snapshot());
  assert.match(html, /<td class="left zero">k = 0<\/td><td class="right zero">not determined<\/td>/);
  assert.match(html, /does not show<\/td>/);
  assert.match(html, /fluid \(2N\+1 = 25 zero modes\)/);
});

test('one parameter, three parameters, no bootstrap, no estimate: figures for what there is', async () => {
  const one = named(madeInference({ fitted: ['P0'] })).get('parameters');
  assert.match(String(one && 'description' in one.spec && one.spec.description), /k = 1: P_0 = 3\.\d+\(\d+\)/);
  const three = named(madeInference({ fitted: ['P0', 'chi', 'KP'] })).get('parameters');
  assert.match(three?.caption ?? '', /K_P was fitted, too/);
  const plain = named(madeInference({ refits: 0 })).get('parameters');
  assert.match(plain?.caption ?? '', /no refits, so that nothing is said of errors/);
  assert.is(
    records(plain?.spec as never).some(({ kind }) => kind === 'ellipse' || kind === 'centre'),
    false,
  );
  const lost = madeInference({ lost: true });
  assert.equal([...named(lost).keys()], ['tissue', 'convergence']);
  const { 'report.html': html } = await inferReportFiles(lost, snapshot());
  assert.match(html, /No strength of the nudge has an estimate\./);
  assert.equal(Object.keys(records(named(lost).get('tissue')?.spec as never)[0]).sort(), ['area', 'cell', 'geometry', 'shape', 'type']);
});

test('the page says what is a choice, and names the method of the paper only as what it comes after', async () => {
  const { 'report.html': html } = await inferReportFiles(madeInference(), snapshot());
  assert.match(html, /Taken as known: stiffness of areas K<sub>A<\/sub> = 1, preferred area A<sub>0<\/sub> .*, smooth length of edges e = [\d.]+\.</);
  assert.match(html, /arXiv:2506\.12276, of which only the abstract could be read/);
  const places = [...html.matchAll(/NADA/g)].map(({ index }) => html.slice(index - 40, index));
  assert.ok(places.length > 0);
  for (const before of places) assert.match(before, /(after |nudged automatic differentiation \()$/);
});

test.run();
