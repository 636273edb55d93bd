/** Block and environment among the edges around a node of a graph, by regions or by distance. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { bondsFrom } from './distance.ts';
import type { Graph } from './graph.ts';
import { regionOf } from './regions.ts';

/** Which edges around a node. */
export interface ShellCut {
  readonly centre: number;
  /** The block is the inner edges of the region of this level. */
  readonly level?: number;
  /** Or the edges between nodes within so many bonds of the centre. */
  readonly radius?: number;
  /** Bonds between the farthest node of the block and the environment, beyond the one that parts them. */
  readonly buffer: number;
  /**
   * Bonds from the nearest node of the environment to the farthest, or all. What is inside knows of the environment of a matching only which of its nearest nodes are
   * covered from outside, so that 1 keeps all information.
   */
  readonly depth: number | 'full';
}

/** Numbers of edges, and where the environment begins. Edges of ghosts are in neither. */
export interface EdgeShell {
  readonly block: readonly number[];
  readonly environment: readonly number[];
  /** Largest distance of a node of the block from the centre, bonds. */
  readonly reach: number;
  /** Least distance of a node of the environment from the centre: reach + 1 + buffer. */
  readonly begin: number;
}

/**
 * The edges of block and environment. Distances are bonds from the centre, ghosts not used.
 * @throws BlockspinError for a level that the centre does not have, a block or an environment without edges (naming the largest buffer), and lengths that are no
 *   whole numbers
 */
export function edgeShell(graph: Graph, cut: ShellCut): EdgeShell {
  const { level, radius, buffer, depth } = cut;
  for (const [name, length, least] of [
    ['buffer', buffer, 0],
    ['depth', depth === 'full' ? 1 : depth, 1],
    ['radius', radius ?? 1, 1],
  ] as const) {
    if (!(Number.isInteger(length) && length >= least)) {
      throw new BlockspinError({ setting: name, expected: `a number of bonds from ${least} on`, got: length, remedy: 'give a whole number' });
    }
  }
  if ((level === undefined) === (radius === undefined)) {
    const got = level === undefined ? 'neither' : 'both';
    throw new BlockspinError({ who: 'the block', expected: phrase`${setting('level')} or ${setting('radius')}`, got, remedy: 'give one of the two' });
  }
  const around = bondsFrom(graph, cut.centre);
  const block = level === undefined ? within(graph, around, radius ?? 1) : regionOf(graph, cut.centre, level).edges;
  const reach = block.reduce((most, e) => Math.max(most, ...graph.edges[e].map((node) => around[node])), 0);
  const begin = reach + 1 + buffer;
  const nearest = graph.edges.map(([a, b]) => Math.min(around[a], around[b]));
  const farthest = graph.edges.map(([a, b]) => Math.max(around[a], around[b]));
  const end = depth === 'full' ? Number.MAX_VALUE : begin + depth;
  const environment = [...nearest.keys()].filter((e) => nearest[e] >= begin && farthest[e] <= end);
  if (block.length > 0 && environment.length > 0) return { block, environment, reach, begin };
  const most = nearest.reduce((best, bonds, e) => (farthest[e] < Number.POSITIVE_INFINITY && bonds > best ? bonds : best), 0) - reach - 1;
  throw new BlockspinError({
    setting: 'buffer',
    expected: `edges from ${begin} bonds from the centre on`,
    got: block.length === 0 ? 'a block without edges' : 'none: the graph ends before',
    remedy: most >= 0 ? phrase`the largest is ${setting('buffer', most)}` : 'use a smaller block',
  });
}

function within({ edges }: Graph, around: Float64Array, radius: number): number[] {
  return [...edges.keys()].filter((e) => edges[e].every((node) => around[node] <= radius));
}
