/** Cells of a tissue as they are drawn: one period of a periodic box, in which cells that cross its rim are cut. */
import type { Mesh } from '../../model/tissue/mesh.ts';

/** A place in the plane. */
export type Place = readonly [number, number];
/** What is drawn of the plane. */
export interface Frame {
  readonly low: Place;
  readonly high: Place;
  /** Whether opposite sides are the same line. */
  readonly periodic: boolean;
}

/** A tissue without a rim covers its box, to within this part. */
const COVERED = 1e-6;

/** The box of a tissue that covers it; otherwise the extents of the cells. @param areas of the cells */
export function frameOf({ box, positions }: Pick<Mesh, 'box' | 'positions'>, areas: ArrayLike<number>): Frame {
  const whole = box[0] * box[1];
  const covered = Array.from(areas).reduce((sum, area) => sum + area, 0);
  if (Math.abs(covered - whole) < COVERED * whole) return { low: [0, 0], high: [box[0], box[1]], periodic: true };
  const [low, high] = [
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ];
  positions.forEach((x, i) => {
    low[i % 2] = Math.min(low[i % 2], x);
    high[i % 2] = Math.max(high[i % 2], x);
  });
  return { low: [low[0], low[1]], high: [high[0], high[1]], periodic: false };
}

/**
 * The parts of every cell within the frame: one polygon of a cell that lies inside, several of one that crosses the rim, one at each side.
 * @param places (C, 2): corners of the cells, those of a cell side by side
 * @returns polygons by cell
 */
export function piecesOf({ box, rows }: Pick<Mesh, 'box' | 'rows'>, places: ArrayLike<number>, frame: Frame): Place[][][] {
  return Array.from({ length: rows.length - 1 }, (_, c) => {
    const ring = Array.from({ length: rows[c + 1] - rows[c] }, (_, i): Place => [places[2 * (rows[c] + i)], places[2 * (rows[c] + i) + 1]]);
    if (!frame.periodic) return [ring];
    const shifts = ([0, 1] as const).map((axis) =>
      shiftsOf(
        ring.map((place) => place[axis]),
        frame.low[axis],
        box[axis],
      ),
    );
    return shifts[0]
      .flatMap((x) =>
        shifts[1].map((y) =>
          cutAt(
            ring.map(([a, b]): Place => [a + x, b + y]),
            frame,
          ),
        ),
      )
      .filter((piece) => piece.length > 2);
  });
}

/** Whole boxes by which coordinates are moved so that some of them come to lie in the box. */
function shiftsOf(values: readonly number[], low: number, length: number): number[] {
  const first = Math.floor((Math.min(...values) - low) / length);
  const last = Math.ceil((Math.max(...values) - low) / length);
  return Array.from({ length: last - first }, (_, i) => -(first + i) * length);
}

/** The part of a polygon within a frame, cut at one side after the other (Sutherland and Hodgman); empty where there is none. */
export function cutAt(ring: readonly Place[], { low, high }: Frame): Place[] {
  const sides = ([0, 1] as const).flatMap((axis) => [
    { axis, at: low[axis], sign: 1 },
    { axis, at: high[axis], sign: -1 },
  ]);
  return sides.reduce<readonly Place[]>((rest, { axis, at, sign }) => {
    const beyond = (place: Place) => sign * (place[axis] - at);
    return rest.flatMap((place, i) => {
      const before = rest[(i + rest.length - 1) % rest.length];
      const [a, b] = [beyond(before), beyond(place)];
      // Where a side is crossed there is a new corner.
      const crossing: Place[] = a * b < 0 ? [[before[0] + (a / (a - b)) * (place[0] - before[0]), before[1] + (a / (a - b)) * (place[1] - before[1])]] : [];
      return b >= 0 ? [...crossing, place] : crossing;
    });
  }, ring) as Place[];
}

/** Twice the area of a polygon, positive if its corners run counter-clockwise, over two. */
export function areaOf(ring: readonly Place[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + (x * v - u * y) / 2;
  }, 0);
}

/** A place moved by whole boxes into the frame of a periodic tissue. */
export function intoFrame([x, y]: Place, { low, high, periodic }: Frame): Place {
  if (!periodic) return [x, y];
  const wrapped = (value: number, axis: 0 | 1) => value - (high[axis] - low[axis]) * Math.floor((value - low[axis]) / (high[axis] - low[axis]));
  return [wrapped(x, 0), wrapped(y, 1)];
}
