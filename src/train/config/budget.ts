import type { TrainConfig } from './types.ts';

/** Steps of the phases that are recorded in the history, in their order. */
export interface Budget {
  /** During the first `warmup` of them the filter does not learn. */
  training: number;
  refining: number;
  evaluating: number;
}

/** The phases whose steps are in the history, in their order. */
export const RECORDED = ['training', 'refining', 'evaluating'] as const satisfies readonly (keyof Budget)[];
/** A phase whose steps are in the history. */
export type Recorded = (typeof RECORDED)[number];

/** The phases in which something learns, and is validated. */
export type Learning = Exclude<Recorded, 'evaluating'>;

/** Intervals a training curve is averaged over, at most. */
const CURVE_POINTS = 100;

/** A frozen filter leaves only the critic to train, which then gets all the steps. */
export function budgetOf({ freeze, steps, refine, evaluations }: Pick<TrainConfig, 'freeze' | 'steps' | 'refine' | 'evaluations'>): Budget {
  return { training: freeze ? 0 : steps, refining: freeze ? steps + refine : refine, evaluating: evaluations };
}

/** The phase that decides whether a run has settled, and whose curve is shown. With a frozen filter only the critic was trained. */
export function decisivePhase({ training }: Budget): Learning {
  return training > 0 ? 'training' : 'refining';
}

/** First row of a phase in the history. */
export function firstRow(budget: Budget, phase: Recorded): number {
  return phase === 'training' ? 0 : phase === 'refining' ? budget.training : budget.training + budget.refining;
}

/** Rows of the whole history. */
export function rowsOf(budget: Budget): number {
  return budget.training + budget.refining + budget.evaluating;
}

/** Rows of the tables that steps and validations write: all of a run, or a ring whose oldest rows are overwritten. */
export interface Rows {
  steps: number;
  validations: number;
}

/** Rows of a whole run. */
export function allRows(config: TrainConfig): Rows {
  const budget = budgetOf(config);
  return { steps: rowsOf(budget), validations: validationsOf(budget.training, config) + validationsOf(budget.refining, config) + 1 };
}

/** Validations of a phase: one after every `validateEvery` steps, and one at its end. */
export function validationsOf(steps: number, { validateEvery }: Pick<TrainConfig, 'validateEvery'>): number {
  return Math.ceil(steps / validateEvery);
}

/** Step after which validation number `index`, counted from 0, takes place, in a phase of a given number of steps. */
export function validationStep(index: number, steps: number, { validateEvery }: Pick<TrainConfig, 'validateEvery'>): number {
  return Math.min(steps, validateEvery * (index + 1));
}

/** Last step of each interval that a curve of this many steps is averaged over: equally long intervals, without the remainder at the end. */
export function curveSteps(steps: number): number[] {
  const width = Math.max(1, Math.ceil(steps / CURVE_POINTS));
  return Array.from({ length: Math.floor(steps / width) }, (_, i) => (i + 1) * width);
}
