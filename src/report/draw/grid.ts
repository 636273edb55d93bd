/** The grid of temperatures and buffers behind a list of points, in the order in which every figure and table shows it. */
import type { PointSummary, Temperature } from '../../train/result/summary.ts';

/** Where a value belongs. */
export interface GridPoint {
  temperature: Temperature;
  buffer: number;
}

export interface Grid<P extends GridPoint = PointSummary> {
  /** Ascending, infinity last. */
  temperatures: Temperature[];
  /** Ascending. */
  buffers: number[];
  /** Points by temperature, then buffer, each with its index in the summary, which is its index in the curves. */
  points: { point: P; index: number }[];
}

// An unknown temperature is the only one: there is nothing to put in order.
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
    buffers: [...new Set(points.map((point) => point.buffer))].sort((a, b) => a - b),
    points: points
      .map((point, index) => ({ point, index }))
      .sort((a, b) => ascending(a.point.temperature, b.point.temperature) || a.point.buffer - b.point.buffer),
  };
}

/** The most that H can carry, nats: one bit per component. */
export function ceilingOf(point: Pick<PointSummary, 'components'>): number {
  return point.components * Math.LN2;
}

/** The ceiling in words: 'ln 2 (1 bit)'. */
export function ceilingLabel({ components }: Pick<PointSummary, 'components'>): string {
  return components === 1 ? 'ln 2 (1 bit)' : `${components} ln 2 (${components} bits)`;
}
