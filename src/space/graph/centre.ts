/** A centre for a graph of which nothing is told: the node with the most regions, of which as many others as possible look alike. */
import { bondsFrom } from './distance.ts';
import type { Graph } from './graph.ts';
import { nodesByDegree, regionsOfClass } from './region_classes.ts';
import { type Regions, regionsAround } from './regions.ts';

/** Degrees that are tried, the largest first. */
const TRIED = 8;

/** A node that may become the centre. */
interface Candidate {
  readonly found: Regions;
  /** Its regions; without ghosts only those of up to half of the nodes, since larger ones are everything but a corner of the rim. */
  readonly levels: number;
  /** Nodes of its degree around which there are as many regions, itself among them. */
  readonly alike: number;
}

/**
 * The centre with the most regions, and these. Of each degree two nodes are tried: the one in the middle of the graph, and of those around which deleting all nodes of the
 * degree shows the most levels the one nearest to the middle. Among equals it is the one with more nodes of its degree that have as many regions, then that of the larger degree,
 * then the one nearer to the middle; where no node has any, that of the largest degree.
 * Regions of more than half of a graph without ghosts do not count.
 */
export function chosenCentre(graph: Graph): Regions {
  const rank = new Uint32Array(graph.nodes);
  middleFirst(graph).forEach((node, i) => {
    rank[node] = i;
  });
  const tried = nodesByDegree(graph)
    .slice(0, TRIED)
    .flatMap(({ nodes }) => candidatesOf(graph, nodes, rank));
  const better = (one: Candidate, best: Candidate) => {
    const more = one.levels - best.levels;
    return more > 0 || (more === 0 && one.levels > 0 && one.alike > best.alike);
  };
  return tried.reduce((best, one) => (better(one, best) ? one : best)).found;
}

/** Those of one degree, the middle one first. */
function candidatesOf(graph: Graph, nodes: readonly number[], rank: Uint32Array): Candidate[] {
  const levels = new Map(regionsOfClass(graph, nodes).regions.map((regions, i) => [nodes[i], regions.length]));
  const most = Math.max(...levels.values());
  const nearest = (among: readonly number[]) => among.reduce((best, node) => (rank[node] < rank[best] ? node : best));
  const chosen = new Set([nearest(nodes), nearest(nodes.filter((node) => levels.get(node) === most))]);
  return [...chosen].map((node) => {
    const found = regionsAround(graph, node);
    const own = found.regions.filter(({ nodes: { length } }) => graph.ghosts?.length || 2 * length <= graph.nodes).length;
    const others = nodes.filter((other) => other !== node && (levels.get(other) ?? 0) >= own);
    return { found, levels: own, alike: 1 + others.length };
  });
}

/** All nodes, from the middle outwards: by position, or by bonds from the node that is farthest from rim and ghosts. */
function middleFirst(graph: Graph): number[] {
  const { nodes, positions } = graph;
  const all = Array.from({ length: nodes }, (_, node) => node);
  const sorted = (distance: (node: number) => number) => {
    const by = all.map(distance);
    return all.sort((a, b) => by[a] - by[b] || a - b);
  };
  if (positions) {
    const placed = positions.filter((place) => place !== null);
    const middle = [0, 1].map((c) => placed.reduce((sum, place) => sum + place[c], 0) / placed.length);
    // Rounded, so that places at one distance stay in their order.
    return sorted((node) => {
      const place = positions[node];
      return place ? Math.round(1e6 * Math.hypot(place[0] - middle[0], place[1] - middle[1])) : Number.POSITIVE_INFINITY;
    });
  }
  const bonds = bondsFrom(graph, deepest(graph));
  return sorted((node) => bonds[node]);
}

/** The node farthest from ghosts and rim, or from the ends of a longest way. */
function deepest(graph: Graph): number {
  const { edges, ghosts = [], rim = [] } = graph;
  const ghost = new Set(ghosts);
  const border = new Set([...rim, ...edges.filter((edge) => edge.some((node) => ghost.has(node))).flat()].filter((node) => !ghost.has(node)));
  if (border.size === 0) {
    const first = bondsFrom(graph, farthest(bondsFrom(graph, edges[0][0])));
    const second = bondsFrom(graph, farthest(first));
    return first.reduce((best, bonds, node) => (Math.max(bonds, second[node]) < Math.max(first[best], second[best]) ? node : best), edges[0][0]);
  }
  // One breadth-first search from the whole border: an added node that is joined to all of it.
  const joined = { nodes: graph.nodes + 1, edges: [...edges, ...[...border].map((node) => [graph.nodes, node] as const)], ghosts };
  return farthest(bondsFrom(joined, graph.nodes).subarray(0, graph.nodes));
}

const farthest = (bonds: Float64Array) =>
  bonds.reduce((best, one, node) => (one !== Number.POSITIVE_INFINITY && one > bonds[best] ? node : best), firstFinite(bonds));
const firstFinite = (bonds: Float64Array) => Math.max(0, bonds.findIndex(Number.isFinite));

/** The node in the middle of some edges: of their ends the one that is fewest bonds from all of them. */
export function blockCentre(graph: Graph, block: readonly number[]): number {
  const ends = [...new Set(block.flatMap((e) => graph.edges[e]))].sort((a, b) => a - b);
  const reach = ends.map((node) => {
    const bonds = bondsFrom(graph, node);
    return ends.reduce((most, end) => Math.max(most, bonds[end]), 0);
  });
  return ends[reach.indexOf(Math.min(...reach))];
}
