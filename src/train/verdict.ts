import type { Estimate } from '../core/statistics.ts';
import type { TrainingLog } from './log.ts';
import type { ReplicaSummary, Verdict } from './summary.ts';

/** Part of the largest possible entropy below which H is called constant. */
const CONSTANT = 0.02;
/** A gap between in-sample and held-out values that is more than noise, as a part of the value and in nats. */
const GAP = { part: 0.05, nats: 0.005 };

/** Whether the discrete H takes one value only. */
function isConstant(log: TrainingLog, replica: number): boolean {
  return log.entropy[replica] < CONSTANT * log.ensemble.config.components * Math.LN2;
}

/** Within three standard errors of zero, or below. */
function isZero({ mean, error }: Estimate): boolean {
  return mean < 3 * error;
}

/** What became of one replica, given the best of its point. */
export function statusOf(log: TrainingLog, replica: number, own: Estimate, best: Estimate): ReplicaSummary['status'] {
  if (log.status[replica] !== 0) return 'diverged';
  if (isConstant(log, replica)) return 'collapsed';
  return isZero(own) && !isZero(best) ? 'plateau' : 'ok';
}

/**
 * Training steps until the curve first passes half of where it ends: how long the replica sat on the plateau from which
 * every run starts. NaN where it never left.
 */
export function onset(log: TrainingLog, replica: number): number {
  const { step, objective } = log.curve(replica);
  const end = log.tail(log.ensemble.budget.training > 0 ? 'training' : 'refining', replica, 0.1);
  const at = objective.findIndex((value) => value > end / 2);
  return end > 0 && at >= 0 ? step[at] : Number.NaN;
}

/**
 * What became of a point. Level means: the last two quarters of the training differ by less than 3 standard errors, or
 * by less than 2 %. A curve too short or too noisy to tell (3 standard errors above 10 % and 0.03 nats) is not called
 * converged.
 */
export function verdict(log: TrainingLog, finite: readonly number[], best: number, information: Estimate): Verdict {
  if (finite.length === 0) return 'diverged';
  if (!Number.isFinite(information.mean)) return 'unconverged';
  if (isConstant(log, best)) return 'collapsed';
  if (limited(log, best, information)) return 'limited';
  if (isZero(information)) return 'zero';
  const phase = log.ensemble.budget.training > 0 ? 'training' : 'refining';
  const steps = log.done[phase];
  const quarter = Math.floor(steps / 4);
  const before = log.estimate(phase, best, steps - 2 * quarter, steps - quarter);
  const after = log.estimate(phase, best, steps - quarter, steps);
  const noise = 3 * Math.hypot(before.error, after.error);
  const blind = noise > Math.max(0.1 * after.mean, 0.03);
  return !blind && after.mean - before.mean < Math.max(noise, 0.02 * after.mean) ? 'converged' : 'unconverged';
}

/** Whether the critic knows its samples better than the ensemble they are from: more samples would change the value. */
function limited(log: TrainingLog, best: number, information: Estimate): boolean {
  const steps = log.done.refining;
  if (steps < 20) return false;
  const inSample = log.estimate('refining', best, Math.floor(0.75 * steps), steps);
  const gap = inSample.mean - information.mean;
  return gap > Math.max(4 * Math.hypot(inSample.error, information.error), GAP.part * inSample.mean, GAP.nats);
}
