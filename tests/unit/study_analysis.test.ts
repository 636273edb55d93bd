/** The analysis of made-up studies with known answers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { isAbsent, type Part } from '../../src/study/analyse/types.ts';
import { encode } from '../../src/study/cells/record.ts';
import { dimerStudy, isingStudy, madeStudy, T_C } from '../support/study_data.ts';

function present<T extends object>(part: Part<T> | undefined): T {
  if (!part || isAbsent(part)) throw new Error(`absent: ${part?.absent}`);
  return part;
}
const near = (a: number, b: number, by: number) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b} ± ${by}`);
const ising = isingStudy();
const found = analyse(ising.data);
const dimers = analyse(dimerStudy().data);

test('Ising: level below T_c, a power law there, an exponential above, nothing far above (R1 to R3)', () => {
  const { rows } = present(found.decays);
  assert.equal(
    rows.map(({ centred }) => centred.choice),
    ['constant', 'power', 'exponential', 'zero'],
  );
  near(rows[1].centred.power?.exponent.mean ?? 0, 0.25, 1e-6);
  assert.equal(rows[1].centred.used, [0, 1, 2, 4, 6, 8]);
  assert.equal(rows[1].published.used, [1, 2, 4, 6, 8], 'L_B = 0 has no logarithm');
  assert.ok((rows[1].published.power?.exponent.mean ?? 1) < 0.25, 'L_B itself is shorter than the distance');
  near(rows[2].centred.exponential?.length.mean ?? 0, 2, 1e-6);
  const at = found.points.find(({ temperature, buffer }) => temperature === T_C && buffer === 4);
  near(at?.information.mean ?? 0, 0.6 * 6 ** -0.25, 1e-12);
  assert.equal([at?.runs, at?.found, at?.informative], [12, 12, true]);
  near(at?.spread?.median ?? 0, at?.information.mean ?? 1, 1e-3);
});

test('Ising: T_c is known, the step lies next to it, one bit is the most', () => {
  near(found.transition?.value ?? 0, T_C, 1e-6);
  const widest = found.curves.at(-1);
  const step = present(widest?.step);
  assert.ok(step.position.mean > 1.8 && step.position.mean < 2.6, `${step.position.mean}`);
  const maximum = present(widest?.maximum);
  assert.ok(maximum.saturates && !maximum.exceeds);
  near(present(widest?.levels).below.value.mean, 0.69, 1e-9);
});

test('Ising: boundaryness peaks at T_c, patterns and symmetry by temperature (R4)', () => {
  const { points, peaks, sumsPerMeans } = present(found.boundary);
  assert.is(sumsPerMeans, 3);
  near(points.find(({ temperature, buffer }) => temperature === T_C && buffer === 2)?.boundaryness.mean ?? 0, 3, 0.1);
  for (const { peak } of peaks) near(peak.position.mean, T_C, 0.2);
  const { rows } = present(found.patterns);
  assert.ok(
    rows.every(({ temperature }) => temperature < 4),
    'filters without information are like nothing',
  );
  assert.equal(
    rows.filter(({ buffer }) => buffer === 2).map(({ nearest }) => nearest[0].name),
    ['uniform', 'boundary', 'uniform'],
  );
  assert.equal(found.ensembleBuffers, [2]);
  const groups = found.symmetries.map((one) => (isAbsent(one.found) ? one.found.absent : one.found.group));
  assert.equal(groups, ['Z2', 'Z2', 'Z2', 'no information, and so no filter is preferred']);
  assert.is(present(found.symmetries[0].found).broken, false);
  const [pca] = present(found.pca).rows;
  assert.ok(pca.shares[0].mean > 0.9);
  assert.is(pca.leading[0].nearest.name, 'uniform');
});

test('dimers: Z4 of plaquettes, a circle of fields, two components (R9, R10, R12)', () => {
  const at = (components: number, temperature: number) =>
    present(dimers.symmetries.find((one) => one.components === components && one.temperature === temperature)?.found);
  const cold = at(1, 0.5);
  assert.equal([cold.verdict, cold.group, cold.broken, cold.populations.length], ['finite', 'D4', false, 4]);
  assert.match(cold.text.join(' '), 'Z4 of rotations about a site');
  const hot = at(1, Number.POSITIVE_INFINITY);
  assert.equal([hot.verdict, hot.rotation?.verdict], ['U(1)', 'U(1)'], hot.text.join(' '));
  for (const { saturation } of present(dimers.saturation).rows) assert.equal([saturation.components, saturation.seen], [2, true]);
  const { rows } = present(dimers.projections);
  const plane = (axis: string, temperature: number) =>
    rows.find(({ axes, components, temperature: t }) => axes[0] === axis && components === 1 && t === temperature);
  const peaks = plane('P1', 0.5);
  assert.is(peaks?.points, 80);
  assert.is(
    peaks?.cells.reduce((sum, { count }) => sum + count, 0),
    80,
  );
  // On the axes: one coordinate is in the middle of the plot.
  for (const { column, row } of peaks?.cells ?? []) assert.ok([column, row].some((i) => Math.abs(i + 0.5 - (peaks?.bins ?? 0) / 2) < 3));
  const circle = plane('E_x', Number.POSITIVE_INFINITY);
  for (const { column, row } of circle?.cells ?? []) {
    const half = (circle?.bins ?? 0) / 2;
    assert.ok(Math.hypot(column + 0.5 - half, row + 0.5 - half) > 0.7 * half, 'on a circle');
  }
  assert.is(dimers.transition?.label, 'T_BKT');
  const overlaps = present(dimers.patterns).rows[0].overlaps;
  near(overlaps.find(({ name }) => name === 'P1')?.best ?? 0, 1, 0.03);
});

test('few runs of a large orbit say nothing of a broken symmetry', () => {
  const { data } = isingStudy({}, 8);
  data.status[0][0].forEach((runs) => {
    runs.fill('plateau', 7);
  });
  const few = analyse(data);
  assert.match((few.symmetries[0].found as { absent: string }).absent, '7 of 8 runs found something; 8 or more are needed');
  assert.not.ok(isAbsent(few.symmetries[1].found));
});

test('deterministic, and plain data that JSON keeps', () => {
  assert.equal(encode(analyse(dimerStudy().data)), encode(dimers));
  assert.not.match(encode(dimers), 'null,null');
  assert.match(encode(dimers), '"temperature": "inf"');
});

test('an unfinished study: parts are absent with a reason', () => {
  const nothing = analyse(madeStudy({ grid: { temperature: [2, 3], buffer: [0, 2] } }, () => undefined).data);
  assert.equal(nothing.progress, { done: 0, total: 20 });
  for (const part of [nothing.decays, nothing.boundary, nothing.patterns, nothing.pca, nothing.projections, nothing.saturation]) {
    assert.ok(isAbsent(part) && part.absent.length > 10, JSON.stringify(part));
  }
  assert.ok(nothing.curves.every(({ step, maximum, levels }) => isAbsent(step) && isAbsent(maximum) && isAbsent(levels)));
  assert.ok(nothing.points.every(({ verdict, spread, runs }) => verdict === null && spread === null && runs === 0));
  const one = analyse(madeStudy({ runs: 1 }, () => ({ information: 0.3, error: 0.01, filter: [new Array<number>(16).fill(1)] })).data);
  assert.equal(one.progress, { done: 1, total: 1 });
  assert.ok(isAbsent(one.pca) && isAbsent(one.symmetries[0].found));
});

test('chipping: w_c on a line; lists of sites have no shape', () => {
  const made = (train: object, length: number) =>
    madeStudy(
      { train: { model: 'chipping', size: 64, block: 4, shell: 2, ...train }, grid: { chippingRate: [1, 3, 5], buffer: 2 }, runs: 8 },
      ({ run, temperature }) => ({
        information: temperature < 3 ? 0.3 : 0.1,
        error: 0.002,
        filter: [Array.from({ length }, (_, i) => 1 + 0.01 * Math.sin(run * i))],
      }),
    );
  const { data } = made({}, 4);
  const chipping = analyse(data);
  assert.equal([chipping.transition?.label, chipping.transition?.value, chipping.control], ['w_c', 3, 'rate']);
  near(present(chipping.curves[0].levels).difference.mean, 0.2, 1e-9);
  assert.ok(isAbsent(chipping.boundary));
  assert.is(present(chipping.patterns).rows[0].nearest[0].name, 'uniform');
  assert.is(analyse(data, { settings: { biased: true } }).transition, null);
  assert.equal(
    present(analyse(data, { listed: true }).patterns).rows[0].overlaps.map(({ name }) => name),
    ['uniform'],
  );
});

test('figures of the config: a buffer, pairs and a range; what is unknown is named', () => {
  const asked = analyse({ ...ising.data, figures: { buffer: 4, projections: [['uniform', 'boundary']], pca: { to: 2 } } });
  assert.equal(asked.ensembleBuffers, [4]);
  const [row] = present(asked.projections).rows;
  assert.equal([row.axes, row.buffer], [['uniform', 'boundary'], 4]);
  near(row.cosine, Math.sqrt(12 / 16), 1e-9);
  assert.equal(present(asked.pca).rows[0].temperatures, [1.8]);
  const wrong = (figures: Record<string, unknown>) => () => analyse({ ...ising.data, figures });
  assert.throws(wrong({ bufer: 4 }), /figures: expected keys out of buffer, projections, pca, got bufer; did you mean buffer/);
  assert.throws(wrong({ buffer: 3 }), /figures\.buffer: expected one of 0, 1, 2, 4, 6, 8, or several, got 3/);
  assert.throws(wrong({ buffer: [2, 3] }), /figures\.buffer: expected one of .*, got 3; give buffers of the grid/);
  const several = analyse({ ...ising.data, figures: { buffer: [6, 2] } });
  assert.equal(several.ensembleBuffers, [2, 6]);
  assert.equal(new Set(several.symmetries.map(({ buffer }) => buffer)), new Set([2, 6]));
  assert.is(several.symmetries.length, 8);
  assert.throws(wrong({ projections: [['P1', 'uniform']] }), /expected names out of uniform, staggered, boundary, PC1, PC2, got P1/);
});

test.run();
