/** All bounds on a torus whose informations are known exactly, with the filter kept and with the filter trained. */
import { type Estimate, meanError } from '../../../src/core/statistics.ts';
import { exactIsing, exactIsingJoint } from '../../../src/exact/exact.ts';
import { optimalInfonce } from '../../../src/exact/infonce.ts';
import type { Device } from '../../../src/gpu/device.ts';
import type { Plan } from '../../../src/gpu/plan.ts';
import { type TrainInput, trainConfig } from '../../../src/train/config/config.ts';
import { BOUNDS, type BoundName } from '../../../src/train/config/estimator.ts';
import { burnIn } from '../../../src/train/ensemble/burn.ts';
import { Ensemble } from '../../../src/train/ensemble/ensemble.ts';
import { TrainingLog } from '../../../src/train/result/log.ts';
import { replicasOf } from '../../../src/train/result/summarise.ts';
import { train } from '../../../src/train/train.ts';
import { median } from '../../numbers.ts';
import { TC, withoutSweeps } from '../../step.ts';

const TORUS = { size: 8, block: 2, buffer: 1, shell: 1 } as const;
const TEMPERATURES = [1.5, TC, 3];
const UNIFORM = [1, 1, 1, 1];
/** Part of its final value that an estimate is called converged at. */
const CONVERGED = 0.98;
const ROUNDS = 9;
const REPEATS = 10;

export const KEPT = {
  ...TORUS,
  temperature: TEMPERATURES,
  filter: UNIFORM,
  freeze: true,
  replicas: 8,
  steps: 10,
  refine: 690,
  rate: 5e-3,
  chains: 128,
  batch: 128,
  heldOut: 1024,
  evaluations: 200,
  evaluationBatch: 512,
  validateEvery: 20,
  seed: 11,
} satisfies TrainInput;

export const TRAINED = {
  ...TORUS,
  temperature: [TC, 3],
  replicas: 16,
  rate: 5e-3,
  refineRate: 0.5,
  chains: 128,
  heldOut: 512,
  evaluations: 100,
  seed: 12,
} satisfies TrainInput;

/** What a bound makes of the uniform filter at one temperature; nats. */
export interface KeptRow {
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
  /** Of the processor on a software adapter, which is what others on the machine do not change; of the clock else. */
  seconds_per_step: number;
  /** Median over rounds in which all bounds take their turns. */
  relative_to_infonce: number;
}

/** What becomes of a filter that is trained by a bound; nats. */
export interface TrainedRow {
  bound: BoundName;
  temperature: number;
  /** Of the replicas, how many found more than half of what the uniform filter has. */
  found: number;
  of: number;
  /** Steps until half of the final objective: quartiles over the replicas that found something. */
  onset: [first: number, median: number, third: number];
  /** The replica with the best validation. */
  best: Estimate;
  /** Each with the exact information of its filter. */
  replicas: { mean: number; error: number; onset: number; exact: number }[];
}

/** Exact values, nats. */
export interface Known {
  temperature: number;
  /** Of the uniform filter, and of the best function of V that has two values. */
  uniform: number;
  binary: number;
  /** InfoNCE of the uniform filter with the best critic and the batches of evaluation. */
  infonce: number;
}

type Say = (line: string) => void;

/** Exact informations at the temperatures of all runs. */
export async function known(): Promise<Known[]> {
  const all: Known[] = [];
  for (const temperature of TEMPERATURES) {
    const { information_HE, best_binary } = await exactIsing(optionsAt(temperature));
    const joint = await exactIsingJoint(optionsAt(temperature), { weights: [UNIFORM] });
    all.push({ temperature, uniform: information_HE, binary: best_binary.value, infonce: optimalInfonce(joint, KEPT.evaluationBatch) });
  }
  return all;
}

/** What all bounds make of the uniform filter. */
export async function compareKept(device: Device, exact: readonly Known[], say: Say): Promise<KeptRow[]> {
  const all: KeptRow[] = [];
  for (const bound of BOUNDS) {
    const ensemble = new Ensemble(device, trainConfig({ ...KEPT, bound }));
    try {
      const rows = await judge(ensemble, bound, (temperature) => at(exact, temperature).uniform);
      for (const row of rows) say(JSON.stringify({ ...row, replicas: undefined }));
      all.push(...rows);
    } finally {
      ensemble.dispose();
    }
  }
  return all;
}

/** Time of a step of the critics, all bounds in turns. */
export async function compareTimes(device: Device, say: Say): Promise<TimeRow[]> {
  const steps = new Map<BoundName, Plan>();
  const ensembles: Ensemble[] = [];
  try {
    for (const bound of BOUNDS) {
      const ensemble = new Ensemble(device, trainConfig({ ...KEPT, bound, refine: 100_000 }));
      ensembles.push(ensemble);
      for (const shard of ensemble.shards) await shard.initialise();
      ensemble.begin(0);
      steps.set(bound, await withoutSweeps(ensemble.plans.refining).compile());
    }
    const rows = await timeSteps(steps, device.adapter.software);
    for (const row of rows) say(JSON.stringify(row));
    return rows;
  } finally {
    for (const ensemble of ensembles) ensemble.dispose();
  }
}

/** What becomes of a filter that is trained by each of the bounds. */
export async function compareTrained(device: Device, exact: readonly Known[], say: Say): Promise<TrainedRow[]> {
  const all: TrainedRow[] = [];
  const information = filterInformation();
  for (const bound of BOUNDS) {
    const { summary } = await train(device, { ...TRAINED, bound });
    for (const { temperature, information: best, replicas, filters } of summary.points) {
      const place = at(exact, Number(temperature));
      const rows: TrainedRow['replicas'] = [];
      for (const [r, { mean, error, onset }] of replicas.entries()) {
        rows.push({ mean, error, onset, exact: await information(place.temperature, filters[r][0].flat()) });
      }
      const found = rows.filter((row) => row.exact > place.uniform / 2 && row.mean > place.uniform / 2);
      const row = {
        bound,
        temperature: place.temperature,
        found: found.length,
        of: rows.length,
        onset: quartiles(found.map(({ onset }) => onset)),
        best,
        replicas: rows,
      };
      say(JSON.stringify({ ...row, replicas: undefined }));
      all.push(row);
    }
  }
  return all;
}

const optionsAt = (temperature: number) => ({ size: [8, 8], block: [2, 2], buffer: 1, temperature, coupling: 1, boundary: 'periodic' }) as const;

function at(exact: readonly Known[], temperature: number): Known {
  const found = exact.find((row) => row.temperature === temperature);
  if (!found) throw new Error(`bounds bench: nothing known at T = ${temperature}`);
  return found;
}

/** Exact information of sign(weights . V); of filters that make the same function of V it is summed once. */
function filterInformation(): (temperature: number, weights: number[]) => Promise<number> {
  const cache = new Map<string, Promise<number>>();
  return (temperature, weights) => {
    const signs = Array.from({ length: 16 }, (_, v) => Math.sign(weights.reduce((sum, w, i) => sum + ((v >> i) & 1 ? w : -w), 0)));
    const key = `${temperature} ${signs}`;
    const value = cache.get(key) ?? exactIsing(optionsAt(temperature), { weights: [weights] }).then(({ information_HE }) => information_HE);
    cache.set(key, value);
    return value;
  };
}

function quartiles(values: number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (part: number) => sorted[Math.round(part * (sorted.length - 1))] ?? Number.NaN;
  return [quantile(0.25), quantile(0.5), quantile(0.75)];
}

/** Trains the critics of a filter that is kept, as a run would, and keeps what a run does not report. */
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

/** The bounds take turns, so that all meet the same moods of the machine. */
async function timeSteps(steps: ReadonlyMap<BoundName, Plan>, software: boolean): Promise<TimeRow[]> {
  const now = () => {
    if (!software) return performance.now() / 1000;
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const window = async (plan: Plan, count: number) => {
    const start = now();
    plan.run(count);
    await plan.device.idle();
    return (now() - start) / count;
  };
  // Some drivers compile at the first run.
  for (const plan of steps.values()) await window(plan, 2);
  const times = new Map<BoundName, number[]>([...steps.keys()].map((bound) => [bound, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [bound, plan] of steps) times.get(bound)?.push(await window(plan, REPEATS));
  }
  const standard = times.get('infonce') ?? [];
  return [...times].map(([bound, all]) => ({
    bound,
    seconds_per_step: median(all),
    relative_to_infonce: median(all.map((time, round) => time / standard[round])),
  }));
}
