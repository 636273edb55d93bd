/** The replicas whose values are reported: of every point, and of every fold of fixed data, the one with the best validation. */
import { largestEntropy } from '../../coarse/shape.ts';
import type { Point } from '../ensemble/layout.ts';
import { type HeldOut, UNMEASURED } from './constant.ts';
import { crossFitted } from './cross_fit.ts';
import type { TrainingLog } from './log.ts';
import { atLeast, unseenError } from './unseen.ts';

/** Replica numbers of a point by fold; sampled models have one fold. @param halvings of the training part; 0: all samples */
function foldsOfPoint(log: TrainingLog, point: Point, halvings = 0): number[][] {
  const { layout } = log.ensemble;
  return layout.variants.filter((variant) => variant.halvings === halvings).map((variant) => layout.replicasOf(point, variant));
}

/** Replica numbers of a point that were trained on all samples. */
export function replicasOf(log: TrainingLog, point: Point): number[] {
  return foldsOfPoint(log, point).flat();
}

/** Replicas of each fold of a point that are still finite. */
export function finiteReplicas(log: TrainingLog, point: Point): number[][] {
  return foldsOfPoint(log, point).map((replicas) => replicas.filter((r) => log.status[r] === 0));
}

/** The best replica of each fold. */
export function bestReplicas(log: TrainingLog, point: Point, halvings = 0): number[] {
  return foldsOfPoint(log, point, halvings).map((replicas) => bestReplica(log, replicas));
}

/**
 * The replica with the best validation. Values are never reported from validation samples, so the held-out value of the chosen
 * replica stays unbiased. Before the first validation, the one with the highest in-sample objective.
 */
export function bestReplica(log: TrainingLog, replicas: readonly number[]): number {
  const finite = replicas.filter((r) => log.status[r] === 0);
  const candidates = finite.length > 0 ? finite : replicas;
  const validated = candidates.filter((r) => Number.isFinite(log.validation[r].value));
  const score = (r: number) => (validated.length > 0 ? log.validation[r].value : log.tail('training', r, 0.05));
  return (validated.length > 0 ? validated : candidates).reduce((a, b) => (score(b) > score(a) ? b : a));
}

/** What a replica measured on its held-out samples, with the error of their scatter. */
export function measuredOf(log: TrainingLog, replica: number): HeldOut {
  return log.status[replica] === 0 ? (log.heldOut[replica] ?? UNMEASURED) : UNMEASURED;
}

/** The value of some replicas, one of each fold, over all samples. The error of fixed samples contains what they may not show. */
export function valueOver(log: TrainingLog, bests: readonly number[]): HeldOut {
  const { layout, config, table } = log.ensemble;
  const value = crossFitted(bests.map((r) => ({ value: measuredOf(log, r), samples: layout.heldOut(r) })));
  if (!config.data) return value;
  const samples = bests.reduce((sum, r) => sum + layout.heldOut(r), 0) / (log.correlation?.factor ?? 1) ** 2;
  const places = table.corners.length || table.places.reduce((product, one) => product * one, 1);
  return atLeast(value, unseenError({ samples, places, block: table.visibleSites / table.channels, states: Math.exp(largestEntropy(config)) }));
}
