/** The boundary of a cell of a segmented image, walked along the edges of its pixels. */
import type { Labels } from './labels.ts';

/** A corner of a pixel, x to the right and y downwards. */
export type Point = readonly [x: number, y: number];

/** Steps to the right, up, left and down: each is a quarter turn to the left of the one before. */
const STEPS = [
  [1, 0],
  [0, -1],
  [-1, 0],
  [0, 1],
] as const;
/** From a corner of pixels, the pixel ahead on the left and that on the right, by direction. */
const LEFT = [
  [0, -1],
  [-1, -1],
  [-1, 0],
  [0, 0],
] as const;
const RIGHT = [
  [0, 0],
  [0, -1],
  [-1, -1],
  [-1, 0],
] as const;

/** Background beside a cell is followed to within this many pixels. */
const CLOSE = 1;

/** The value of a pixel; -1 outside the image. */
function valueAt({ width, height, cells }: Labels, x: number, y: number): number {
  return x < 0 || y < 0 || x >= width || y >= height ? -1 : cells[y * width + x];
}

/**
 * Whether a corner of pixels is a vertex: three or four different values meet there (background and outside are values, too), none of them across
 * the corner from itself.
 */
function isVertex(labels: Labels, [x, y]: Point): boolean {
  const [a, b, c, d] = [valueAt(labels, x - 1, y - 1), valueAt(labels, x, y - 1), valueAt(labels, x, y), valueAt(labels, x - 1, y)];
  return a !== c && b !== d && new Set([a, b, c, d]).size >= 3;
}

/**
 * The polygon of a cell: its vertices, counter-clockwise as one looks at the image. Where background is beside the cell, the polygon has further
 * points, so that it follows the cell to a pixel.
 * @param first a pixel of the cell above which and to the left of which, in its row, there is none
 */
export function polygonOf(labels: Labels, first: Point): Point[] {
  const value = valueAt(labels, ...first);
  const path: { at: Point; facing: number }[] = [];
  const start: Point = [first[0] + 1, first[1]];
  let at = start;
  let direction = 2;
  do {
    const [right, up] = [at[0] + RIGHT[direction][0], at[1] + RIGHT[direction][1]];
    path.push({ at, facing: valueAt(labels, right, up) });
    at = [at[0] + STEPS[direction][0], at[1] + STEPS[direction][1]];
    const ahead = (side: typeof LEFT | typeof RIGHT) => valueAt(labels, at[0] + side[direction][0], at[1] + side[direction][1]) === value;
    // Where the cell goes on only across a corner, it does not go on.
    if (!ahead(LEFT)) direction = (direction + 1) % 4;
    else if (ahead(RIGHT)) direction = (direction + 3) % 4;
  } while (!(at[0] === start[0] && at[1] === start[1] && direction === 2));
  const vertices = path.flatMap((step, i) => (isVertex(labels, step.at) ? [i] : []));
  return vertices.flatMap((i, k) => {
    const end = vertices[(k + 1) % vertices.length];
    if (path[i].facing !== 0) return [path[i].at];
    const length = end > i ? end - i : end - i + path.length;
    const arc = Array.from({ length: length + 1 }, (_, j) => path[(i + j) % path.length].at);
    return simplified(arc).slice(0, -1);
  });
}

/**
 * The fewest points of a line, its ends among them, of whose chords all its points are within a pixel.
 * Source: Douglas and Peucker, Cartographica 10, 112 (1973).
 */
function simplified(line: readonly Point[]): Point[] {
  const [from, to] = [line[0], line[line.length - 1]];
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy);
  const distance = ([x, y]: Point) => (length > 0 ? Math.abs((x - from[0]) * dy - (y - from[1]) * dx) / length : Math.hypot(x - from[0], y - from[1]));
  let farthest = 0;
  for (let i = 1; i + 1 < line.length; i++) if (distance(line[i]) > distance(line[farthest])) farthest = i;
  if (farthest === 0 || distance(line[farthest]) <= CLOSE) return [from, to];
  return [...simplified(line.slice(0, farthest + 1)).slice(0, -1), ...simplified(line.slice(farthest))];
}
