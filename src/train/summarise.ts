import { classifyFilter, type FilterKind } from '../analysis/filters.ts';
import type { Estimate } from '../core/statistics.ts';
import { VERSION } from '../version.ts';
import type { TrainConfig } from './config.ts';
import type { Point } from './ensemble.ts';
import { isPicture, shapedFilter } from './geometry.ts';
import { knownValue } from './known.ts';
import type { TrainingLog } from './log.ts';
import type { Autocorrelation, PointSummary, Results, Verdict } from './summary.ts';
import { watchedOf } from './watched.ts';

/** What a summary is made of beside the log. */
export interface RunState {
  log: TrainingLog;
  /** By temperature; undefined until measured. */
  autocorrelation: readonly (Autocorrelation | undefined)[];
  seconds: Readonly<Record<string, number>>;
}

const NONE: Estimate = { mean: Number.NaN, error: Number.NaN };

/** Everything known of a run so far, in the form that is stored and reported. */
export function summarise({ log, autocorrelation, seconds }: RunState): Results {
  const { config, points, device } = log.ensemble;
  return {
    summary: {
      adapter: device.adapter,
      versions: { blockspin: VERSION },
      seed: config.seed,
      config,
      seconds: { ...seconds },
      points: points.map((point) => summarisePoint(log, point, autocorrelation[config.temperature.findIndex((t) => Object.is(t, point.temperature))])),
    },
    curves: points.map((point) => replicasOf(log, point).map((r) => log.curve(r))),
  };
}

/** Replica numbers of a point. */
export function replicasOf(log: TrainingLog, point: Point): number[] {
  return Array.from({ length: log.ensemble.config.replicas }, (_, i) => point.first + i);
}

/** Replicas of a point that are still finite. */
export function finiteReplicas(log: TrainingLog, point: Point): number[] {
  return replicasOf(log, point).filter((r) => log.status[r] === 0);
}

function summarisePoint(log: TrainingLog, point: Point, autocorrelation: Autocorrelation | undefined): PointSummary {
  const { config } = log.ensemble;
  const all = replicasOf(log, point);
  const best = bestReplica(log, point);
  const heldOut = (r: number) => (log.status[r] === 0 ? (log.heldOut[r] ?? NONE) : NONE);
  const information = heldOut(best);
  const trained = Math.min(log.steps, config.steps);
  const unmeasured = Object.fromEntries(watchedOf(config.model).map((name) => [name, Number.NaN]));
  return {
    model: config.model,
    size: config.size,
    temperature: Number.isFinite(point.temperature) ? point.temperature : Number.isNaN(point.temperature) ? 'unknown' : 'inf',
    ...(config.model === 'chipping' ? { rate: point.temperature } : {}),
    coupling: config.coupling,
    block: config.block,
    buffer: point.buffer,
    shell: config.shell,
    components: config.components,
    information,
    unit: 'nat',
    training: { last: log.tail(best, 0, trained, 0.1) },
    replicas: all.map((r) => ({ ...heldOut(r), status: log.status[r] === 0 ? 'ok' : 'diverged' })),
    filters: all.map((r) => shapedFilter(log.filters[r], config)),
    best: best - point.first,
    autocorrelation: autocorrelation ?? { ...unmeasured, burn: 0, spacing: log.ensemble.sweeps, chains: 0, halves: unmeasured },
    known: knownValue(config, point),
    filter: kindOf(shapedFilter(log.filters[best], config), information, config),
    verdict: verdict(log, point, best, information),
  };
}

/** Kinds are known of lines and squares of one channel; anything else that carries information is of no kind known. */
function kindOf(filter: number[][][], information: Estimate, config: TrainConfig): FilterKind {
  const kind = classifyFilter(filter, information, config.coupling);
  return kind === 'none' || isPicture(config) ? kind : 'mixed';
}

/**
 * The replica with the highest in-sample objective: of the discrete H where the critic has been refined, else of the
 * relaxed one. The choice never looks at held-out values, so the held-out value of the chosen replica stays unbiased.
 */
function bestReplica(log: TrainingLog, point: Point): number {
  const { steps, refine } = log.ensemble.config;
  const until = Math.min(log.steps, steps + refine);
  const score = (r: number) => (until > steps ? log.tail(r, steps, until, 0.5) : log.tail(r, 0, until, 0.05));
  const finite = finiteReplicas(log, point);
  return (finite.length > 0 ? finite : replicasOf(log, point)).reduce((a, b) => (score(b) > score(a) ? b : a));
}

/**
 * Level means: the last two quarters of the training differ by less than 3 standard errors, or by less than 2 %.
 * A curve too short or too noisy to tell (3 standard errors above 10 % and 0.03 nats) is not called converged.
 */
function verdict(log: TrainingLog, point: Point, best: number, information: Estimate): Verdict {
  const { steps } = log.ensemble.config;
  if (finiteReplicas(log, point).length === 0) return 'diverged';
  if (!Number.isFinite(information.mean)) return 'unconverged';
  if (information.mean < 3 * information.error) return 'zero';
  const quarter = Math.floor(steps / 4);
  const before = log.estimate(best, steps - 2 * quarter, steps - quarter);
  const after = log.estimate(best, steps - quarter, steps);
  const noise = 3 * Math.hypot(before.error, after.error);
  const blind = noise > Math.max(0.1 * after.mean, 0.03);
  return !blind && after.mean - before.mean < Math.max(noise, 0.02 * after.mean) ? 'converged' : 'unconverged';
}
