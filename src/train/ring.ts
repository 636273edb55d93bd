import { BlockspinError } from '../core/errors.ts';
import { schedule } from '../optim/schedule.ts';
import type { Rows } from './config/budget.ts';
import type { Ensemble } from './ensemble/ensemble.ts';
import type { Phase } from './ensemble/phases.ts';

const VALIDATIONS = 64;

/** Rows of a history that keeps so many steps: an even number, see `train/record`. */
export function ringOf(history: number): Rows {
  if (Number.isInteger(history) && history >= 2) return { steps: 2 * Math.ceil(history / 2), validations: VALIDATIONS };
  throw new BlockspinError({
    who: 'trainer: history',
    expected: "a whole number of steps, two or more, or 'all'",
    got: history,
    remedy: 'use for example 1024',
  });
}

/**
 * Writes the rates of the next steps into the ring of an ensemble without an end. Those of a training do not fall; a refining phase is as long as in
 * the settings.
 * @param steps number of the next step, of the first one of its phase, and how many follow
 * @throws BlockspinError for more steps than the ring has rows
 */
export function writeRates(
  { ring, config, budget, schedule: table }: Ensemble,
  phase: Phase,
  { next, first, count }: Record<'next' | 'first' | 'count', number>,
) {
  if (!ring) return;
  if (count > ring.steps) {
    throw new BlockspinError({ who: 'trainer', expected: `at most ${ring.steps} steps at once, the rows of the history`, got: count, remedy: 'make fewer' });
  }
  if (phase === 'evaluating' || phase === 'validating') return;
  const { learningRate: rate, refineLearningRate = 1, tau } = config;
  const rows = { first: next - first, count };
  const written =
    phase === 'refining'
      ? schedule({ steps: budget.refining, rate: refineLearningRate * rate, cooldown: 0.75, tau, rows })
      : schedule({ steps: Number.POSITIVE_INFINITY, rate, cooldown: 0, tau, rows });
  const begin = next % ring.steps;
  const before = Math.min(count, ring.steps - begin);
  table.writeRows(begin, written.subarray(0, 4 * before));
  if (before < count) table.writeRows(0, written.subarray(4 * before));
}
