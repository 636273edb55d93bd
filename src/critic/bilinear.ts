import { MOST_EMBEDDING } from '../core/limits.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type Embeddings, type PairCritic, padded, wrong } from './shape.ts';

/** The bilinear critic: the score of a pair is the product of H and a linear map of E. Oord et al., arXiv:1807.03748. */
export const bilinear: PairCritic<object, Embeddings, Record<never, never>> = {
  judges: 'pairs',
  settings: {},
  linear: true,
  layersOfH: () => [],
  layersOfE: ({ components }) => [padded(components)],
  check({ components }) {
    if (padded(components) > MOST_EMBEDDING) {
      const remedy = phrase`use ${setting('critic', 'separable')} or fewer ${setting('components')}`;
      throw wrong(setting('critic', 'bilinear'), `at most ${MOST_EMBEDDING} components of H`, components, remedy);
    }
  },
  apply: (towers) => ({ u: towers.paddedH(), v: towers.ofE() }),
};
