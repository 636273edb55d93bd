/** The grid of temperatures and buffers behind a list of points, in the order in which every figure and table shows it. */
import { compareLengths, differentLengths, lengthLabel } from '../../space/lengths.ts';
import type { PointSummary, Temperature } from '../../train/result/summary.ts';

/** The place of a value in the grid. */
interface GridPoint {
  temperature: Temperature;
  buffer: number | number[];
}

/** Points in the order in which figures and tables show them. */
export interface Grid<P extends GridPoint = PointSummary> {
  /** Ascending, infinity last. */
  temperatures: Temperature[];
  /** Ascending; those that differ from axis to axis as '1x1x0'. */
  buffers: (number | string)[];
  /** Points by temperature, then buffer, each with its index in the summary, which is also its index in the curves. */
  points: { point: P; index: number }[];
}

// A list with an unknown temperature has only this one, so its place does not matter.
const order = (temperature: Temperature) => (typeof temperature === 'number' ? temperature : Number.POSITIVE_INFINITY);
// Infinity minus infinity is NaN, hence the comparison.
const ascending = (a: Temperature, b: Temperature) => (order(a) === order(b) ? 0 : order(a) < order(b) ? -1 : 1);

/**
 * Puts points in the order of figures and tables: by temperature, infinity last, then by buffer.
 * @param points in any order
 */
export function gridOf<P extends GridPoint>(points: readonly P[]): Grid<P> {
  return {
    temperatures: [...new Set(points.map((point) => point.temperature))].sort(ascending),
    buffers: differentLengths(points.map((point) => point.buffer)).map(lengthLabel),
    points: points
      .map((point, index) => ({ point, index }))
      .sort((a, b) => ascending(a.point.temperature, b.point.temperature) || compareLengths(a.point.buffer, b.point.buffer)),
  };
}
