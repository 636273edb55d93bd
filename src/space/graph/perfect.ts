/** What can be said about the perfect matchings of a graph without counting them. */

import { blossomMatching, frozenEdges, unmatched } from '../../core/blossom.ts';
import { type HalfEdges, halfEdges } from '../../core/half_edges.ts';
import { twoColours } from './bipartite.ts';
import type { Graph } from './graph.ts';
import { type Mates, maximumMatching } from './matching.ts';
import { membranes } from './membranes.ts';

/** Nodes of one colour that have fewer neighbours than there are of them, so that no perfect matching exists (P. Hall, J. London Math. Soc. 10, 26 (1935)). */
export interface HallSet {
  readonly nodes: number;
  readonly neighbours: number;
  /** One of them. */
  readonly node: number;
}

/** Larger graphs with odd cycles are left alone: shrinking them takes minutes. */
const MOST_BLOSSOMS = 10_000;
/** There, each edge is a search of its own; more edges are not looked through. */
const MOST_SEARCHED = 5_000;

/** The perfect matchings of a graph. */
export interface MatchingFacts {
  /** Nodes of each colour; undefined for a graph that is not bipartite. */
  readonly colours?: readonly [number, number];
  /** Nodes that a maximum matching leaves alone; undefined for a graph with odd cycles and more than 10,000 nodes. */
  readonly spare?: number;
  /** Of the larger colour of a bipartite graph, where nodes are left alone. */
  readonly hall?: HallSet;
  /** Edges that are in no perfect matching, and in all of them; undefined where none is perfect, or the graph has odd cycles and more than 5,000 edges. */
  readonly never?: number;
  readonly always?: number;
}

/** Looks for a perfect matching and for what prevents it. */
export function matchingFacts(graph: Graph): MatchingFacts {
  const half = halfEdges(graph);
  const colouring = twoColours(graph, half);
  if ('odd' in colouring) return graph.nodes > MOST_BLOSSOMS ? {} : oddFacts(graph);
  const { colours } = colouring;
  const ones = colours.reduce((sum, colour) => sum + colour, 0);
  const counts = [graph.nodes - ones, ones] as const;
  const present = new Uint8Array(graph.nodes);
  const mates = maximumMatching(half, colours, present);
  const alone = [...mates.keys()].filter((node) => mates[node] < 0);
  if (alone.length > 0) return { colours: counts, spare: alone.length, hall: hallSet(half, mates, alone, colours, counts[0] >= counts[1] ? 0 : 1) };
  const { unused } = membranes(half, colours, present);
  const used = new Uint32Array(graph.nodes);
  graph.edges.forEach((edge, e) => {
    if (!unused[e]) for (const node of edge) used[node]++;
  });
  const always = graph.edges.filter(([a, b], e) => !unused[e] && (used[a] === 1 || used[b] === 1)).length;
  return { colours: counts, spare: 0, never: unused.reduce((sum, one) => sum + one, 0), always };
}

/** Of a graph with odd cycles. */
function oddFacts(graph: Graph): MatchingFacts {
  const mates = blossomMatching(graph);
  const spare = unmatched(mates).length;
  if (spare > 0 || graph.edges.length > MOST_SEARCHED) return { spare };
  const frozen = frozenEdges(graph, mates);
  return { spare, never: frozen.filter((one) => one < 0).length, always: frozen.filter((one) => one > 0).length };
}

/** The nodes of one colour that alternating paths reach from a node left alone. */
function hallSet({ offsets, to }: HalfEdges, mates: Mates, alone: readonly number[], colours: Uint8Array, colour: number): HallSet {
  const start = alone.find((node) => colours[node] === colour) ?? alone[0];
  const nodes = [start];
  const seen = new Set<number>();
  for (let next = 0; next < nodes.length; next++) {
    for (let h = offsets[nodes[next]]; h < offsets[nodes[next] + 1]; h++) {
      if (seen.has(to[h])) continue;
      seen.add(to[h]);
      nodes.push(to[mates[to[h]]]);
    }
  }
  return { nodes: nodes.length, neighbours: seen.size, node: start };
}
