import type { CoarseShape } from '../../coarse/shape.ts';
import { stateCount, valueCount } from '../../coarse/variable.ts';
import type { CriticShape } from '../../critic/critic.ts';
import type { SiteTable } from '../../space/table.ts';
import type { TrainConfig } from './config.ts';

/** Features of a patch of the shell that share the first layer of the critic. */
const PATCH_FEATURES = 8;

/** The coarse variable of a training. */
export function coarseShapeOf(config: TrainConfig, { visibleSites, encoding }: Pick<SiteTable, 'visibleSites' | 'encoding'>): CoarseShape {
  const { components, states, variable, estimator, bias, filterHidden } = config;
  return { components, states, variable, estimator, bias, hidden: filterHidden, visible: visibleSites, encoding };
}

/** The critic of a training: for the discrete bound a classifier of the states of H. */
export function criticShapeOf(
  config: TrainConfig,
  coarse: CoarseShape,
  { environmentSites, perWord }: Pick<SiteTable, 'environmentSites' | 'perWord'>,
): CriticShape {
  const { bound, critic, hidden, embedding, activation, dropout, patch } = config;
  const environment = Math.max(...environmentSites);
  const common = {
    components: valueCount(coarse),
    environment,
    encoding: coarse.encoding,
    hidden,
    activation,
    dropout,
    ...(patch > 0
      ? {
          patch: {
            sites: perWord,
            patches: environment / perWord,
            features: PATCH_FEATURES,
            ragged: new Set(environmentSites).size > 1,
          },
        }
      : {}),
  };
  if (bound === 'discrete') return { ...common, kind: 'classifier', states: stateCount(coarse) };
  return critic === 'separable' ? { ...common, kind: critic, embedding } : { ...common, kind: critic };
}
