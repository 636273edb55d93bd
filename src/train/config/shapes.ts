import { BOUNDS } from '../../bound/bounds.ts';
import { statesOfKnown } from '../../coarse/known.ts';
import type { CoarseShape } from '../../coarse/shape.ts';
import { stateCount, valueCount } from '../../coarse/variable.ts';
import { ESTIMATOR_NAMES } from '../../coarse/variables.ts';
import type { CriticShape } from '../../critic/critic.ts';
import { CRITICS, STATE_CRITICS } from '../../critic/critics.ts';
import { BITS } from '../../space/encoding.ts';
import type { SiteTable } from '../../space/table.ts';
import { filterSize } from './geometry.ts';
import type { TrainConfig } from './types.ts';

/** Features of a patch of the shell that share the first layer of the critic. */
const PATCH_FEATURES = 8;

/** H with unused settings filled in: a continuous H has no states, a nonlinear filter always has a bias. */
export function coarseOf({ components, states = 2, variable, estimator = ESTIMATOR_NAMES[0], bias = false, filterHidden }: TrainConfig) {
  return { components, states, variable, estimator, bias, hidden: filterHidden };
}

/** The coarse variable of a training, without the components that are known: what learns. */
export function coarseShapeOf(config: TrainConfig, { visibleSites, encoding }: Pick<SiteTable, 'visibleSites' | 'encoding'>): CoarseShape {
  const { inputs = 'spins' } = config;
  if (inputs === 'spins') return { ...coarseOf(config), visible: visibleSites, encoding };
  // Products are bits, whatever the values are.
  const all = filterSize(config);
  return { ...coarseOf(config), visible: all, products: all - (inputs === 'both' ? visibleSites : 0), encoding: BITS };
}

/** States of H of a training, with those of known components. */
export function statesOfH(config: TrainConfig, coarse: CoarseShape): number {
  return statesOfKnown(config.known ?? []) * stateCount(coarse);
}

/** The critic of a training. For bounds that sum over the states of H it classifies these states. */
export function criticShapeOf(
  config: TrainConfig,
  coarse: CoarseShape,
  { environmentSites, perWord, encoding }: Pick<SiteTable, 'environmentSites' | 'perWord' | 'encoding'>,
): CriticShape {
  const { bound, critic, hidden = [], activation = 'relu', dropout = 0, patch } = config;
  const environment = Math.max(...environmentSites);
  const ofStates = BOUNDS[bound].kind === 'states';
  const kind = ofStates ? STATE_CRITICS[0] : (critic as NonNullable<typeof critic>);
  const settings = config as Readonly<Record<string, unknown>>;
  return {
    components: valueCount(coarse),
    environment,
    encoding,
    hidden,
    activation,
    dropout,
    ...(patch > 0 ? { patch: { sites: perWord, patches: environment / perWord, features: PATCH_FEATURES, ragged: new Set(environmentSites).size > 1 } } : {}),
    ...Object.fromEntries(Object.keys(CRITICS[kind].settings).map((key) => [key, settings[key]])),
    ...(ofStates ? { states: statesOfH(config, coarse) } : {}),
    kind,
  } as CriticShape;
}
