/** What is said of values that the number of pairs of a minibatch cuts off. */
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { PointSummary } from '../../train/result/summary.ts';
import { fixed } from '../draw/numbers.ts';
import { plural } from '../draw/words.ts';

/** One sentence, or nothing where no value is cut off. */
export function capPhrases(points: readonly PointSummary[]): Phrase[] {
  const capped = points.filter(({ cap, verdict }) => cap && verdict !== 'nonstationary');
  const [first] = capped.flatMap(({ cap }) => cap ?? []);
  if (!first) return [];
  const { pairs, most, enough } = first;
  const larger = enough === undefined ? phrase`a larger one, as long as the value still rises with it` : setting('evaluationBatch', enough);
  const which = points.length === 1 ? 'The value' : `${capped.length} of ${plural(points.length, 'value')}`;
  return [
    phrase`${which} ${points.length === 1 || capped.length === 1 ? 'is' : 'are'} cut off by the batch: ${pairs} pairs allow at most ${fixed(most, 4)} nats; use ${larger}${enough === undefined ? '' : ' or more'}.`,
  ];
}
