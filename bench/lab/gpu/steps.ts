/** Training steps on a device beside their estimates: how long a step takes, kernel by kernel, and how long the whole task would. */
import type { Device } from '../../../src/gpu/device.ts';
import { T_C } from '../../../src/model/ising/options.ts';
import type { Ensemble } from '../../../src/train/ensemble/ensemble.ts';
import { type Spread, spread } from '../../numbers.ts';
import { mustHold } from '../../row.ts';
import { layStep } from '../../step.ts';
import { Timer } from '../../timer.ts';
import { dispatchesOf, nameOf, type StepChoice, stepName, stepOnPaper } from './dispatched.ts';
import { estimate, type Gpu, stepSeconds, TASK, taskSeconds } from './model.ts';

/** Rows of the history: more steps than are run. */
const HISTORY = 40_000;
/** Intervals in which a step is timed, and their length in seconds. */
const INTERVALS = { count: 5, seconds: 0.06 };
/** Steps of a profile, over which the times of its dispatches are averaged. */
const PROFILED = 10;

/** All dispatches of a step that are alike. */
export interface KernelTime {
  kernel: string;
  times: number;
  /** Seconds of all of them by timestamps of the GPU; null without timestamps, or where the plan of this adapter has no such kernel. */
  measured: number | null;
  /** Estimated seconds of all of them, without the gaps between dispatches; null where the GPU of the model has no such kernel. */
  predicted: number | null;
  limit: string;
}

/** The profile of a step. */
export interface StepProfile {
  step: string;
  dispatches: number;
  /** Seconds of one step, recording and submission included. */
  wall: Spread;
  /** Sum of the times of all dispatches, in seconds; null without timestamps. */
  gpu: number | null;
  predicted: { of: string; seconds: number };
  /** Wall time over the estimate. */
  ratio: number;
  kernels: KernelTime[];
}

/** Makes the ensemble of a step ready to train, without compiling what a step does not need. */
async function ready(device: Device, { theCase, bound, replicas }: StepChoice): Promise<Ensemble> {
  const ensemble = layStep(device, theCase, replicas, HISTORY, { bound });
  try {
    await ensemble.plans.training.compile();
    for (const shard of ensemble.shards) await shard.initialise();
  } catch (error) {
    ensemble.dispose();
    throw error;
  }
  return ensemble;
}

/** Times a step on a device, dispatch by dispatch where it has timestamps. */
export async function profileStep(device: Device, choice: StepChoice, gpu: Gpu): Promise<StepProfile> {
  const ensemble = await ready(device, choice);
  try {
    const plan = ensemble.plans.training;
    const timer = new Timer(plan, INTERVALS.seconds);
    await timer.warm();
    const walls: number[] = [];
    while (walls.length < INTERVALS.count) walls.push((await timer.interval()) / timer.count);
    const times = device.timestamps ? (await plan.profile(PROFILED)).map((ms) => ms / 1000) : undefined;
    const paper = stepOnPaper(choice);
    const wall = spread(walls);
    const predicted = stepSeconds(gpu, paper, choice.replicas);
    return {
      step: stepName(choice),
      dispatches: plan.dispatches.length,
      wall,
      gpu: times ? times.reduce((a, b) => a + b, 0) : null,
      predicted: { of: gpu.name, seconds: predicted },
      ratio: wall.median / predicted,
      kernels: kernelTimes(dispatchesOf(plan), times, paper, choice.replicas, gpu),
    };
  } finally {
    ensemble.dispose();
  }
}

type Steps = ReturnType<typeof dispatchesOf>;

function kernelTimes(measured: Steps, times: readonly number[] | undefined, paper: Steps, replicas: number, gpu: Gpu): KernelTime[] {
  const rows = new Map<string, KernelTime>();
  const rowOf = (kernel: string) => {
    const row = rows.get(kernel) ?? { kernel, times: 0, measured: null, predicted: null, limit: '' };
    rows.set(kernel, row);
    return row;
  };
  for (const [i, one] of measured.entries()) {
    const row = rowOf(nameOf(one));
    row.times += 1;
    if (times) row.measured = (row.measured ?? 0) + times[i];
  }
  for (const one of paper) {
    const row = rowOf(nameOf(one));
    const { parts, limit } = estimate(gpu, one, replicas);
    row.predicted = (row.predicted ?? 0) + Math.max(...Object.values(parts));
    row.limit = limit;
  }
  return [...rows.values()];
}

/** A part of the whole task, timed. */
export interface TaskTime {
  step: string;
  /** Steps that were run, and their seconds. */
  steps: number;
  seconds: number;
  /** Seconds of 5,800 steps of all replicas at this rate, and of 500 replicas in as many such ensembles as it takes. */
  task: { steps: number; ensemble: number; runs: number; all: number };
  predicted: { of: string; seconds: number };
  ratio: number;
  /** Mean objective of all replicas over the last steps, in nats. */
  objective: number;
}

/** Steps over which the last objective is averaged. */
const LAST = 20;

/**
 * Trains for some seconds, or for the whole 5,800 steps where these take less.
 * @throws Error where the objective is not that of a training, since the speed would mean nothing
 */
export async function timeTask(device: Device, choice: StepChoice, gpu: Gpu, seconds: number): Promise<TaskTime> {
  const ensemble = await ready(device, choice);
  try {
    const { chains, layout, plans } = ensemble;
    await chains.measure(layout.groups('training', 0), 1, chains.relaxation(T_C), async () => {});
    const timer = new Timer(plans.training, Math.min(0.25, seconds / 8));
    // The first steps compile on some drivers.
    await timer.interval();
    ensemble.begin(0);
    let [steps, spent] = [0, 0];
    while (spent < seconds && steps < TASK.steps) {
      const count = steps === 0 ? 1 : Math.max(1, Math.min(Math.round((timer.seconds * steps) / spent), 2 * steps, TASK.steps - steps));
      const start = performance.now();
      plans.training.run(count);
      await device.idle();
      spent += (performance.now() - start) / 1000;
      steps += count;
    }
    const objective = await lastObjective(ensemble, steps);
    mustHold(Number.isFinite(objective), `the objective of ${stepName(choice)} is ${objective} after ${steps} steps`);
    const { least, most } = choice.theCase.known;
    if (steps >= choice.theCase.known.steps) mustHold(objective > least && objective < most, `expected ${least} to ${most} nats, got ${objective}`);
    const step = spent / steps;
    const dispatches = plans.training.dispatches.length;
    const [paper, all] = [stepOnPaper(choice), Math.ceil(TASK.runs / choice.replicas) * TASK.steps * step];
    const predicted = taskSeconds(stepSeconds(gpu, paper, choice.replicas), dispatches, choice.replicas);
    return {
      step: stepName(choice),
      steps,
      seconds: spent,
      task: { steps: TASK.steps, ensemble: TASK.steps * step, runs: TASK.runs, all },
      predicted: { of: gpu.name, seconds: predicted },
      ratio: all / predicted,
      objective,
    };
  } finally {
    ensemble.dispose();
  }
}

async function lastObjective(ensemble: Ensemble, steps: number): Promise<number> {
  const from = Math.max(0, steps - LAST);
  const values = (await ensemble.history(from, steps)).filter((_, i) => i % 2 === 0);
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
