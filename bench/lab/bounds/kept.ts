/** All bounds with a fixed filter: only the critics learn, so that the exact I(H:E) is known. */

import { BOUND_NAMES, type BoundName } from '../../../src/bound/bounds.ts';
import { meanError } from '../../../src/core/statistics.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { type TrainInput, trainConfig } from '../../../src/train/config/config.ts';
import { burnIn } from '../../../src/train/ensemble/burn.ts';
import { Ensemble } from '../../../src/train/ensemble/ensemble.ts';
import { replicasOf } from '../../../src/train/result/best.ts';
import { TrainingLog } from '../../../src/train/result/log.ts';
import { EVALUATION_BATCH, type Known, knownAt, TEMPERATURES, TORUS, UNIFORM } from './torus.ts';

/** An estimate has converged when it reaches this part of its final value. */
const CONVERGED = 0.98;

/** Settings of all trainings but the bound. */
export const KEPT = {
  ...TORUS,
  temperature: TEMPERATURES,
  filter: UNIFORM,
  freeze: true,
  replicas: 8,
  steps: 10,
  refine: 690,
  learningRate: 5e-3,
  chains: 128,
  batch: 128,
  heldOut: 1024,
  evaluations: 200,
  evaluationBatch: EVALUATION_BATCH,
  validateEvery: 20,
  seed: 11,
} satisfies TrainInput;

/** Estimates of one bound for the uniform filter at one temperature, in nats. */
export interface KeptRow {
  bound: BoundName;
  temperature: number;
  exact: number;
  /** Mean over replicas minus the exact value. */
  bias: number;
  /** Standard error of one replica over its held-out chains. All replicas share these chains, so the mean over replicas is hardly more accurate. */
  error: number;
  /** Standard deviation over the replicas. */
  spread: number;
  /** Standard deviation of the objective of single batches over the last tenth of the training. */
  batch_deviation: number;
  /** Steps until the validation, averaged over replicas, comes within 2 % of its last value. */
  converged_after: number;
  replicas: number[];
}

/**
 * Trains and evaluates the critics of every bound for the uniform filter.
 * @param exact values of `known`
 * @param say takes each row as a line of JSON
 */
export async function compareKept(device: Device, exact: readonly Known[], say: (line: string) => void): Promise<KeptRow[]> {
  const all: KeptRow[] = [];
  for (const bound of BOUND_NAMES) {
    const ensemble = new Ensemble(device, trainConfig({ ...KEPT, bound }));
    try {
      const rows = await judge(ensemble, bound, (temperature) => knownAt(exact, temperature).uniform);
      for (const row of rows) say(JSON.stringify({ ...row, replicas: undefined }));
      all.push(...rows);
    } finally {
      ensemble.dispose();
    }
  }
  return all;
}

/** Trains the critics as a run does, and keeps the curve of the validation and the spread of batches, which a run does not report. */
async function judge(ensemble: Ensemble, bound: BoundName, exactOf: (temperature: number) => number): Promise<KeptRow[]> {
  const { config, plans, points } = ensemble;
  await ensemble.prepare();
  for (const t of config.temperature.keys()) await burnIn(ensemble, t, async () => {});
  const log = new TrainingLog(ensemble);
  const steps = ensemble.budget.refining;
  ensemble.begin(0);
  let validations = 0;
  for (let done = 0; done < steps; done += config.validateEvery) {
    plans.refining.run(Math.min(config.validateEvery, steps - done));
    plans.validating.run(config.validations);
    ensemble.judge.run();
    validations += 1;
    await ensemble.device.idle();
  }
  ensemble.restore.run();
  await log.update('refining', steps);
  log.validated.refining = validations;
  await log.updateValidation();
  for (let done = 0; done < ensemble.budget.evaluating; done += 20) {
    plans.evaluating.run(Math.min(20, ensemble.budget.evaluating - done));
    await ensemble.device.idle();
  }
  await log.update('evaluating', ensemble.budget.evaluating);
  await log.updateHeldOut();
  return points.map((point) => {
    const all = replicasOf(log, point);
    const exact = exactOf(point.temperature);
    const means = all.map((r) => log.heldOut[r].mean);
    const over = meanError(means);
    const curve = Array.from({ length: validations }, (_, i) => meanError(all.map((r) => log.validations('refining', r)[i])).mean);
    const last = meanError(curve.slice(-5)).mean;
    const tail = 0.1 * steps;
    const single = all.map((r) => log.estimate('refining', r, steps - tail, steps).error * Math.sqrt(tail));
    return {
      bound,
      temperature: point.temperature,
      exact,
      bias: over.mean - exact,
      error: meanError(all.map((r) => log.heldOut[r].error)).mean,
      spread: over.error * Math.sqrt(all.length),
      batch_deviation: meanError(single).mean,
      converged_after: config.validateEvery * (1 + curve.findIndex((value) => value >= CONVERGED * last)),
      replicas: means,
    };
  });
}
