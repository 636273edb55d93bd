import { largestEntropy } from '../../coarse/shape.ts';
import { type Estimate, meanError } from '../../core/statistics.ts';
import { evolves } from '../config/evolution.ts';
import type { Reported } from './constant.ts';
import type { TrainingLog } from './log.ts';
import type { ReplicaState, Verdict } from './summary.ts';

/** Part of the largest possible entropy below which H is called constant. */
const CONSTANT = 0.02;
/** Rise of a curve that still counts as level: from one quarter to the next, or with twice the samples. */
const LEVEL = { part: 0.02, nats: 0.005 };
/** A gap between in-sample and held-out values that exceeds noise, as a part of the value and in nats. */
const GAP = { part: 0.05, nats: 0.005 };

/** The rise up to a value that still counts as level, nats. */
export function levelOf(value: number): number {
  return Math.max(LEVEL.part * value, LEVEL.nats);
}

/** Whether the discrete H takes one value only. */
function isConstant(log: TrainingLog, replica: number): boolean {
  return log.entropy[replica] < CONSTANT * largestEntropy(log.ensemble.config);
}

/** Within three standard errors of zero, or below. */
function isZero({ mean, error }: Estimate): boolean {
  return mean <= 3 * error;
}

/** The outcome of one replica, given the best of its point. */
export function statusOf(log: TrainingLog, replica: number, own: Estimate, best: Estimate): ReplicaState {
  if (log.status[replica] !== 0) return 'diverged';
  if (isConstant(log, replica)) return 'collapsed';
  return isZero(own) && !isZero(best) ? 'plateau' : 'ok';
}

/**
 * Training steps until the curve first passes half of its final value: how long the replica stayed on the plateau on which
 * every run starts. NaN if it never left.
 */
export function onset(log: TrainingLog, replica: number): number {
  const { step, objective } = log.curve(replica);
  const end = log.tail(log.decisive, replica, 0.1);
  const at = objective.findIndex((value) => value > end / 2);
  return end > 0 && at >= 0 ? step[at] : Number.NaN;
}

/**
 * The outcome of a point.
 * @param finite the finite replicas of each fold; sampled models have one fold
 * @param bests the best replica of each fold
 */
export function verdict(log: TrainingLog, finite: readonly (readonly number[])[], bests: readonly number[], information: Reported): Verdict {
  if (finite.some((replicas) => replicas.length === 0)) return 'diverged';
  if (log.drift) return 'nonstationary';
  if (!Number.isFinite(information.mean)) return 'unconverged';
  if (bests.every((best) => isConstant(log, best))) return 'collapsed';
  if (limited(log, bests, information)) return 'limited';
  if (isZero(information)) return 'zero';
  return isLevel(log, bests) ? 'converged' : 'unconverged';
}

/**
 * Whether the curve of the training (for a frozen filter: of its critic) has become level: validations of its last quarter
 * are no more than 2 % and 0.005 nats above those of the quarter before. All of them use the same samples with the
 * discrete H, so their differences are more precise than their own errors. Too few validations count as not level. Of several
 * folds it is the mean curve.
 */
function isLevel(log: TrainingLog, bests: readonly number[]): boolean {
  const curves = bests.map((r) => judged(log, r));
  const values = curves[0].map((_, i) => meanError(curves.map((curve) => curve[i])).mean);
  const quarter = Math.floor(values.length / 4);
  if (quarter < 1) return false;
  const mean = (part: readonly number[]) => meanError(part).mean;
  const before = mean(values.slice(-2 * quarter, -quarter));
  const after = mean(values.slice(-quarter));
  return after - before < levelOf(after);
}

/** Validations of a replica; where filters evolve, the best value so far of all candidates of its search. */
function judged(log: TrainingLog, replica: number): number[] {
  const { config } = log.ensemble;
  if (!evolves(config)) return log.validations(log.decisive, replica);
  const first = replica - (replica % config.replicas);
  const all = Array.from({ length: config.replicas }, (_, i) => log.validations(log.decisive, first + i));
  let best = Number.NEGATIVE_INFINITY;
  return all[0].map((_, i) => {
    best = Math.max(best, ...all.map((values) => values[i]).filter(Number.isFinite));
    return best;
  });
}

/** Whether the trained critic fits its own samples better than the ensemble they are from: more samples would change the value. */
function limited(log: TrainingLog, bests: readonly number[], { measured, error }: Reported): boolean {
  const steps = log.done.refining;
  if (steps < 20) return false;
  const each = bests.map((best) => log.estimate('refining', best, Math.floor(0.75 * steps), steps));
  const inSample = meanError(each.map(({ mean }) => mean)).mean;
  const noise = Math.hypot(...each.map((one) => one.error / each.length));
  const gap = inSample - measured;
  return gap > Math.max(4 * Math.hypot(noise, error), GAP.part * inSample, GAP.nats);
}
