/** The parts of inference that need no GPU: states at rest, last digits, amplitudes, zero modes, settings, verdicts, text. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { amplitudeOf } from '../../src/infer/amplitude.ts';
import { inferConfig } from '../../src/infer/config.ts';
import { type Fitted, valuesOf, withValues } from '../../src/infer/parameters.ts';
import { pointAt, polish } from '../../src/infer/polish.ts';
import { isRegular } from '../../src/infer/regular.ts';
import { relaxationsFor } from '../../src/infer/relaxation.ts';
import { forceAt, responseOf } from '../../src/infer/response.ts';
import { comeToRest } from '../../src/infer/rest.ts';
import type { InferResult, NudgeResult } from '../../src/infer/result.ts';
import { whiteSnapshots } from '../../src/infer/snapshots.ts';
import { startsOf } from '../../src/infer/starts.ts';
import { stiffest } from '../../src/infer/stiffest.ts';
import { advisedOf, verdictsOf } from '../../src/infer/verdicts.ts';
import { floppinessOf, zeroModesOf } from '../../src/infer/zero_modes.ts';
import { honeycomb, honeycombOf } from '../../src/model/tissue/honeycomb.ts';
import { stiffnesses } from '../../src/model/tissue/jacobian.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { inferText } from '../../src/report/infer/text.ts';
import { close } from '../support/close.ts';
import { dot } from '../support/differences.ts';
import { golden, goldenPatch, meshOfPatch } from '../support/tissue.ts';
import { solidTissue, whiteSnapshot } from '../support/tissue_snapshots.ts';

const BOTH: readonly Fitted[] = ['P0', 'chi'];
const ODD = { ...PLAIN, shape: 3.6, chirality: 0.3 };
const patch = meshOfPatch(goldenPatch());

test('golden: the state at rest under a nudge, and the slopes of its loss by the response', () => {
  const { k, positions, loss, implicit } = golden.nudged;
  const { mesh, residual, found } = comeToRest(patch, patch.positions, ODD, k);
  assert.ok(found && residual < 1e-11, `${residual} is left`);
  close(mesh.positions, positions.flat(), { atol: 1e-10, rtol: 0 }, 'positions');
  const miss = mesh.positions.map((y, i) => y - patch.positions[i]);
  close([dot(miss, miss)], [loss], { atol: 1e-10, rtol: 0 }, 'loss');
  const slopes = (responseOf(mesh, ODD, ['KP', 'P0', 'chi'], k) as Float64Array[]).map((of) => 2 * dot(of, miss));
  close(slopes, [implicit.KP, implicit.P0, implicit.chi], { atol: 1e-10, rtol: 0 }, 'slopes');
});

test('fits of a state at rest end at its parameters, at every k, and force matching in one go', () => {
  // Areas differ: regular hexagons are at rest whatever the parameters.
  const UNEQUAL = { ...ODD, area: golden.perturbed_growth.parameters.A0 as number[] };
  const { mesh, found: there } = comeToRest(patch, patch.positions, UNEQUAL, 0);
  assert.ok(there);
  for (const k of [0, 0.5, 4, Number.POSITIVE_INFINITY]) {
    const start = pointAt(mesh, mesh.positions, UNEQUAL, BOTH, [3.5, 0.1], k);
    assert.ok(start.found && start.loss > 1e-6);
    const { values, found, loss } = polish(mesh, start, UNEQUAL, BOTH, k);
    assert.ok(found && loss < 1e-14, `k = ${k}: ${loss}`);
    close(values, [3.6, 0.3], { atol: 1e-7, rtol: 0 }, `k = ${k}`);
  }
});

test('a honeycomb with noise is regular, whatever its parameters; tissues whose cells differ are not', () => {
  const regular = honeycombOf(36);
  for (const sigma of [0.005, 0.05]) assert.is(isRegular(whiteSnapshot(regular, sigma, 1), PLAIN), true, `noise of ${sigma}`);
  assert.is(isRegular(whiteSnapshot(solidTissue(1), 0.05, 1), PLAIN), false);
  // Cells of different preferred areas are no regular tiling, even on the rings of one.
  const unequal = { ...PLAIN, area: Array.from({ length: 36 }, (_, c) => 1 + 0.2 * Math.sin(2 * c)) };
  assert.is(isRegular(comeToRest(regular, regular.positions, unequal, 0).mesh, unequal), false);
});

test('states get as many relaxation steps as their nudge needs, and are doubted where that is not known', () => {
  assert.equal(
    [0, 0.1, 1, 3, 1e-9, Number.POSITIVE_INFINITY].map((k) => relaxationsFor(50, k)),
    [16, 126, 16, 16, 1000, 16],
  );
  const row: NudgeResult = { nudge: 0, outcome: 'found', estimate: { P0: 3.6 }, starts: [], agreeing: 1 };
  const doubts = (cells: number, nudge: number) =>
    verdictsOf([{ ...row, nudge }], cells, inferConfig({}), PLAIN).filter(({ kind }) => kind === 'unconverged').length;
  assert.equal([doubts(400, 0), doubts(400, 1), doubts(150, 0)], [1, 0, 0]);
});

test('where nothing comes to rest, nothing is found', () => {
  // With a negative stiffness large cells grow without an end.
  const unstable = { ...PLAIN, areaStiffness: -1, perimeterStiffness: 0.01 };
  const { found, residual } = comeToRest(patch, patch.positions, unstable, 0);
  assert.not.ok(found);
  assert.ok(residual > 1e-6);
  const point = pointAt(patch, patch.positions, unstable, BOTH, [3.6, 0], 0);
  assert.equal(polish(patch, point, unstable, BOTH, 0), point, 'and nothing is made of it');
});

test('the largest stiffness, and zero modes of a solid and of a fluid honeycomb', () => {
  const comb = honeycomb(4, 4);
  const solid = { ...PLAIN, shape: 3.6 };
  const known = stiffnesses(comb, solid).at(-1) as number;
  const found = stiffest(comb, solid);
  assert.ok(found > 0.9 * known && found < 1.05 * known, `${found}, ${known}`);
  assert.is(zeroModesOf(comb, solid), 2);
  assert.equal(floppinessOf(comb, solid), { floppy: false, zeroModes: 2 });
  // At the critical shape index all areas and perimeters are as preferred.
  const critical = { ...PLAIN, shape: golden.p0_hexagon };
  assert.ok(floppinessOf(comb, critical).floppy);
});

test('the amplitude of white noise follows from the loss, at every k', () => {
  const { mesh } = comeToRest(patch, patch.positions, ODD, 0);
  for (const k of [0, 1, Number.POSITIVE_INFINITY]) {
    const losses = whiteSnapshots(
      Array.from({ length: 40 }, () => ({ mesh, parameters: ODD, amplitude: 0.002 })),
      3,
    ).map((snapshot) => pointAt(snapshot, mesh.positions, ODD, [], [], k).loss);
    const mean = losses.reduce((sum, loss) => sum + loss / losses.length, 0);
    const amplitude = amplitudeOf(mean, mesh, ODD, { nudge: k, noise: 'white', fitted: 0, seed: 1 });
    // Traces over 24 random vectors and means over 40 snapshots: together some hundredths. Translations, which no loss without a nudge sees, count little.
    assert.ok(Math.abs(amplitude / 0.002 - 1) < 0.1, `k = ${k}: ${amplitude}`);
  }
});

test('settings: defaults, each k once and in order, and what is refused', () => {
  const config = inferConfig({ nudge: [3, 0, 3, Number.POSITIVE_INFINITY], fit: ['chi'] });
  assert.equal(config.nudge, [0, 3, Number.POSITIVE_INFINITY]);
  assert.equal(config.fit, ['chi']);
  assert.is(config.bootstrap, 'dynamic');
  assert.throws(() => inferConfig({ nudge: [-1] }), /nudge.*expected/);
  assert.throws(() => inferConfig({ fit: ['P1' as 'P0'] }), /fit.*expected/);
  assert.throws(() => inferConfig({ replicas: 1 }), /replicas: expected at least 2/);
});

test('starts: the first as it is given, the others in their range and different', () => {
  const starts = startsOf(PLAIN, BOTH, { shape: 3.5 }, 8, 1).map((one) => valuesOf(one, BOTH));
  assert.equal(starts[0], [3.5, 0]);
  assert.ok(starts.slice(1).every(([P0, chi]) => P0 > 3.2 && P0 < 4.1 && Math.abs(chi) < 0.6));
  assert.is(new Set(starts.map(String)).size, 8);
  assert.equal(valuesOf(withValues(PLAIN, ['A0'], [1.2]), ['A0', 'KP']), [1.2, 1]);
});

const start = { start: { P0: 3.7, chi: 0 }, found: true };
const row = (chi: number, error: number): NudgeResult => ({
  nudge: 1,
  outcome: 'found',
  estimate: { P0: 3.61, chi },
  loss: 0.01,
  rms: 0.01,
  starts: [start],
  agreeing: 1,
  perCell: [0.01, 0.03],
  response: { P0: 1, chi: 0.1 },
  bootstrap: {
    noise: 'dynamic',
    amplitude: 1e-4,
    estimated: true,
    snapshots: 32,
    fits: 31,
    mean: { P0: 3.62, chi },
    spread: { P0: 0.01, chi: error },
    corrected: { P0: 3.6, chi },
    error: { P0: 0.01, chi: error },
    estimates: [],
  },
});
const TABLE: readonly NudgeResult[] = [
  { nudge: 0, outcome: 'not determined', starts: [start], agreeing: 0, zeroModes: 73 },
  row(0.2, 0.02),
  { nudge: 3, outcome: 'no state', starts: [start], agreeing: 0 },
  { ...row(0, 1), nudge: 'inf', estimate: { P0: 3.6 }, bootstrap: undefined, withoutBootstrap: 'the snapshot has no noise' } as unknown as NudgeResult,
];

test('verdicts: chirality in errors, what is not determined, what was not found, what does not show', () => {
  const words = verdictsOf(TABLE, 36, inferConfig({}), PLAIN).map((one) => one.words);
  for (const expected of [
    /^k = 1: chi differs from 0 by 10\.0 errors$/,
    /^P0 and chi are not determined at k = 0: .* \(2N\+1 = 73 zero modes\)/,
    /^k = 3: the inner solver found no state from any start$/,
    /^force matching: chi does not show/,
    /in a fluid tissue nudging decides/,
    /^K_P was taken as 1/,
  ]) {
    assert.is(words.filter((one) => expected.test(one)).length, 1, `${expected} in ${words.join('\n')}`);
  }
  const [weak] = verdictsOf([row(0.03, 0.02)], 36, inferConfig({}), PLAIN);
  assert.match(weak.words, /cannot be told from 0 \(1\.5 errors\)/);
  assert.is(advisedOf(TABLE, 'dynamic'), 1);
  assert.is(advisedOf([row(0, 1), { ...row(0, 1), nudge: 0.1 }], 'white'), 1, 'the first that is found');
  assert.is(advisedOf(TABLE.slice(0, 1), 'white'), undefined);
});

test('text: a row for each k, errors with their noise, and never a number where nothing is determined', () => {
  const result: InferResult = {
    cells: 36,
    fitted: BOTH,
    known: { perimeterStiffness: 1 },
    table: TABLE,
    advised: 1,
    verdicts: [],
    polished: 'all',
    settings: {},
    seconds: 1,
    adapter: 'none',
  };
  const text = inferText(result);
  assert.match(text, /k = 0 +not determined +not determined +n\/a +n\/a/);
  assert.match(text, /k = 1 +3\.600 ± 0\.010 +0\.200 ± 0\.020 +1\.00e-2 +1 of 1/);
  assert.match(text, /force matching +3\.6\d* +does not show/);
  assert.match(text, /k = 1: 31 of 32 refits, noise of the dynamics with D = 0\.000100, as the loss says; before the correction P0 = 3\.6100/);
  assert.match(text, /most is left at cells 1 \(3\.0e-2\), 0/);
});

test('forces in a mesh with other positions are those of the mesh', () => {
  close(
    forceAt(patch, ODD),
    golden.perturbed_odd_tension.force_chiral
      .flat()
      .map((x: number, i: number) => x + golden.perturbed_odd_tension.force_area.flat()[i] + golden.perturbed_odd_tension.force_perimeter.flat()[i]),
    { atol: 1e-10, rtol: 0 },
    'forces',
  );
});

test.run();
