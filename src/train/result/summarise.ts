import { classifyFilter, type FilterKind } from '../../analysis/filters/filter.ts';
import { tellingPictures } from '../../analysis/filters/states.ts';
import { ceiling as ceilingOf } from '../../bound/apply.ts';
import { largestEntropy } from '../../coarse/shape.ts';
import type { Estimate } from '../../core/statistics.ts';
import { inputsOf } from '../../space/encoding.ts';
import { type Space, sideOf } from '../../space/space.ts';
import { VERSION } from '../../version.ts';
import type { TrainConfig } from '../config/config.ts';
import { cuttingOf, formOfBlock, holesOfBlock, shapedFilter, spaceOf } from '../config/geometry.ts';
import type { Point } from '../ensemble/layout.ts';
import { capOf } from './cap.ts';
import { reported, UNMEASURED } from './constant.ts';
import type { TrainingLog } from './log.ts';
import type { Autocorrelation, PointSummary, ReplicaSummary, Results } from './summary.ts';
import { onset, statusOf, verdict } from './verdict.ts';
import { watchedOf } from './watched.ts';

/** Inputs of a summary beside the log. */
interface RunState {
  log: TrainingLog;
  /** By temperature; undefined until measured. */
  autocorrelation: readonly (Autocorrelation | undefined)[];
  seconds: Readonly<Record<string, number>>;
}

/** All results of a run so far, in the form that is stored and reported. */
export function summarise({ log, autocorrelation, seconds }: RunState): Results {
  const { config, points, device } = log.ensemble;
  return {
    summary: {
      adapter: device.adapter,
      versions: { blockspin: VERSION },
      seed: config.seed,
      config,
      seconds: { ...seconds },
      ...(log.drift ? { drift: log.drift } : {}),
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
  const { config, table } = log.ensemble;
  const space = spaceOf(config);
  const all = replicasOf(log, point);
  const best = bestReplica(log, point);
  const reportedOf = (r: number) => reported(log.status[r] === 0 ? (log.heldOut[r] ?? UNMEASURED) : UNMEASURED);
  const own = reportedOf(best);
  const information: Estimate = { mean: own.mean, error: own.error };
  const cap = capOf(config, information.mean);
  const replica = (r: number): ReplicaSummary => ({
    ...reportedOf(r),
    status: statusOf(log, r, reportedOf(r), information),
    validation: log.validation[r].value,
    entropy: log.entropy[r] ?? Number.NaN,
    onset: onset(log, r),
  });
  const unmeasured = Object.fromEntries(watchedOf(config.model).map((name) => [name, Number.NaN]));
  return {
    model: config.model.name,
    size: sideOf(space),
    extents: [...space.extents],
    ...(config.sites ? {} : { boundary: [...space.boundary] }),
    ...(space.axes && !config.sites ? { axes: space.axes } : {}),
    ...(space.holes ? { holes: space.holes.length } : {}),
    ...(config.sites ? {} : siteOf(config, space)),
    alphabet: config.model.alphabet(config),
    places: table.places.reduce((product, places) => product * places, 1),
    temperature: Number.isFinite(point.temperature) ? point.temperature : Number.isNaN(point.temperature) ? 'unknown' : 'inf',
    ...(config.model.control.axis === 'rate' ? { rate: point.temperature } : {}),
    ...(config.coupling === undefined ? {} : { coupling: config.coupling }),
    block: config.block,
    buffer: point.buffer,
    shell: config.shell,
    ...cuttingOf(config),
    components: config.components,
    states: config.states,
    bound: config.bound,
    information,
    critic: own.critic,
    unit: 'nat',
    information_bits: { mean: information.mean / Math.LN2, error: information.error / Math.LN2 },
    entropy: log.entropy[best] ?? Number.NaN,
    ceiling: ceiling(config),
    ...(cap ? { cap } : {}),
    training: { last: log.tail('training', best, 0.1) },
    replicas: all.map(replica),
    filters: all.map((r) => shapedFilter(log.filters[r].weights, config)),
    ...(log.filters[best].biases ? { biases: all.map((r) => log.filters[r].biases ?? []) } : {}),
    best: best - point.first,
    restarts: all.length,
    autocorrelation: autocorrelation ?? { ...unmeasured, burn: 0, spacing: log.ensemble.sweeps, chains: 0, halves: unmeasured },
    filter: kindOf(
      all.filter((r) => r === best || statusOf(log, r, reportedOf(r), information) === 'ok').map((r) => shapedFilter(log.filters[r].weights, config)),
      shapedFilter(log.filters[best].weights, config),
      information,
      config,
    ),
    verdict: verdict(log, finiteReplicas(log, point), best, own),
  };
}

/** What a site of the block is: its values, where it lies, and which sites have none. */
function siteOf(config: TrainConfig, { channels, cell }: Space): Pick<PointSummary, 'blank' | 'channels' | 'cell'> {
  const blank = holesOfBlock(config);
  return { ...(blank.length > 0 ? { blank } : {}), ...(channels > 1 && config.model.support === 'sites' ? { channels } : {}), ...(cell ? { cell } : {}) };
}

/**
 * Kinds are known where sites have one value, or are those of a cell, and for one-hot values and angles where all states, or cosine and sine,
 * agree. Any other filter that carries information is of unknown kind.
 */
function kindOf(found: number[][][][], filter: number[][][], information: Estimate, config: TrainConfig): FilterKind {
  const states = inputsOf(config.model.encoding(config));
  const pictures = filter.flatMap((component) => tellingPictures(component, states));
  // Which states tell something may differ from replica to replica: their pictures then are of different things.
  const form = formOfBlock(config);
  const kind = classifyFilter(pictures, information, config.coupling, states === 1 ? found : [], form);
  return kind === 'none' || form ? kind : 'mixed';
}

/** The upper limit of the bound, nats: from a batch of pairs or from the states of H; Infinity if there is none. */
function ceiling(config: TrainConfig): number {
  return Math.min(largestEntropy(config), ceilingOf(config.bound, config.evaluationBatch, config));
}

/**
 * The replica with the best validation. Values are never reported from validation samples, so the held-out value of the chosen
 * replica stays unbiased. Before the first validation, the one with the highest in-sample objective.
 */
function bestReplica(log: TrainingLog, point: Point): number {
  const finite = finiteReplicas(log, point);
  const candidates = finite.length > 0 ? finite : replicasOf(log, point);
  const validated = candidates.filter((r) => Number.isFinite(log.validation[r].value));
  const score = (r: number) => (validated.length > 0 ? log.validation[r].value : log.tail('training', r, 0.05));
  return (validated.length > 0 ? validated : candidates).reduce((a, b) => (score(b) > score(a) ? b : a));
}
