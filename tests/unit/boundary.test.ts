/** Boundaryness over runs, and its peak. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { peakOf } from '../../src/analysis/curves/peak.ts';
import { type BoundaryPoint, boundarynessOverRuns, boundaryPeaks } from '../../src/analysis/filters/boundary.ts';
import { meanError } from '../../src/core/statistics.ts';
import { close } from '../support/close.ts';
import { normals } from '../support/normals.ts';

const rim = (side: number, bulk: number, channels = 1) =>
  Array.from({ length: side }, (_, y) =>
    Array.from({ length: side * channels }, (_, column) => {
      const x = Math.floor(column / channels);
      return y === 0 || x === 0 || y === side - 1 || x === side - 1 ? 1 : bulk;
    }),
  );
const runs = (filters: number[][][][]) => ({ temperature: 2.27, buffer: 2, filters });

test('runs that agree: the ratio of one filter, by either definition, whatever its scale and sign', () => {
  const same = runs([[rim(4, 0.5)], [rim(4, 0.5).map((row) => row.map((w) => -3 * w))]]);
  close([boundarynessOverRuns(same).boundaryness.mean], [2], { atol: 1e-12, rtol: 0 }, 'means');
  close([boundarynessOverRuns(same).boundaryness.error], [0], { atol: 1e-12, rtol: 0 }, 'error');
  close([boundarynessOverRuns(same, { definition: 'sums' }).boundaryness.mean], [6], { atol: 1e-12, rtol: 0 }, 'sums');
  const uniform = runs([
    [rim(5, 1), rim(5, 1)],
    [rim(5, -1), rim(5, 1)],
  ]);
  close([boundarynessOverRuns(uniform).boundaryness.mean], [1], { atol: 1e-12, rtol: 0 }, 'uniform, two components');
});

test('channels of a site count together', () => {
  const dimers = runs([[rim(4, 0.25, 2)], [rim(4, 0.25, 2)]]);
  close([boundarynessOverRuns(dimers, { channels: 2 }).boundaryness.mean], [4], { atol: 1e-12, rtol: 0 }, 'two channels');
  assert.throws(() => boundarynessOverRuns(dimers), /1 channels/);
});

test('a single run, an empty bulk, filters of zeros, no bulk at all', () => {
  const one = boundarynessOverRuns(runs([[rim(4, 0.5)]]));
  assert.ok(Math.abs(one.boundaryness.mean - 2) < 1e-12 && Number.isNaN(one.boundaryness.error) && one.runs === 1);
  const zeros = boundarynessOverRuns(runs([[rim(4, 0.5)], [rim(4, 0.5).map((row) => row.map(() => 0))], [rim(4, 0.5)]]));
  assert.is(zeros.runs, 2);
  const empty = boundarynessOverRuns(runs([[rim(4, 0)], [rim(4, 0)]]));
  assert.ok(empty.boundaryness.mean === Number.POSITIVE_INFINITY && Number.isNaN(empty.boundaryness.error));
  const mixed = boundarynessOverRuns(runs([[rim(4, 0)], [rim(4, 1)], [rim(4, 1)]]));
  assert.ok(Number.isFinite(mixed.boundaryness.mean) && mixed.boundaryness.error > 0, 'one run without a bulk does not make the mean infinite');
  assert.throws(() => boundarynessOverRuns(runs([[[[1]]]])), /has no bulk/);
  assert.throws(() => boundarynessOverRuns(runs([])), /no filter/);
});

test('runs that differ: the scores of 300 repetitions of 12 runs have mean 0 and variance 1', () => {
  const z = Array.from({ length: 300 }, (_, i) => {
    const noise = normals(12, 200 + i);
    // The part on the boundary is 0.8 on average: 0.8 / 0.2 / 3.
    const filters = Array.from({ length: 12 }, (_, k) => [rim(4, (3 * (0.2 - 0.03 * noise[k])) / (0.8 + 0.03 * noise[k]))]);
    const { mean, error } = boundarynessOverRuns(runs(filters)).boundaryness;
    return (mean - 4 / 3) / error;
  });
  assert.ok(Math.abs(meanError(z).mean) < 0.25, `mean ${meanError(z).mean}`);
  const square = meanError(z.map((x) => x * x)).mean;
  assert.ok(square > 0.75 && square < 1.7, `variance ${square}`);
});

/** A bump at 2.3 over a level of 1. */
const bump = (x: number) => 1 + 1.5 * Math.exp(-((x - 2.3) ** 2) / 0.08);
const GRID = [1.9, 2, 2.1, 2.2, 2.27, 2.35, 2.45, 2.6, 2.8];

test('the vertex of a parabola is found exactly, between points that are not equally far apart', () => {
  const parabola = [1, 1.5, 1.8, 2.4, 3].map((x) => ({ x, value: { mean: 5 - 2 * (x - 1.9) ** 2, error: 0.01 } }));
  for (const neighbours of [1, 2]) {
    const peak = peakOf(parabola, { neighbours });
    close([peak.position.mean, peak.height.mean, peak.width.mean], [1.9, 5, Math.sqrt(5 / 4)], { atol: 1e-9, rtol: 0 }, `${neighbours} neighbours`);
    assert.ok(peak.inside && peak.significance > 100);
    close([peak.resolution], [0.45], { atol: 1e-12, rtol: 0 }, 'resolution');
  }
});

test('peaks of noisy curves: the error covers the place, the scores of 200 curves are of order one', () => {
  const places = Array.from({ length: 200 }, (_, i) => {
    const noise = normals(GRID.length, 600 + i);
    return peakOf(
      GRID.map((x, k) => ({ x, value: { mean: bump(x) + 0.08 * noise[k], error: 0.08 } })),
      { draws: 100 },
    );
  });
  const z = places.map(({ position }) => (position.mean - 2.3) / position.error);
  assert.ok(Math.abs(meanError(z).mean) < 0.35, `mean ${meanError(z).mean}`);
  const square = meanError(z.map((x) => x * x)).mean;
  assert.ok(square > 0.4 && square < 1.3, `variance ${square}: drawing noise upon noise makes errors too large rather than too small`);
  assert.ok(places.every(({ significance }) => significance > 5));
});

test('a curve without a peak: at the end, or of no significance', () => {
  const falling = peakOf(GRID.map((x) => ({ x, value: { mean: 3 - x, error: 0.01 } })));
  assert.ok(!falling.inside && falling.significance === 0 && falling.position.mean === 1.9);
  const flat = peakOf(GRID.map((x, i) => ({ x, value: { mean: 1 + 0.05 * normals(9, 77)[i], error: 0.05 } })));
  assert.ok(flat.significance < 3, `${flat.significance}`);
  assert.ok(flat.position.error > 0.1, `the place of nothing is not known: ${flat.position.error}`);
});

test('peaks by buffer: in ascending order, points without an error left out, the same seed the same error', () => {
  const points: BoundaryPoint[] = [4, 0].flatMap((buffer) =>
    GRID.map((temperature) => ({ temperature, buffer, boundaryness: { mean: bump(temperature), error: 0.05 }, runs: 10 })),
  );
  points.push({ temperature: 3, buffer: 4, boundaryness: { mean: Number.POSITIVE_INFINITY, error: Number.NaN }, runs: 1 });
  points.push({ temperature: 3, buffer: 2, boundaryness: { mean: 1, error: 0.1 }, runs: 3 });
  const peaks = boundaryPeaks(points);
  assert.equal(
    peaks.map(({ buffer }) => buffer),
    [0, 4],
  );
  for (const { peak } of peaks) assert.ok(Math.abs(peak.position.mean - 2.3) < 0.01, `${peak.position.mean}`);
  assert.equal(boundaryPeaks(points), peaks);
  assert.is.not(boundaryPeaks(points, { seed: 2 })[0].peak.position.error, peaks[0].peak.position.error);
});

test.run();
