import type { Ensemble } from './ensemble/ensemble.ts';

/** The stages of a run, as a progress display names them. On a GPU the second comes before the first. */
export const STAGES = ['compiling', 'sampling', 'training', 'refining', 'evaluating'] as const;
/** The same where plans are compiled beside the sampling: what is left of their compilation comes after it. */
export const SAMPLING_FIRST: readonly Stage[] = ['sampling', 'compiling', 'training', 'refining', 'evaluating'];
/** A phase of a run, see `STAGES`. */
export type Stage = (typeof STAGES)[number];

/** Spin updates that take as long as training on one sample, measured on both software adapters (5500 and 6250). */
const UPDATES_PER_SAMPLE = 6000;

/** Expected share of each stage in the time of a run. */
export function expectedShares({ config, replicas, chains, budget }: Ensemble): Record<Stage, number> {
  const all = config.chains + config.heldOut + config.validation;
  const updates = config.temperature.reduce((sum, t) => sum + 1.5 * chains.relaxation(t) * all * chains.sites, 0);
  // No backward pass where nothing learns.
  const judged = (minibatches: number) => 0.4 * minibatches * config.evaluationBatch;
  const learned = (steps: number) => (steps * config.batch + judged((steps * config.validations) / config.validateEvery)) * replicas;
  const cost = {
    sampling: updates / UPDATES_PER_SAMPLE,
    training: learned(budget.training),
    refining: learned(budget.refining),
    evaluating: judged(budget.evaluating) * replicas,
  };
  const compiling = 0.02;
  const total = (cost.sampling + cost.training + cost.refining + cost.evaluating) / (1 - compiling);
  return { compiling, sampling: cost.sampling / total, training: cost.training / total, refining: cost.refining / total, evaluating: cost.evaluating / total };
}
