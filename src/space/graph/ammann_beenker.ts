/**
 * The Ammann-Beenker tiling by cut and project: points n of Z^4 whose image in the second plane lies in a regular octagon, joined along the unit
 * vectors (F. P. M. Beenker, TH Report 82-WSK-04, Eindhoven 1982). All edges have length 1 and all faces are squares or rhombs of 45 degrees.
 */
import { BlockspinError } from '../../core/errors.ts';
import type { Graph } from './graph.ts';
import { patchOf } from './patch.ts';
import { regionsAround } from './regions.ts';

/** Which part of which tiling. */
export interface AmmannBeenker {
  /** Nodes at most so far from the origin, in edges. */
  readonly radius: number;
  /** Where the middle of the octagon lies, in the second plane; at 0 the tiling has eight-fold symmetry about its node 0. */
  readonly shift?: readonly [number, number];
}

/** Ratio of the inflation that maps the tiling on itself. */
const SILVER = 1 + Math.SQRT2;
/** Distance of the octagon's edges from its middle. */
const INNER = SILVER / 2;
/** Nodes nearer than this to an edge of the octagon are in and out at once by rounding. */
const TOO_NEAR = 1e-9;
/** About 600,000 nodes. */
const LARGEST = 400;
/** No level above has been wanted: it has 96,000 nodes. */
const HIGHEST = 4;

const plane = (step: number) => Array.from({ length: 4 }, (_, j) => [Math.cos((j * step * Math.PI) / 4), Math.sin((j * step * Math.PI) / 4)] as const);
const [PHYSICAL, SECOND] = [plane(1), plane(3)];
const project = (point: readonly number[], axes: readonly (readonly [number, number])[]) =>
  [0, 1].map((c) => point.reduce((sum, n, j) => sum + n * axes[j][c], 0)) as [number, number];

/** Position in the tiling of a point of Z^4. */
export const ammannBeenkerPosition = (lift: readonly number[]): readonly [number, number] => project(lift, PHYSICAL);

/**
 * The part of a tiling within a radius, with positions and lift. Nodes come in the order of a walk outwards from the one nearest to the origin;
 * each edge leads from n to n + e_j. Nodes that lack neighbours are the rim.
 * @throws BlockspinError for a radius that is not positive or beyond 400, a shift by which nodes lie on the octagon's edge, and a disc without edges
 */
export function ammannBeenker({ radius, shift = [0, 0] }: AmmannBeenker): Graph {
  if (!(radius > 0 && radius <= LARGEST)) {
    throw new BlockspinError({ setting: 'radius', expected: `a number above 0, up to ${LARGEST}`, got: radius, remedy: 'give it in lengths of edges' });
  }
  if (!shift.every(Number.isFinite))
    throw new BlockspinError({ setting: 'shift', expected: 'two numbers', got: shift, remedy: 'use 0,0 for eight-fold symmetry' });
  const within = insideOctagon(shift);
  // Nodes of a disc need not be joined within it: the walk goes a little beyond.
  const points = walk(origin(within), within, radius + 3).filter((point) => Math.hypot(...ammannBeenkerPosition(point)) <= radius);
  const numbers = new Map(points.map((point, node) => [point.join(), node]));
  const edges: [number, number][] = [];
  const rim: number[] = [];
  points.forEach((point, node) => {
    let lacks = false;
    for (const [axis, sign] of STEPS) {
      const neighbour = stepped(point, axis, sign);
      const other = numbers.get(neighbour.join());
      if (other === undefined) lacks ||= within(neighbour);
      else if (sign > 0) edges.push([node, other]);
    }
    if (lacks) rim.push(node);
  });
  if (edges.length === 0) throw new BlockspinError({ setting: 'radius', expected: 'a disc with edges in it', got: radius, remedy: 'use a larger radius' });
  return { nodes: points.length, edges, name: 'Ammann-Beenker', positions: points.map(ammannBeenkerPosition), lift: points, rim };
}

/**
 * The region of a level about the eight-fold node 0, and its ghost: 18, 66, 482, 2,498 and 15,474 nodes at levels 0 to 4.
 * @throws BlockspinError for a level that is no whole number from 0 to 4
 */
export function ammannBeenkerPatch(level: number): Graph {
  if (!(Number.isInteger(level) && level >= 0 && level <= HIGHEST)) {
    throw new BlockspinError({ setting: 'level', expected: `a whole number from 0 to ${HIGHEST}`, got: level, remedy: 'cut a disc by its radius for more' });
  }
  // Discs whose cut lets spare nodes in show no region: the next larger one is tried.
  for (let radius = 2 * SILVER ** level; ; radius *= 1.06) {
    const disc = ammannBeenker({ radius });
    const region = regionsAround(disc, 0).regions[level];
    if (region) return patchOf(disc, region, `Ammann-Beenker, level ${level}`);
  }
}

const STEPS = [0, 1, 2, 3].flatMap((axis) => [[axis, 1] as const, [axis, -1] as const]);
const stepped = (point: readonly number[], axis: number, by: number) => point.map((n, j) => (j === axis ? n + by : n));

/** Whether a point of Z^4 is a node. */
function insideOctagon(shift: readonly [number, number]): (point: readonly number[]) => boolean {
  return (point) => {
    const [x, y] = project(point, SECOND);
    const [dx, dy] = [x - shift[0], y - shift[1]];
    const depth = INNER - PHYSICAL.reduce((most, [u, v]) => Math.max(most, Math.abs(dx * u + dy * v)), 0);
    if (Math.abs(depth) > TOO_NEAR) return depth > 0;
    const got = `a shift by which ${point.join()} lies on its edge`;
    throw new BlockspinError({ setting: 'shift', expected: 'every point of Z^4 inside or outside of the octagon', got, remedy: 'use another shift' });
  };
}

/** The node nearest to the origin. */
function origin(within: (point: readonly number[]) => boolean): readonly number[] {
  const near = [-2, -1, 0, 1, 2];
  const points = near.flatMap((a) => near.flatMap((b) => near.flatMap((c) => near.map((d) => [a, b, c, d])))).filter(within);
  const distance = (point: readonly number[]) => Math.hypot(...ammannBeenkerPosition(point));
  return points.reduce((best, point) => (distance(point) < distance(best) - TOO_NEAR ? point : best));
}

/** All nodes within a radius, breadth first. */
function walk(start: readonly number[], within: (point: readonly number[]) => boolean, radius: number): (readonly number[])[] {
  const points = [start];
  const seen = new Set([start.join()]);
  for (let next = 0; next < points.length; next++) {
    for (const [axis, sign] of STEPS) {
      const point = stepped(points[next], axis, sign);
      const key = point.join();
      if (seen.has(key) || Math.hypot(...ammannBeenkerPosition(point)) > radius) continue;
      seen.add(key);
      if (within(point)) points.push(point);
    }
  }
  return points;
}
