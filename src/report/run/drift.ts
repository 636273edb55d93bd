/** What is said of own data whose parts differ. */
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { Drift } from '../../model/data/drift.ts';
import { significant } from '../draw/numbers.ts';

/** Two sentences: what differs, and what to do. Nothing is said of the information, which then means nothing. */
export function driftPhrase({ quantity, parts, means, score }: Drift): Phrase {
  const [first, second] = means.map((mean) => significant(mean, 3));
  return phrase`The samples lie in an order: ${quantity} is ${first} in ${parts[0]} and ${second} in ${parts[1]}, ${score.toFixed(1)} standard errors apart, so that one part says nothing of another. Shuffle the samples (numpy.random.default_rng(0).permutation(a)) if they are meant as one mixture, or ${setting('select')} a part of the file that is not sorted and has no burn-in.`;
}
