/** Marks and channels that several figures share. */
import type { Estimate } from '../../core/statistics.ts';
import { seriesColours } from './colours.ts';
import { isNumber } from './numbers.ts';
import { FAINT, legendColumns, rounded } from './theme.ts';
import type { LengthNoun } from './words.ts';

/** Size of the font of labels inside a plot, pixels. */
export const LABEL = 11.5;

/** A mean and the two ends of its bar of one standard error, in the units of the estimate. */
interface Bar {
  mean: number;
  low: number;
  high: number;
}

/** An estimate as a bar, rounded for a figure; a bar of length zero where the error is not known. */
export function barOf({ mean, error }: Estimate): Bar {
  const reach = isNumber(error) ? error : 0;
  return { mean: rounded(mean), low: rounded(mean - reach), high: rounded(mean + reach) };
}

/** A dashed guide line at the place given by `encoding`. */
export function rule(encoding: object) {
  return { data: { values: [{}] }, mark: { type: 'rule', strokeDash: [4, 3], color: FAINT, strokeWidth: 1 }, encoding };
}

/** One piece of faint text at the place given by `encoding`. */
export function text(content: string, encoding: object, mark: object) {
  return { data: { values: [{}] }, mark: { type: 'text', text: content, color: FAINT, fontSize: LABEL, ...mark }, encoding };
}

/** The colour channel of figures with one series per buffer. */
export function bufferColour(buffers: readonly (number | string)[], unit: LengthNoun, legend: object) {
  return {
    field: 'buffer',
    type: 'ordinal',
    scale: { domain: buffers, range: seriesColours(buffers.length) },
    legend: { title: `buffer (${unit})`, columns: legendColumns(buffers.map(String)), ...legend },
  };
}

/** The colour channel of figures with one series per place, such as 'T = 2.5'. */
export function placeColour(places: readonly string[], legend: object) {
  return {
    field: 'place',
    type: 'nominal',
    scale: { domain: places, range: seriesColours(places.length) },
    legend: { title: null, columns: legendColumns(places), ...legend },
  };
}
