/** What the main job must find, and its mirror image for the antiferromagnet. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { boundaryness, gauge } from '../../src/analysis/filters/filter.ts';
import { MAIN_JOB } from '../../src/cli/train.ts';
import type { PointSummary } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { INFORMATION_64, TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';

const oneSign = (filter: number[][]) => filter.flat().every((w) => w > 0) || filter.flat().every((w) => w < 0);
const bestFilter = (point: PointSummary) => point.filters[point.best][0];

test('the ferromagnet: magnetisation below T_c, the boundary at T_c, nothing above', async () => {
  const { summary } = await train(await theDevice(), { ...MAIN_JOB, seed: 51 });
  for (const point of summary.points) {
    const { temperature, buffer, information, filter } = point;
    const message = `T = ${temperature}, buffer ${buffer}: ${information.mean} ± ${information.error}, ${filter}, ${bestFilter(point)}`;
    console.log(message);
    // The main job is what a new user sees first.
    assert.ok(point.verdict === 'converged' || point.verdict === 'zero', `${point.verdict}: ${message}`);
    if (temperature === 1.8) {
      assert.ok(Math.abs(information.mean / Math.LN2 - 1) < 0.03, message);
      assert.ok(oneSign(bestFilter(point)) && filter === 'uniform', message);
    } else if (temperature === 3.5) {
      if (buffer === 4) assert.ok(information.mean < 0.02, message);
    } else {
      assert.ok(information.mean > 0.1 && information.mean < 0.69, message);
      // Better than the uniform filter, whose value is known: it splits ties and lets the inner spins vote.
      const uniform = INFORMATION_64.find((row) => row.temperature === TC && row.buffer === buffer)?.uniform;
      assert.ok(uniform !== undefined && information.mean > uniform - information.error, `uniform filter ${uniform}, ${message}`);
      // Every replica, not only the best: boundary weights larger than bulk weights.
      if (Number(buffer) >= 2) for (const [weights] of point.filters) assert.ok(boundaryness(weights) > 1, message);
    }
  }
});

test('the antiferromagnet: the staggered filter, with the information of the ferromagnet', async () => {
  const { summary } = await train(await theDevice(), { ...MAIN_JOB, temperature: [1.8], buffer: [2], coupling: -1, seed: 52 });
  const [point] = summary.points;
  assert.equal(point.filter, 'staggered');
  assert.ok(Math.abs(point.information.mean / Math.LN2 - 1) < 0.03);
  const staggered = gauge(bestFilter(point), -1).map((row, y) => row.map((w, x) => ((x + y) % 2 === 0 ? w : -w)));
  assert.ok(oneSign(staggered));
});

test('two components of the ferromagnet hold no more than one', async () => {
  const { summary } = await train(await theDevice(), { ...MAIN_JOB, temperature: [1.8], buffer: [4], components: 2, seed: 53 });
  assert.ok(Math.abs(summary.points[0].information.mean / Math.LN2 - 1) < 0.03, JSON.stringify(summary.points[0].information));
});

test.after(closeDevice);
test.run();
