/** Text alternatives of figures: what they show, with the main numbers. */
import type { Estimate } from '../../core/statistics.ts';
import { concise, isNumber } from './numbers.ts';

/** Most values that are read out one by one. */
const MOST = 12;

/** A value and where it is: 'T = 1.8, buffer 0'. */
interface PlacedValue {
  place: string;
  value: Estimate;
}

/**
 * The values in words: all of them where they are few, else the largest and the smallest.
 * @param unit with a leading blank where it has one
 */
export function valuesInWords(all: readonly PlacedValue[], unit = ' nats'): string {
  const values = all.filter(({ value }) => isNumber(value.mean));
  if (values.length === 0) return 'no values';
  const said = ({ place, value }: PlacedValue) => `${concise(value)}${unit}${place ? ` at ${place}` : ''}`;
  if (values.length <= MOST) return values.map(said).join('; ');
  const sorted = [...values].sort((a, b) => b.value.mean - a.value.mean);
  return `${values.length} values, the largest ${said(sorted[0])}, the smallest ${said(sorted[sorted.length - 1])}`;
}
