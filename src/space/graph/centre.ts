/** A centre for a graph of which nothing is told: of the nodes of each degree the one in the middle, and of these the one with the most regions. */
import { bondsFrom } from './distance.ts';
import type { Graph } from './graph.ts';
import { type Regions, regionsAround } from './regions.ts';

/** Degrees that are tried, the largest first. */
const TRIED = 8;

/** The centre with the most regions, the one of the largest degree among equals, and its regions. */
export function chosenCentre(graph: Graph): Regions {
  const degrees = new Uint32Array(graph.nodes);
  for (const node of graph.edges.flat()) degrees[node]++;
  const ghost = new Set(graph.ghosts);
  const outward = middleFirst(graph);
  const classes = new Map<number, number>();
  for (const node of outward) if (!ghost.has(node) && !classes.has(degrees[node])) classes.set(degrees[node], node);
  const tried = [...classes.entries()].sort(([a], [b]) => b - a).slice(0, TRIED);
  const found = tried.map(([, node]) => regionsAround(graph, node));
  return found.reduce((best, one) => (one.regions.length > best.regions.length ? one : best));
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
