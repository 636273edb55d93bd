import { MOST_STATES } from '../core/limits.ts';
import { phrase, setting } from '../core/phrase.ts';
import { LAYERS, padded, type StateCritic, wrong } from './shape.ts';

/** A tower of E that ends in a logit for every state of a discrete H. Barber & Agakov, NIPS 16 (2003). */
export const classifier: StateCritic<{ /** States of H. */ states: number }, typeof LAYERS> = {
  judges: 'states',
  settings: LAYERS,
  layersOfH: () => [],
  layersOfE: ({ hidden, states }) => [...hidden, padded(states)],
  check({ states }) {
    if (!(states >= 2 && states <= MOST_STATES)) throw wrong('states', `2 to ${MOST_STATES} states of H`, states, phrase`use fewer ${setting('components')}`);
  },
  apply: (towers) => ({ logits: towers.ofE() }),
};
