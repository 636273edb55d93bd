/** Trainings on fixed data that are held against exactly known values. */
import * as assert from 'uvu/assert';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { PointSummary } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { theDevice } from './device.ts';

/** How far below the truth a critic of finite training on finite data may stay, nats. */
export const TIGHTNESS = 0.012;

/** A filter that is kept: all steps go to the critic. */
export const KEPT = { block: 2, buffer: 0, shell: 1, hidden: [32], replicas: 1, freeze: true, steps: 10, refine: 300, seed: 7 };

/** The first point of a training, measured on minibatches of 128; periodic unless something else is said. */
export async function measured(input: TrainInput): Promise<PointSummary> {
  const { summary } = await train(await theDevice(), {
    batch: 128,
    evaluationBatch: 128,
    evaluations: 96,
    ...(input.sites ? {} : { boundary: 'periodic' }),
    ...input,
  } as TrainInput);
  return summary.points[0];
}

/** Within three errors of the exact value (each side fails by chance once in 700 seeds, which are pinned), and no more than the critic's tightness below it. */
export function agrees({ mean, error }: { mean: number; error: number }, exact: number): void {
  const message = `${mean} ± ${error}, exact ${exact}`;
  assert.ok(mean < exact + 3 * error, `above the truth: ${message}`);
  assert.ok(mean > exact - 3 * error - TIGHTNESS, `not tight: ${message}`);
  assert.ok(error < 0.02, `error bar too wide to say anything: ${message}`);
}
