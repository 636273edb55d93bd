/** Filters of one-hot values: a picture for every state. */
import type { Weights } from '../../analysis/filters/filter.ts';
import type { Alphabet } from '../../space/encoding.ts';

/** States whose weights lie side by side; empty for values of one weight each. */
export function statesOf(alphabet: Alphabet): readonly number[] {
  return alphabet.kind === 'states' ? alphabet.values : [];
}

/** The weights of each state, in their order; anything else as it is. @param component rows with the states of a value side by side */
export function picturesOf(component: Weights, alphabet: Alphabet): Weights[] {
  const { length } = statesOf(alphabet);
  if (length === 0) return [component];
  return Array.from({ length }, (_, state) => component.map((row) => row.filter((_, i) => i % length === state)));
}

/** What captions say of the pictures; empty where there is one of each component. */
export function statesWords(alphabet: Alphabet): string {
  const states = statesOf(alphabet);
  return states.length === 0 ? '' : `, a picture for each of the states ${states.join(', ')}, whose weights sum to zero`;
}
