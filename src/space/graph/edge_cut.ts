/** Block and environment among the edges of a graph, by the distances of their ends from some nodes. Ghosts are not on the way. */
import { BlockspinError } from '../../core/errors.ts';
import { setting } from '../../core/phrase.ts';
import type { SiteList } from '../sites.ts';
import { checkEdges, type Graph, halfEdges } from './graph.ts';
import { regionsAround } from './regions.ts';

/** Which edges a block and its environment consist of. */
interface EdgeCut {
  /** Nodes from which distances are counted. */
  readonly centre: readonly number[];
  /** The block is all edges with both ends within so many bonds of the centre. */
  readonly radius?: number;
  /** Or those of the region of this level around the centre (`regionsAround`), which is then one node. */
  readonly region?: number;
  /** So many distances between the ends of the block and those of the environment belong to no edge of it. */
  readonly buffer: number;
  /** The nearer ends of the environment's edges have so many distances, or all that are left. */
  readonly shell: number | 'rest';
}

/**
 * The lists of a block and its environment. With R the largest distance of an end of the block, the environment is the edges whose ends both are at
 * R + 1 + buffer or farther, and the nearer one below R + 1 + buffer + shell; ghosts are farther than all nodes. For dimers a shell of 1 knows all that more would.
 * @returns with the middles of the edges as positions, where the graph has positions
 * @throws BlockspinError for a centre that is no node, a region that does not exist, a block without edges, and an environment without any
 */
export function edgeSites(graph: Graph, { centre, radius = 1, region, buffer, shell }: EdgeCut): SiteList {
  checkEdges(graph);
  checkCentre(graph, centre);
  const away = distancesFrom(graph, centre);
  const block = region === undefined ? within(graph, away, radius) : ofRegion(graph, centre, region);
  if (block.length === 0) throw new BlockspinError({ setting: 'radius', expected: 'a block of at least one edge', got: radius, remedy: 'use a larger radius' });
  const farthest = block.reduce((most, e) => Math.max(most, ...graph.edges[e].map((node) => away[node])), 0);
  const least = farthest + 1 + buffer;
  const most = shell === 'rest' ? Number.POSITIVE_INFINITY : least + shell;
  const nearer = graph.edges.map((ends) => Math.min(...ends.map((node) => away[node])));
  const inside = new Set(block);
  const environment = graph.edges.flatMap((_, e) => (nearer[e] >= least && nearer[e] < most && !inside.has(e) ? [e] : []));
  if (environment.length === 0) {
    const end = away.reduce((found, distance) => (distance !== Number.POSITIVE_INFINITY && distance > found ? distance : found), 0);
    throw new BlockspinError({
      setting: 'buffer',
      expected: 'an environment of at least one edge',
      got: setting('buffer', buffer),
      remedy: end - farthest - 2 >= 0 ? `use ${end - farthest - 2} or less: the farthest node is ${end} bonds away` : 'use a smaller block',
    });
  }
  return { block, environment, ...placed(graph) };
}

/** Bonds from the nearest of some nodes; infinity for ghosts and what lies behind them. */
function distancesFrom(graph: Graph, centre: readonly number[]): Float64Array {
  const { offsets, to } = halfEdges(graph);
  const ghosts = new Set(graph.ghosts);
  const found = new Float64Array(graph.nodes).fill(Number.POSITIVE_INFINITY);
  for (const node of centre) found[node] = 0;
  const queue = [...centre];
  for (let next = 0; next < queue.length; next++) {
    const node = queue[next];
    for (let h = offsets[node]; h < offsets[node + 1]; h++) {
      if (found[to[h]] !== Number.POSITIVE_INFINITY || ghosts.has(to[h])) continue;
      found[to[h]] = found[node] + 1;
      queue.push(to[h]);
    }
  }
  return found;
}

function within({ edges }: Graph, away: Float64Array, radius: number): number[] {
  return edges.flatMap((ends, e) => (ends.every((node) => away[node] <= radius) ? [e] : []));
}

function ofRegion(graph: Graph, centre: readonly number[], level: number): readonly number[] {
  const { regions, reason } = regionsAround(graph, centre[0]);
  const found = centre.length === 1 ? regions[level] : undefined;
  if (found) return found.edges;
  throw new BlockspinError({
    setting: setting('region', level),
    expected:
      centre.length > 1 ? 'one node as the centre of a region' : regions.length > 0 ? `a level from 0 to ${regions.length - 1}` : 'regions around the centre',
    got: centre.length > 1 ? centre.length : (reason ?? level),
    remedy: 'use another centre, or a radius instead',
  });
}

function checkCentre({ nodes, ghosts = [] }: Graph, centre: readonly number[]): void {
  const wrong = centre.find((node, i) => !(Number.isInteger(node) && node >= 0 && node < nodes) || ghosts.includes(node) || centre.indexOf(node) !== i);
  if (centre.length > 0 && wrong === undefined) return;
  const expected = `one or more different nodes from 0 to ${nodes - 1}${ghosts.length > 0 ? ', no ghosts' : ''}`;
  throw new BlockspinError({ setting: 'centre', expected, got: wrong ?? 'none', remedy: 'count nodes from 0' });
}

/** The middles of all edges; an edge of a ghost lies at its other end. */
function placed({ edges, positions }: Graph): Pick<SiteList, 'positions'> {
  if (!positions) return {};
  const middles = edges.map((ends) => {
    const known = ends.flatMap((node) => (positions[node] ? [positions[node]] : []));
    return [0, 1].map((axis) => known.reduce((sum, place) => sum + place[axis] / known.length, 0)) as [number, number];
  });
  return middles.some((place) => place.some((x) => !Number.isFinite(x))) ? {} : { positions: middles };
}
