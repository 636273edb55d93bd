/** All bounds on a torus whose informations are known exactly, with the filter kept and with the filter trained. */
import { meanError } from '../src/core/statistics.ts';
import { exactIsing, exactIsingJoint } from '../src/exact/exact.ts';
import { optimalInfonce } from '../src/exact/infonce.ts';
import type { Device } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import { burnIn } from '../src/train/burn.ts';
import { type TrainInput, trainConfig } from '../src/train/config.ts';
import { Ensemble } from '../src/train/ensemble.ts';
import { BOUNDS, type BoundName } from '../src/train/estimator_config.ts';
import { TrainingLog } from '../src/train/log.ts';
import { replicasOf } from '../src/train/summarise.ts';
import { train } from '../src/train/train.ts';
import { median, TC } from './scaling.ts';

const TORUS = { size: 8, block: 2, buffer: 1, shell: 1 } as const;
const TEMPERATURES = [1.5, TC, 3];
const UNIFORM = [1, 1, 1, 1];
/** Part of its final value that an estimate is called converged at. */
const CONVERGED = 0.98;
const ROUNDS = 9;
const SECONDS = 0.3;

export const FROZEN = {
  ...TORUS,
  temperature: TEMPERATURES,
  filter: UNIFORM,
  freeze: true,
  replicas: 8,
  steps: 10,
  refine: 690,
  batch: 128,
  heldOut: 1024,
  evaluations: 200,
  evaluationBatch: 512,
  validateEvery: 20,
  seed: 11,
} satisfies TrainInput;

/** H = 1 for three and more of four spins up is best: it takes a bias to be found. */
export const TRAINED = { ...TORUS, temperature: TC, bias: true, replicas: 16, heldOut: 512, evaluations: 100, seed: 12 } satisfies TrainInput;

/** What a bound makes of the uniform filter at one temperature; nats. */
export interface FrozenRow {
  bound: BoundName;
  temperature: number;
  exact: number;
  /** Mean over replicas minus the exact value. */
  bias: number;
  /** Standard error of one replica, from its held-out chains: all replicas share them, so that their mean has hardly less. */
  error: number;
  /** Standard deviation over the replicas. */
  spread: number;
  /** Standard deviation of the objective of single batches of training, at the end of it. */
  batch_deviation: number;
  /** Steps until the validation, averaged over replicas, comes within 2 % of its last value. */
  converged_after: number;
  replicas: number[];
}

export interface TimeRow {
  bound: BoundName;
  seconds_per_step: number;
  /** Median over rounds in which all bounds take their turns. */
  relative_to_infonce: number;
}

/** What becomes of a filter that is trained by a bound; nats. */
export interface TrainedRow {
  bound: BoundName;
  /** Of the replicas, how many found more than half of what there is. */
  found: number;
  of: number;
  /** Steps until half of the final objective: quartiles over the replicas that found something. */
  onset: [first: number, median: number, third: number];
  /** The replica with the best validation. */
  best: { mean: number; error: number };
  replicas: { mean: number; error: number; onset: number }[];
}

export interface IsingComparison {
  ceiling: { binary: number; uniform: number };
  /** InfoNCE of the uniform filter with the best critic and the batches of evaluation. */
  best_infonce: { temperature: number; value: number }[];
  frozen: FrozenRow[];
  time: TimeRow[];
  trained: TrainedRow[];
}

type Say = (line: string) => void;

export async function compareIsing(device: Device, say: Say): Promise<IsingComparison> {
  const exact = new Map<number, { uniform: number; binary: number; infonce: number }>();
  for (const temperature of TEMPERATURES) {
    const options = { size: [8, 8], block: [2, 2], buffer: 1, temperature, coupling: 1, boundary: 'periodic' } as const;
    const { information_HE, best_binary } = await exactIsing(options);
    const joint = await exactIsingJoint(options, { weights: [UNIFORM] });
    exact.set(temperature, { uniform: information_HE, binary: best_binary.value, infonce: optimalInfonce(joint, FROZEN.evaluationBatch) });
  }
  const known = (temperature: number) => exact.get(temperature) ?? { uniform: Number.NaN, binary: Number.NaN, infonce: Number.NaN };
  const frozen: FrozenRow[] = [];
  const steps = new Map<BoundName, Plan>();
  const ensembles: Ensemble[] = [];
  try {
    for (const bound of BOUNDS) {
      const ensemble = new Ensemble(device, trainConfig({ ...FROZEN, bound }));
      ensembles.push(ensemble);
      const rows = await judge(ensemble, bound, (temperature) => known(temperature).uniform);
      frozen.push(...rows);
      steps.set(bound, await withoutSampling(ensemble.plans.refining).compile());
      for (const row of rows) say(JSON.stringify({ ...row, replicas: undefined }));
    }
    const time = await timeSteps(steps);
    for (const row of time) say(JSON.stringify(row));
    for (const ensemble of ensembles.splice(0)) ensemble.dispose();
    const trained: TrainedRow[] = [];
    for (const bound of BOUNDS) {
      trained.push(await learn(device, bound, known(TC).binary));
      say(JSON.stringify({ ...trained.at(-1), replicas: undefined }));
    }
    return {
      ceiling: { binary: known(TC).binary, uniform: known(TC).uniform },
      best_infonce: TEMPERATURES.map((temperature) => ({ temperature, value: known(temperature).infonce })),
      frozen,
      time,
      trained,
    };
  } finally {
    for (const ensemble of ensembles) ensemble.dispose();
  }
}

/** Trains the critics of a filter that is kept, as a run would, and keeps what a run does not report. */
async function judge(ensemble: Ensemble, bound: BoundName, exactOf: (temperature: number) => number): Promise<FrozenRow[]> {
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
  await log.updateValidation(validations);
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
    const curve = Array.from({ length: validations }, (_, i) => meanError(all.map((r) => log.validations[r][i])).mean);
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

/** The bounds take turns, so that all meet the same moods of the machine. */
async function timeSteps(steps: ReadonlyMap<BoundName, Plan>): Promise<TimeRow[]> {
  const window = async (plan: Plan, count: number) => {
    const start = performance.now();
    plan.run(count);
    await plan.device.idle();
    return (performance.now() - start) / 1000;
  };
  const counts = new Map<BoundName, number>();
  for (const [bound, plan] of steps) {
    await window(plan, 1);
    counts.set(bound, Math.max(1, Math.round(SECONDS / ((await window(plan, 4)) / 4))));
  }
  const times = new Map<BoundName, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [bound, plan] of steps) {
      const count = counts.get(bound) ?? 1;
      times.set(bound, [...(times.get(bound) ?? []), (await window(plan, count)) / count]);
    }
  }
  const standard = times.get('infonce') ?? [];
  return [...times].map(([bound, all]) => ({
    bound,
    seconds_per_step: median(all),
    relative_to_infonce: median(all.map((time, round) => time / standard[round])),
  }));
}

/** A step without the sweeps before it. */
function withoutSampling(plan: Plan): Plan {
  const rest = new Plan(plan.device, `${plan.label} without sampling`);
  rest.dispatches.push(...plan.dispatches.filter(({ declaration }) => !declaration.path.startsWith('sample/')));
  return rest;
}

async function learn(device: Device, bound: BoundName, binary: number): Promise<TrainedRow> {
  const { summary } = await train(device, { ...TRAINED, bound });
  const { information, replicas } = summary.points[0];
  const found = replicas.filter(({ mean }) => mean > binary / 2);
  const onsets = found.map(({ onset }) => onset).sort((a, b) => a - b);
  const quantile = (part: number) => onsets[Math.round(part * (onsets.length - 1))] ?? Number.NaN;
  return {
    bound,
    found: found.length,
    of: replicas.length,
    onset: [quantile(0.25), quantile(0.5), quantile(0.75)],
    best: information,
    replicas: replicas.map(({ mean, error, onset }) => ({ mean, error, onset })),
  };
}
