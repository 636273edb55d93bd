/** Sides of the block of a point, and the pictures of a block of three axes. */
import type { PointSummary } from '../../train/result/summary.ts';

type OfBlock = Pick<PointSummary, 'block' | 'extents' | 'lag'>;

/** Sides of the block along the axes of space, the slowest first. With a lag the first axis is time. */
export function sidesOf({ block, extents, lag }: OfBlock): number[] {
  return typeof block === 'number' ? extents.slice(lag === undefined ? 0 : 1).map(() => block) : block;
}

/** The slices of a block with three axes, from z = 0 on; any other filter as it is. @param filter (z y, x) */
export function slicesOf<Row>(filter: readonly Row[], point: OfBlock): (readonly Row[])[] {
  const sides = sidesOf(point);
  const [slices, rows] = sides;
  if (sides.length < 3 || filter.length !== slices * rows) return [filter];
  return Array.from({ length: slices }, (_, z) => filter.slice(z * rows, (z + 1) * rows));
}
