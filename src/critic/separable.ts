import { MOST_EMBEDDING } from '../core/limits.ts';
import { whole } from '../core/settings.ts';
import { type Embeddings, LAYERS, type OfKind, type PairCritic, wrong } from './shape.ts';

const settings = {
  ...LAYERS,
  embedding: whole(4, MOST_EMBEDDING).default(8).describe('embedding dimension of a separable critic, a multiple of 4'),
};

/** Two towers of the same depth, one of H and one of E; the score of a pair is the product of their ends. Goekmen et al., arXiv:2103.16887. */
export const separable: PairCritic<{ /** Embedding dimension D. */ embedding: number }, Embeddings, typeof settings> = {
  judges: 'pairs',
  settings,
  layersOfH: layers,
  layersOfE: layers,
  check({ embedding }) {
    if (embedding % 4 !== 0 || !(embedding > 0 && embedding <= MOST_EMBEDDING)) {
      throw wrong('embedding', `a multiple of 4, at most ${MOST_EMBEDDING}`, embedding, 'use e.g. 8');
    }
  },
  apply: (towers) => ({ u: towers.ofH(), v: towers.ofE() }),
};

function layers({ hidden, embedding }: OfKind<{ embedding: number }>): number[] {
  return [...hidden, embedding];
}
