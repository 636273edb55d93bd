import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { finiteReplicas } from './best.ts';
import type { TrainingLog } from './log.ts';

/** @throws BlockspinError when the numbers of finite replicas by point and fold are as bad as `hopeless` says. */
export function checkFinite(log: TrainingLog, hopeless: (counts: number[]) => boolean): void {
  const { points, config } = log.ensemble;
  const counts = points.flatMap((point) => finiteReplicas(log, point).map(({ length }) => length));
  if (!hopeless(counts)) return;
  const bad = [...log.status.entries()].filter(([, status]) => status !== 0);
  const [replica, status] = bad.reduce((a, b) => (b[1] < a[1] ? b : a));
  throw new BlockspinError({
    who: 'training',
    expected: 'a finite objective and finite gradients',
    got: `NaN or infinity in ${bad.length} of ${log.status.length} replicas, first in replica ${replica} at step ${status - 1}`,
    remedy: phrase`use a ${setting('learningRate')} below ${config.learningRate}; the filters of the last finite step have been kept`,
    code: 'diverged',
  });
}
