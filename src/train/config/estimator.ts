import * as z from 'zod';
import { BOUNDS as OF_PAIRS, USUAL_BOUND } from '../../bound/choose.ts';
import { checkCoarse, MOST_COMPONENT_STATES, MOST_COMPONENTS } from '../../coarse/shape.ts';
import { BlockspinError } from '../../core/errors.ts';
import { MOST_EMBEDDING, MOST_STATES } from '../../core/limits.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { checkCritic } from '../../critic/critic.ts';
import { checkPatch } from '../../space/window.ts';
import type { TrainConfig } from './config.ts';
import { spaceOf, tableOf, windowsOf } from './geometry.ts';
import { coarseShapeOf, criticShapeOf } from './shapes.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** Bounds on I(H:E), by the names of the command line. */
export const BOUNDS = ['discrete', ...OF_PAIRS] as const;
export type BoundName = (typeof BOUNDS)[number];

/** What H is, what the critic is, and which bound holds them together. */
export const estimatorShape = {
  components: whole(1, MOST_COMPONENTS).default(1).describe('components of H'),
  states: whole(2, MOST_COMPONENT_STATES).default(2).describe('states of a component: 2 for spins, more for Potts spins'),
  variable: z.enum(['discrete', 'tanh', 'linear']).default('discrete').describe('H itself, or a continuous function of the filter'),
  estimator: z.enum(['relaxed', 'straight-through']).default('relaxed').describe('how bounds that draw H pass gradients to the filter'),
  bias: z.boolean().default(false).describe('a trained bias beside the filter'),
  filterHidden: z.array(whole(4, 1024)).default([]).describe('hidden layers of a nonlinear filter, multiples of 4; none for a linear one'),
  bound: z.enum(BOUNDS).optional().describe('lower bound on I(H:E); discrete where H is, else infonce'),
  alpha: z.number().min(0).max(1).default(USUAL_BOUND.alpha).describe('bound alpha: 0 is NWJ, 1 is InfoNCE'),
  smileClip: z.number().positive().max(30).default(USUAL_BOUND.tau).describe('bound smile: scores are clipped at this in the partition function'),
  dvDecay: z.number().min(0).lt(1).default(USUAL_BOUND.decay).describe('bound dv: decay of the moving average in the gradient'),
  critic: z.enum(['separable', 'bilinear', 'concatenated']).default('separable').describe('critic of bounds that compare pairs'),
  hidden: z.array(whole(4, 1024)).default([32, 32]).describe('hidden layers of the critic, multiples of 4'),
  embedding: whole(4, MOST_EMBEDDING).default(8).describe('embedding dimension of a separable critic, a multiple of 4'),
  activation: z.enum(['relu', 'tanh', 'swish']).default('relu').describe('of the hidden layers of the critic'),
  dropout: z.number().min(0).lt(1).default(0).describe('part of the hidden units that is left out in training'),
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
  if (bound === 'discrete' && states ** components > MOST_STATES) {
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
