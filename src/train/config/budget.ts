import type { TrainConfig } from './config.ts';

/** Steps of the phases that have a place in the history, in their order. */
export interface Budget {
  /** The first `warmup` of them without the filter. */
  training: number;
  refining: number;
  evaluating: number;
}

/** A filter that is kept leaves nothing to train but the critic, which then has all the steps for its own. */
export function budgetOf({ freeze, steps, refine, evaluations }: TrainConfig): Budget {
  return { training: freeze ? 0 : steps, refining: freeze ? steps + refine : refine, evaluating: evaluations };
}

/** First row of a phase in the history. */
export function firstRow(budget: Budget, phase: keyof Budget): number {
  return phase === 'training' ? 0 : phase === 'refining' ? budget.training : budget.training + budget.refining;
}

/** Rows of the whole history. */
export function rowsOf(budget: Budget): number {
  return budget.training + budget.refining + budget.evaluating;
}

/** Validations of a phase: one after every `validateEvery` steps, and one at its end. */
export function validationsOf(steps: number, { validateEvery }: Pick<TrainConfig, 'validateEvery'>): number {
  return Math.ceil(steps / validateEvery);
}
