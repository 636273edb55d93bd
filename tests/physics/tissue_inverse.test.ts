/** Inference from one snapshot: exact without noise, within the known errors with it, nothing where there is nothing to find. About three minutes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fitAll, type Job } from '../../src/infer/fit.ts';
import { infer } from '../../src/infer/infer.ts';
import type { Fitted } from '../../src/infer/parameters.ts';
import type { InferResult, NudgeResult } from '../../src/infer/result.ts';
import { finished } from '../../src/infer/rows.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { golden } from '../support/tissue.ts';
import { mirrored } from '../support/tissue_patch.ts';
import { dynamicSnapshot, fluidTissue, SOLID, solidTissue, whiteSnapshot } from '../support/tissue_snapshots.ts';

test.after(closeDevice);

const KNOWN = { smoothing: SOLID.smoothing };
const BOTH: readonly Fitted[] = ['P0', 'chi'];
const NUDGES = [0, 0.1, 1, 10, Number.POSITIVE_INFINITY];

const estimatesOf = ({ table }: InferResult) => table.map(({ estimate }) => BOTH.map((symbol) => estimate?.[symbol] ?? Number.NaN));
const apart = (values: readonly number[], from: readonly number[]) => Math.max(...values.map((value, i) => Math.abs(value - from[i])));

test('without noise P0 and chi come back to 1e-6 from eight starts at every k, last digits in float64', async () => {
  const result = await infer(await theDevice(), { mesh: solidTissue(20), parameters: KNOWN }, { nudge: NUDGES, starts: 8, bootstrap: 'none', seed: 1 });
  for (const { nudge, starts } of result.table) {
    for (const { start, estimate, found } of starts) {
      const words = `k = ${nudge} from ${JSON.stringify(start)}: ${JSON.stringify(estimate)}`;
      assert.ok(found, words);
      assert.ok(apart([estimate?.P0 as number, estimate?.chi as number], [3.6, 0.2]) < 1e-6, words);
    }
  }
  assert.is(result.table[0].zeroModes, 2);
});

test('the mirrored snapshot has the opposite chi and the same P0', async () => {
  const snapshot = dynamicSnapshot(solidTissue(21), SOLID, 1e-4, 1);
  const device = await theDevice();
  const of = async (mesh: typeof snapshot) => infer(device, { mesh, parameters: KNOWN }, { nudge: [0, 1], starts: 1, bootstrap: 'none' });
  const [plain, mirror] = [estimatesOf(await of(snapshot)), estimatesOf(await of(mirrored(snapshot)))];
  plain.forEach(([P0, chi], i) => {
    assert.ok(chi > 0.05);
    assert.ok(apart(mirror[i], [P0, -chi]) < 1e-6, `${P0}, ${chi} and ${mirror[i]}`);
  });
});

/** Fits of one snapshot each of six tissues, by k. */
async function recovered(kind: 'white' | 'dynamic', amplitude: number, nudges: readonly number[]): Promise<number[][][]> {
  const snapshots = [20, 21, 22, 23, 24, 25].map((seed) => {
    const mesh = solidTissue(seed);
    return kind === 'white' ? whiteSnapshot(mesh, amplitude, seed) : dynamicSnapshot(mesh, SOLID, amplitude, seed);
  });
  const start = { ...PLAIN, ...KNOWN, shape: 3.7, chirality: 0 };
  const jobs = nudges.flatMap((nudge) => snapshots.map((observed): Job => ({ observed, nudge, start })));
  const ends = await fitAll(await theDevice(), jobs, { fitted: BOTH, steps: 200, rate: 0.02, inner: 16, progress: async () => {} });
  const points = jobs.map((job, i) => finished(job, ends[i], BOTH, true));
  return nudges.map((_, n) =>
    points
      .slice(6 * n, 6 * n + 6)
      .filter(({ found }) => found)
      .map(({ values }) => [...values]),
  );
}

interface Row {
  kind: string;
  amplitude: number;
  k: number | 'inf' | null;
  P0_mean: number;
  P0_rmse: number;
  chi_mean: number;
  chi_rmse: number;
}

// The rows of the table were made with other snapshots: three of its errors, of means of six, are exceeded once in some hundred comparisons.
for (const [kind, amplitude, known] of [
  ['white', 0.02, 'white'],
  ['dynamic', 1e-4, 'thermal'],
  ['dynamic', 5e-4, 'thermal'],
] as const) {
  test(`${kind} noise ${amplitude}: means and errors of six tissues as in the table`, async () => {
    const nudges = [0, 1, 10];
    const found = await recovered(kind, amplitude, nudges);
    nudges.forEach((k, n) => {
      const row = (golden.recovery_P0_chi.rows as Row[]).find((one) => one.kind === known && one.amplitude === amplitude && one.k === k) as Row;
      assert.ok(found[n].length >= 5, `k = ${k}: ${found[n].length} fits found a state`);
      for (const [j, truth, mean, rmse] of [
        [0, 3.6, row.P0_mean, row.P0_rmse],
        [1, 0.2, row.chi_mean, row.chi_rmse],
      ]) {
        const values = found[n].map((of) => of[j]);
        const average = values.reduce((sum, x) => sum + x / values.length, 0);
        const error = Math.sqrt(values.reduce((sum, x) => sum + (x - truth) ** 2 / values.length, 0));
        const words = `k = ${k}, ${BOTH[j]}: mean ${average} (table ${mean}), error ${error} (table ${rmse})`;
        assert.ok(Math.abs(average - mean) < 3 * rmse, words);
        assert.ok(error < 3 * rmse && error > 0, words);
      }
    });
  });
}

const rowAt = ({ table }: InferResult, nudge: number) => table.find((row) => row.nudge === nudge) as NudgeResult;

test('fluid tissue: k = 1 gives P0 to 1e-3 without noise, k = 0 says that it is not determined and counts 2N+1 zero modes', async () => {
  const truth = { ...PLAIN, ...KNOWN, shape: 3.93 };
  const mesh = fluidTissue(0, truth);
  const result = await infer(await theDevice(), { mesh, parameters: KNOWN }, { nudge: [0, 1, 3], starts: 2, bootstrap: 'none' });
  for (const k of [1, 3]) {
    const { estimate, outcome } = rowAt(result, k);
    assert.is(outcome, 'found');
    assert.ok(Math.abs((estimate?.P0 as number) - 3.93) < 1e-3, `k = ${k}: ${estimate?.P0}`);
    assert.is(estimate?.chi, undefined, 'without tension chi does not show');
  }
  const plain = rowAt(result, 0);
  assert.is(plain.outcome, 'not determined');
  assert.is(plain.zeroModes, 73);
  assert.is(plain.estimate, undefined);
  assert.ok(
    plain.starts.every(({ estimate }) => estimate === undefined),
    'no number instead',
  );
  assert.ok(result.verdicts.some(({ words }) => words.includes('not determined at k = 0') && words.includes('2N+1 = 73 zero modes')));
});

test.run();
