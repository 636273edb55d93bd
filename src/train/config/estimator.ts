import * as z from 'zod';
import { BOUNDS as ALL, type BoundName, sumsOverStates } from '../../bound/bounds.ts';
import { checkCoarse, MOST_COMPONENTS } from '../../coarse/shape.ts';
import { DRAWN, VARIABLE_NAMES, VARIABLES } from '../../coarse/variables.ts';
import { BlockspinError } from '../../core/errors.ts';
import { MOST_STATES } from '../../core/limits.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { checkCritic } from '../../critic/critic.ts';
import { PAIR_CRITICS } from '../../critic/critics.ts';
import { separableSettings } from '../../critic/separable.ts';
import { LAYERS } from '../../critic/shape.ts';
import { checkPatch } from '../../space/window.ts';
import type { TrainConfig } from './config.ts';
import { spaceOf, tableOf, windowsOf } from './geometry.ts';
import { coarseShapeOf, criticShapeOf } from './shapes.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Bounds on I(H:E), by the names of the command line. */
export const BOUNDS = Object.keys(ALL) as readonly BoundName[];
export type { BoundName };

/** What H is, what the critic is, and which bound holds them together. */
export const estimatorShape = {
  components: whole(1, MOST_COMPONENTS).default(1).describe('components of H'),
  ...VARIABLES.discrete.settings,
  variable: z.enum(VARIABLE_NAMES).default('discrete').describe('H itself, or a continuous function of the filter'),
  ...DRAWN,
  bias: z.boolean().default(false).describe('a trained bias beside the filter'),
  filterHidden: z.array(whole(4, 1024)).default([]).describe('hidden layers of a nonlinear filter, multiples of 4; none for a linear one'),
  bound: z.enum(BOUNDS).optional().describe('lower bound on I(H:E); discrete where H is, else infonce'),
  ...ALL.alpha.settings,
  ...ALL.smile.settings,
  ...ALL.dv.settings,
  critic: z.enum(PAIR_CRITICS).default('separable').describe('critic of bounds that compare pairs'),
  ...LAYERS,
  ...separableSettings,
  patch: whole(0, 5).default(0).describe('side of the patches of the shell that share the first layer of the critic; 0: no sharing'),
} as const;

/**
 * The bound that was asked for, or the one that suits H.
 * @throws BlockspinError for a sum over the states of an H that has none
 */
export function boundOf({ bound, variable }: { bound?: BoundName | undefined; variable: string }): BoundName {
  if (bound !== 'discrete' || variable === 'discrete') return bound ?? (variable === 'discrete' ? 'discrete' : 'infonce');
  const remedy = phrase`use ${setting('bound', 'infonce')}, or leave ${setting('variable')} out`;
  throw new BlockspinError({
    setting: setting('bound', 'discrete'),
    expected: 'a discrete H, whose states can be summed over',
    got: setting('variable', variable),
    remedy,
  });
}

/** @throws BlockspinError for combinations that cannot be, before any work. */
export function checkEstimator(config: TrainConfig): void {
  const { bound, components, states, patch, batch, evaluationBatch } = config;
  if (sumsOverStates(bound) && states ** components > MOST_STATES) {
    const most = Math.floor(Math.log(MOST_STATES) / Math.log(states) + 1e-9);
    throw new BlockspinError({
      setting: setting('bound', 'discrete'),
      expected: `at most ${MOST_STATES} states of H`,
      got: `${states} ** ${components} = ${states ** components}`,
      remedy: phrase`use at most ${most} components of ${states} states, or ${setting('bound', 'infonce')}`,
    });
  }
  if (patch > 0) {
    if (config.sites || config.model.encoding(config).kind !== 'bits') {
      throw new BlockspinError({
        setting: 'patch',
        expected: 'a window of spins or bonds',
        got: config.sites ? 'a list of sites' : 'masses',
        remedy: 'leave it out',
      });
    }
    checkPatch(patch, windowsOf(config), spaceOf(config));
  }
  if (config.freeze && config.filterHidden.length > 0) {
    const remedy = phrase`leave ${setting('filterHidden')} out: weights of hidden layers are no filter`;
    throw new BlockspinError({ setting: 'freeze', expected: 'a linear filter', got: `hidden layers ${config.filterHidden}`, remedy });
  }
  const table = tableOf(config);
  const coarse = coarseShapeOf(config, table);
  checkCoarse(coarse);
  // One replica: what more of them take is the business of the memory plan.
  checkCritic(criticShapeOf(config, coarse, table), { samples: Math.max(batch, evaluationBatch), replicas: 1 });
}
