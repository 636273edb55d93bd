import { classifyFilter, type FilterKind } from '../../analysis/filters/filter.ts';
import { tellingPictures } from '../../analysis/filters/states.ts';
import { ceiling as ceilingOf } from '../../bound/apply.ts';
import { largestEntropy } from '../../coarse/shape.ts';
import { type Estimate, meanError } from '../../core/statistics.ts';
import { inputsOf } from '../../space/encoding.ts';
import { type Space, sideOf } from '../../space/space.ts';
import { VERSION } from '../../version.ts';
import type { TrainConfig } from '../config/config.ts';
import { cuttingOf, formOfBlock, holesOfBlock, pairShellsOf, shapedFilter, spaceOf } from '../config/geometry.ts';
import { readingOf } from '../config/known.ts';
import type { Point } from '../ensemble/layout.ts';
import type { EvolutionRecord } from '../evolution/evolution.ts';
import { bestReplica, bestReplicas, finiteReplicas, replicasOf, valueOver } from './best.ts';
import { capOf } from './cap.ts';
import { reported } from './constant.ts';
import { learningOf } from './learning.ts';
import type { TrainingLog } from './log.ts';
import type { Autocorrelation, FoldSummary, PointSummary, ReplicaSummary, Results } from './summary.ts';
import { onset, statusOf, verdict } from './verdict.ts';
import { watchedOf } from './watched.ts';

/** Inputs of a summary beside the log. */
interface RunState {
  log: TrainingLog;
  /** By temperature; undefined until measured. */
  autocorrelation: readonly (Autocorrelation | undefined)[];
  seconds: Readonly<Record<string, number>>;
  /** Of filters that evolved. */
  evolution?: { recordOf(first: number, count: number): EvolutionRecord } | undefined;
}

/** All results of a run so far, in the form that is stored and reported. */
export function summarise({ log, autocorrelation, seconds, evolution }: RunState): Results {
  const { config, points, device } = log.ensemble;
  return {
    summary: {
      adapter: device.adapter,
      versions: { blockspin: VERSION },
      seed: config.seed,
      config,
      seconds: { ...seconds },
      ...(log.drift ? { drift: log.drift } : {}),
      ...(log.correlation ? { correlation: log.correlation } : {}),
      points: points.map((point) => ({
        ...summarisePoint(log, point, autocorrelation[config.temperature.findIndex((t) => Object.is(t, point.temperature))]),
        ...(evolution ? { evolution: evolution.recordOf(point.first, replicasOf(log, point).length) } : {}),
      })),
    },
    curves: points.map((point) => replicasOf(log, point).map((r) => log.curve(r))),
  };
}

function summarisePoint(log: TrainingLog, point: Point, autocorrelation: Autocorrelation | undefined): PointSummary {
  const { config } = log.ensemble;
  const bests = bestReplicas(log, point);
  const best = bestReplica(log, bests);
  const own = reported(valueOver(log, bests));
  const learning = learningOf(log, point);
  const information: Estimate = { mean: own.mean, error: own.error };
  const cap = capOf(config, information.mean);
  const all = replicasOf(log, point);
  // A replica is compared with the best one of its fold, which holds out the same samples.
  const beside = (r: number) => (bests.length > 1 ? reported(valueOver(log, [bests[log.ensemble.layout.variant(r).fold]])) : information);
  const fold = (r: number) => (bests.length > 1 ? { fold: log.ensemble.layout.variant(r).fold } : {});
  const replicas = all.map((r): ReplicaSummary => ({ ...replicaOf(log, r, beside(r)), ...fold(r) }));
  const unmeasured = Object.fromEntries(watchedOf(config.model).map((name) => [name, Number.NaN]));
  return {
    model: config.model.name,
    ...placeOf(log, point),
    block: config.block,
    buffer: point.buffer,
    shell: config.shell,
    ...cuttingOf(config),
    components: config.components,
    states: config.states,
    bound: config.bound,
    ...(config.known ? { given: config.known.length } : {}),
    ...readOf(config),
    information,
    critic: own.critic,
    unit: 'nat',
    information_bits: { mean: information.mean / Math.LN2, error: information.error / Math.LN2 },
    entropy: entropyOver(log, bests),
    ceiling: ceiling(config),
    ...(cap ? { cap } : {}),
    training: { last: meanError(bests.map((r) => log.tail('training', r, 0.1))).mean },
    ...(bests.length > 1 ? { folds: bests.map((r) => foldOf(log, r, r - point.first)) } : {}),
    ...(learning ? { learning_curve: learning } : {}),
    replicas,
    filters: all.map((r) => shapedFilter(log.filters[r].weights, config)),
    ...(log.filters[best].table ? { tables: all.map((r) => log.filters[r].table ?? []) } : {}),
    ...(log.filters[best].biases ? { biases: all.map((r) => log.filters[r].biases ?? []) } : {}),
    best: best - point.first,
    restarts: all.length,
    autocorrelation: autocorrelation ?? { ...unmeasured, burn: 0, spacing: log.ensemble.sweeps, chains: 0, halves: unmeasured },
    filter: kindOf(
      all.filter((r) => r === best || replicas[r - point.first].status === 'ok').map((r) => shapedFilter(log.filters[r].weights, config)),
      shapedFilter(log.filters[best].weights, config),
      information,
      config,
    ),
    verdict: verdict(log, finiteReplicas(log, point), bests, own),
  };
}

type Placed = 'size' | 'extents' | 'boundary' | 'axes' | 'holes' | 'alphabet' | 'places' | 'temperature' | 'rate' | 'coupling';

/** Where a point lies, and what its lattice is. */
function placeOf(log: TrainingLog, { temperature }: Point): Pick<PointSummary, Placed> {
  const { config, table } = log.ensemble;
  const space = spaceOf(config);
  return {
    size: sideOf(space),
    extents: [...space.extents],
    ...(config.sites ? {} : { boundary: [...space.boundary] }),
    ...(space.axes && !config.sites ? { axes: space.axes } : {}),
    ...(space.holes ? { holes: space.holes.length } : {}),
    ...(config.sites ? {} : siteOf(config, space)),
    alphabet: config.model.alphabet(config),
    places: table.places.reduce((product, places) => product * places, 1),
    temperature: Number.isFinite(temperature) ? temperature : Number.isNaN(temperature) ? 'unknown' : 'inf',
    ...(config.model.control.axis === 'rate' ? { rate: temperature } : {}),
    ...(config.coupling === undefined ? {} : { coupling: config.coupling }),
  };
}

/** A replica, beside the best one that was evaluated on the same samples. */
function replicaOf(log: TrainingLog, r: number, best: Estimate): ReplicaSummary {
  const own = reported(valueOver(log, [r]));
  const entropy = log.entropy[r] ?? Number.NaN;
  return { ...own, status: statusOf(log, r, own, best), validation: log.validation[r].value, entropy, onset: onset(log, r) };
}

/** The result of a fold: its best replica, and what it measured. */
function foldOf(log: TrainingLog, replica: number, best: number): FoldSummary {
  const { mean, error } = valueOver(log, [replica]);
  return { held_out: log.ensemble.layout.heldOut(replica), information: { mean, error }, best };
}

/** Entropy of the discrete H, over the samples held out of all folds. */
function entropyOver(log: TrainingLog, bests: readonly number[]): number {
  const { layout } = log.ensemble;
  const total = bests.reduce((sum, r) => sum + layout.heldOut(r), 0);
  return bests.reduce((sum, r) => sum + (layout.heldOut(r) / total) * (log.entropy[r] ?? Number.NaN), 0);
}

/** What filters read beside the values, and which pairs of values these are. */
function readOf(config: TrainConfig): Pick<PointSummary, 'inputs' | 'pairs'> {
  const { inputs, reach } = readingOf(config);
  return inputs === 'spins' ? {} : { inputs, pairs: pairShellsOf(config).slice(0, reach).flat() };
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
  const states = readingOf(config).inputs === 'spins' ? inputsOf(config.model.encoding(config)) : 1;
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
