/**
 * Fixed data on other spaces than periodic squares: held-out information against exactly known values. Samples are exact and
 * independent, drawn from transfer matrices; seeds are pinned.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import { checkData, type DataSet } from '../../src/model/data/data_set.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { PointSummary } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { TC } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { exactSamples, isingSlices, type SliceModel } from '../support/slices.ts';

test.after(closeDevice);

/** How far below the truth a critic of finite training on finite data may stay, nats. */
const TIGHTNESS = 0.012;

/** Samples of a model of Ising spins, as a file would hold them. */
function spinData(model: SliceModel, samples: number, seed: number): DataSet {
  return checkData({ shape: [samples, ...model.extents], data: exactSamples(model, samples, seed).map((state) => 2 * state - 1) }, 'spins');
}

/** A filter that is kept: all steps go to the critic. */
const KEPT = { block: 2, buffer: 0, shell: 1, hidden: [32], replicas: 1, freeze: true, steps: 10, refine: 300, seed: 7 };

async function measured(input: TrainInput): Promise<PointSummary> {
  const { summary } = await train(await theDevice(), { batch: 128, evaluationBatch: 128, evaluations: 96, ...input });
  return summary.points[0];
}

/** Within three errors of the exact value, and no more than the critic's tightness below it. */
function agrees({ mean, error }: { mean: number; error: number }, exact: number): void {
  const message = `${mean} ± ${error}, exact ${exact}`;
  assert.ok(mean < exact + 3 * error, `above the truth: ${message}`);
  assert.ok(mean > exact - 3 * error - TIGHTNESS, `not tight: ${message}`);
  assert.ok(error < 0.02, `error bar too wide to say anything: ${message}`);
}

test('a periodic rectangle of 4 x 6 spins at T_c', async () => {
  const model = isingSlices([4, 6], [true, true], TC);
  const options = { size: [6, 4], block: [2, 2], buffer: 0, boundary: 'periodic', coupling: 1, temperature: TC } as const;
  const { information_HE: uniform } = await exactIsing(options);
  const point = await measured({ ...KEPT, data: spinData(model, 8192, 61), symmetric: true, filter: [1, 1, 1, 1] });
  agrees(point.information, uniform);
  assert.equal([point.size, point.extents], [undefined, [4, 6]]);
});

test.run();
