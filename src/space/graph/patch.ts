/** A region as a graph of its own, which has perfect matchings: its spare node is matched to a ghost at the rim. */
import type { Graph } from './graph.ts';
import { inducedGraph } from './parts.ts';
import type { Region } from './regions.ts';

/**
 * The nodes of a region in their order, and a ghost, the last node, to which the outward edges lead. Parallel edges are kept, so that the edge of
 * the ghost that is matched tells by which way the matching leaves.
 */
export function patchOf(graph: Graph, { nodes, membrane }: Region, name = graph.name): Graph {
  const { rim: _, ...inner } = inducedGraph(graph, nodes);
  const ghost = nodes.length;
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const outward = membrane.map((e) => [graph.edges[e].map((node) => numbers.get(node)).find((node) => node !== undefined) ?? ghost, ghost] as const);
  return {
    ...inner,
    nodes: ghost + 1,
    edges: [...inner.edges, ...outward],
    ...(name === undefined ? {} : { name }),
    ...(inner.positions ? { positions: [...inner.positions, null] } : {}),
    ...(inner.lift ? { lift: [...inner.lift, null] } : {}),
    ghosts: [ghost],
    ...(inner.weights ? { weights: [...inner.weights, ...membrane.map((e) => graph.weights?.[e] ?? 1)] } : {}),
    ...(inner.labels ? { labels: [...inner.labels, 'ghost'] } : {}),
  };
}
