import { type BoundName, PAIR_BOUNDS, STATE_BOUNDS, sumsOverStates } from '../../bound/bounds.ts';
import { statesOfKnown } from '../../coarse/known.ts';
import { checkCoarse } from '../../coarse/shape.ts';
import { isDiscrete, type VariableName } from '../../coarse/variables.ts';
import { BlockspinError } from '../../core/errors.ts';
import { MOST_STATES } from '../../core/limits.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { checkCritic } from '../../critic/critic.ts';
import { checkPatch } from '../../space/window.ts';
import { cuttingOf, siteTableOf, spaceOf, windowsOf } from './geometry.ts';
import { coarseOf, coarseShapeOf, criticShapeOf } from './shapes.ts';
import type { TrainConfig } from './types.ts';

/**
 * The bound that was given, or the default for this H.
 * @throws BlockspinError for a sum over the states of a continuous H
 */
export function boundOf({ bound, variable }: { bound?: BoundName | undefined; variable: VariableName }): BoundName {
  const discrete = isDiscrete(variable);
  if (bound === undefined) return discrete ? STATE_BOUNDS[0] : PAIR_BOUNDS[0];
  if (discrete || !sumsOverStates(bound)) return bound;
  throw new BlockspinError({
    setting: setting('bound', bound),
    expected: 'a discrete H, whose states can be summed over',
    got: setting('variable', variable),
    remedy: phrase`use ${setting('bound', PAIR_BOUNDS[0])}, or leave ${setting('variable')} out`,
  });
}

/** @throws BlockspinError for impossible combinations, before any work. */
export function checkEstimator(config: TrainConfig): void {
  const { bound, components, patch, batch, evaluationBatch, known = [] } = config;
  const { states } = coarseOf(config);
  const given = statesOfKnown(known);
  if (sumsOverStates(bound) && given * states ** components > MOST_STATES) {
    const most = Math.floor(Math.log(MOST_STATES / given) / Math.log(states) + 1e-9);
    throw new BlockspinError({
      setting: setting('bound', bound),
      expected: `at most ${MOST_STATES} states of H`,
      got: `${known.length > 0 ? `${given} of known components times ` : ''}${states} ** ${components} = ${given * states ** components}`,
      remedy: phrase`use at most ${most} components of ${states} states, or ${setting('bound', PAIR_BOUNDS[0])}`,
    });
  }
  if (patch > 0) {
    const unfit = withoutPatches(config);
    if (unfit) throw new BlockspinError({ setting: 'patch', expected: 'a window of spins or bonds', got: unfit, remedy: 'leave it out' });
    checkPatch(patch, windowsOf(config), spaceOf(config));
  }
  const table = siteTableOf(config);
  const coarse = coarseShapeOf(config, table);
  checkCoarse(coarse);
  // One replica: the memory plan checks larger numbers.
  checkCritic(criticShapeOf(config, coarse, table), { samples: Math.max(batch, evaluationBatch), replicas: 1 });
}

/** What cannot be cut into patches, if it is that. */
function withoutPatches(config: TrainConfig): string | undefined {
  if (config.sites) return 'a list of sites';
  if (config.model.encoding(config).kind !== 'bits') return 'masses';
  if (config.shell === 'rest') return 'all that is left';
  const cut = Object.keys(cuttingOf(config)).length > 0 || spaceOf(config).holes?.length;
  return cut ? 'windows at some of the places' : undefined;
}
