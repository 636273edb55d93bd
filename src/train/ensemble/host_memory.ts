import { logitCount } from '../../coarse/variable.ts';
import { curveSteps, decisivePhase, rowsOf, validationsOf } from '../config/budget.ts';
import { filterSize } from '../config/geometry.ts';
import { SLOTS } from './burn.ts';
import type { Ensemble } from './ensemble.ts';

/** Objects and strings of one replica in layout, log and summary, measured under V8: bytes, independent of its filter. */
const OBJECTS = 3000;
/** Bytes of a number in the log and in the summary, and three times as text of up to 25 characters during a save. */
const NUMBER = 100;
/** Garbage that has not been collected yet, as a part of the live memory. */
const GARBAGE = 1;
/** Series of chains that are in memory together while their dynamics are measured. */
const SERIES = 6;

/**
 * Main memory of a run beside the buffers of its ensemble, bytes: the objectives of all steps, the results as
 * objects and as text, measurements of the chains, and checkpoints, which are in memory both as arrays and as a file.
 */
export function hostMemory({ config, replicas, budget, shards, memory }: Ensemble, checkpoints: boolean): number {
  const { coarse } = shards[0].shapes;
  const { training, refining } = budget;
  const curve = 2 * curveSteps(budget[decisivePhase(budget)]).length;
  const validations = validationsOf(training, config) + validationsOf(refining, config);
  const numbers = logitCount(coarse) * filterSize(config) + curve + 2 * validations;
  const results = (1 + GARBAGE) * replicas * (OBJECTS + NUMBER * numbers);
  const objectives = 8 * replicas * rowsOf(budget);
  const chains = config.data ? 0 : config.chains + config.heldOut + config.validation;
  const series = 8 * SLOTS * SERIES * chains;
  const state = Object.values(memory).reduce((sum, { bytes }) => sum + bytes, 0);
  return objectives + results + series + (checkpoints ? 2 * state : 0);
}
