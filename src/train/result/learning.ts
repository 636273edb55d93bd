/** The learning curve of fixed data: held-out information against the number of samples trained on. */
import { meanError } from '../../core/statistics.ts';
import { halvedSamples } from '../../model/data/parts.ts';
import type { Point } from '../ensemble/layout.ts';
import { bestReplicas, measuredOf, valueOver } from './best.ts';
import { reported } from './constant.ts';
import { crossFitted } from './cross_fit.ts';
import type { TrainingLog } from './log.ts';
import type { LearningCurve } from './summary.ts';
import { levelOf } from './verdict.ts';

/** The learning curve of a point; undefined where none was asked for. */
export function learningOf(log: TrainingLog, point: Point): LearningCurve | undefined {
  const { variants, folds } = log.ensemble.layout;
  const most = Math.max(...variants.map(({ halvings }) => halvings));
  if (most === 0) return undefined;
  const of = (halvings: number) => {
    const { mean, error } = reported(valueOver(log, bestReplicas(log, point, halvings)));
    const samples = Math.min(...folds.map((fold) => halvedSamples(fold, halvings)));
    return { samples, information: { mean, error } };
  };
  const curve = Array.from({ length: most + 1 }, (_, i) => of(most - i));
  const change = curve[most].information.mean - curve[most - 1].information.mean;
  const error = pairedError(log, bestReplicas(log, point), bestReplicas(log, point, 1));
  if (!Number.isFinite(change) || !Number.isFinite(error)) return { points: curve };
  // Critics trained on other samples, or with other minibatches, differ a little: the error does not contain that.
  const level = levelOf(curve[most].information.mean);
  const outcome = change < Math.max(error, level) ? 'none' : change > 2 * error ? 'rising' : 'open';
  return { points: curve, doubling: { change: { mean: change, error }, outcome } };
}

/** The error of the difference between two replicas of each fold, which hold out the same samples. */
function pairedError(log: TrainingLog, all: readonly number[], half: readonly number[]): number {
  const factor = log.correlation?.factor ?? 1;
  const differences = all.map((r, fold) => {
    const [a, b] = [measuredOf(log, r).samples, measuredOf(log, half[fold]).samples];
    if (!a || a.length !== b?.length) return undefined;
    const { mean, error } = meanError(a.map((value, i) => value - b[i]));
    return { value: { mean, error: factor * error, halves: [mean, mean] as const }, samples: log.ensemble.layout.heldOut(r) };
  });
  const known = differences.filter((one) => one !== undefined);
  return known.length === all.length ? crossFitted(known).error : Number.NaN;
}
