/** A region as a graph of its own, which has perfect matchings: its spare node is matched to a ghost at the rim. */
import type { Graph } from './graph.ts';
import type { Region } from './regions.ts';

/**
 * The nodes of a region in their order, and a ghost, the last node, to which the outward edges lead. Parallel edges are kept, so that the edge of
 * the ghost that is matched tells by which way the matching leaves.
 */
export function patchOf(graph: Graph, { nodes, edges, membrane }: Region, name?: string): Graph {
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const ghost = nodes.length;
  const at = (node: number) => numbers.get(node) ?? ghost;
  const renumbered = (e: number): readonly [number, number] => [at(graph.edges[e][0]), at(graph.edges[e][1])];
  // The inner end of an outward edge comes first.
  const outward = (e: number): readonly [number, number] => [Math.min(...renumbered(e)), ghost];
  return {
    nodes: nodes.length + 1,
    edges: [...edges.map(renumbered), ...membrane.map(outward)],
    ...(name ? { name } : {}),
    ...(graph.positions ? { positions: [...nodes.map((node) => graph.positions?.[node] ?? null), null] } : {}),
    ...(graph.lift ? { lift: [...nodes.map((node) => graph.lift?.[node] ?? null), null] } : {}),
    ghosts: [ghost],
    ...(graph.weights ? { weights: [...edges, ...membrane].map((e) => graph.weights?.[e] ?? 1) } : {}),
    ...(graph.labels ? { labels: [...nodes.map((node) => graph.labels?.[node] ?? ''), 'ghost'] } : {}),
  };
}
