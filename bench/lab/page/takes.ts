/** One recorded training: what a page without WebGPU shows. */
import { meanError } from '../../../src/core/statistics.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { Scope } from '../../../src/gpu/scope.ts';
import { shownFilter } from '../../../src/lab/filters.ts';
import type { Take } from '../../../src/lab/replay.ts';
import type { LabSettings } from '../../../src/lab/settings.ts';
import { IsingChains } from '../../../src/model/ising/chains.ts';
import { trainConfig } from '../../../src/train/config/config.ts';
import { burnIn } from '../../../src/train/ensemble/burn.ts';
import { Ensemble } from '../../../src/train/ensemble/ensemble.ts';
import { TrainingLog } from '../../../src/train/result/log.ts';

/** What is recorded. */
export interface Request extends Omit<LabSettings, 'model'> {
  /** Training steps, and steps between two readings. */
  steps: number;
  every: number;
  /** Sweeps of one chain. */
  frames: number;
}

/** Minibatches of a validation: the spread of their means is one part of its error. */
const MINIBATCHES = 8;
const CHAINS = 512;

const none = async () => undefined;

/** Trains, reads everything every few steps, and evaluates the best replica on held-out chains. */
export async function recordTake(device: Device, request: Request): Promise<Take> {
  const { size, block, buffer, shell, temperature, replicas, seed, steps, every } = request;
  const sides = { size, block, buffer, shell, temperature, replicas, seed, steps };
  const config = trainConfig({ ...sides, validateEvery: every, validations: MINIBATCHES, validation: CHAINS, heldOut: CHAINS });
  const ensemble = new Ensemble(device, config);
  try {
    await ensemble.prepare();
    await burnIn(ensemble, 0, none);
    const log = new TrainingLog(ensemble);
    const readings = await training(ensemble, log, every);
    await evaluation(ensemble, log);
    // The best by its last validation, as results choose it.
    const best = log.validation.reduce((best, { value }, r) => (value > log.validation[best].value ? r : best), 0);
    const validation = readings.validation.map((row) => row.map(({ mean, error }, r) => ({ mean, error: Math.max(error, log.heldOut[r].error) })));
    // Where nothing is known, a constant critic is better than one that was trained: it gives 0.
    const { mean, error } = log.heldOut[best];
    return {
      model: 'ising',
      size,
      block,
      buffer,
      shell,
      temperature,
      replicas,
      seed,
      ...readings,
      validation,
      best,
      heldOut: { mean: Math.max(0, mean), error },
      ...(await lattice(device, request)),
    };
  } finally {
    ensemble.dispose();
  }
}

async function training(ensemble: Ensemble, log: TrainingLog, every: number) {
  const all: Pick<Take, 'steps' | 'inSample' | 'validation' | 'filters'> = { steps: [], inSample: [], validation: [], filters: [] };
  const { replicas, budget, plans, judge } = ensemble;
  ensemble.begin(0);
  for (let done = every; done <= budget.training; done += every) {
    plans.training.run(every);
    await log.update('training', done);
    await log.updateFilters();
    all.steps.push(done);
    all.inSample.push(Array.from({ length: replicas }, (_, r) => log.estimate('training', r, done - every, done).mean));
    all.filters.push(log.filters.map(({ weights }) => Float32Array.from(shownFilter(weights))));
    all.validation.push(await validated(ensemble));
    judge.run();
    log.validated.training += 1;
  }
  await log.updateValidation();
  return all;
}

/** The means of all minibatches, one after the other. */
async function validated({ plans, shards, replicas }: Ensemble) {
  const sums: Float32Array[] = [];
  for (let i = 0; i < MINIBATCHES; i++) {
    plans.validating.run();
    sums.push((await shards[0].memory['keeper.sum'].read()) as Float32Array);
  }
  return Array.from({ length: replicas }, (_, r) => meanError(sums.map((sum, i) => sum[r] - (sums[i - 1]?.[r] ?? 0))));
}

/** Refines the critic for the discrete H, and evaluates held-out chains. */
async function evaluation(ensemble: Ensemble, log: TrainingLog): Promise<void> {
  const { budget, plans, judge, restore, config } = ensemble;
  restore.run();
  ensemble.begin(budget.training);
  for (let done = 0; done < budget.refining; done += config.validateEvery) {
    plans.refining.run(config.validateEvery);
    plans.validating.run(MINIBATCHES);
    judge.run();
    log.validated.refining += 1;
  }
  await log.updateValidation();
  restore.run();
  plans.evaluating.run(budget.evaluating);
  await log.updateHeldOut();
}

/** One chain after consecutive sweeps, and the energy per site of 512 chains. */
async function lattice(device: Device, { size, temperature, seed, frames }: Request): Promise<Pick<Take, 'frames' | 'energy'>> {
  const scope = new Scope(device, 'frames');
  try {
    const chains = new IsingChains(scope, { size, coupling: 1, temperatures: new Array<number>(16).fill(temperature), seed });
    const range = { first: 0, groups: 16 };
    await chains.advance(range, Math.ceil(chains.relaxation(temperature)), none);
    const series = await chains.measure(range, 64, 8, none);
    const { energy } = chains.observables(series, temperature);
    const shown: Uint8Array[] = [];
    for (let i = 0; i < frames; i++) {
      await chains.advance({ first: 0, groups: 1 }, 1, none);
      shown.push(Uint8Array.from((await chains.state.read()).subarray(0, size * size), (word) => word & 1));
    }
    return { frames: shown, energy: { mean: energy.mean, error: energy.error } };
  } finally {
    scope.dispose();
  }
}
