/** Connected parts of a graph, and parts as graphs of their own. */
import { BlockspinError } from '../../core/errors.ts';
import { halfEdges } from '../../core/half_edges.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Graph } from './graph.ts';

/** Sizes that a message lists. */
const LISTED = 4;

/** The nodes of every connected part, largest first, ascending within each. */
export function connectedParts(graph: Graph): number[][] {
  const { offsets, to } = halfEdges(graph);
  const seen = new Uint8Array(graph.nodes);
  const parts: number[][] = [];
  for (let start = 0; start < graph.nodes; start++) {
    if (seen[start]) continue;
    seen[start] = 1;
    const part = [start];
    for (let next = 0; next < part.length; next++) {
      for (let h = offsets[part[next]]; h < offsets[part[next] + 1]; h++) {
        if (seen[to[h]]) continue;
        seen[to[h]] = 1;
        part.push(to[h]);
      }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts.sort((a, b) => b.length - a.length || a[0] - b[0]);
}

/** @throws BlockspinError for a graph in several parts, naming their sizes */
export function checkWhole(graph: Graph): void {
  const parts = connectedParts(graph);
  if (parts.length === 1) return;
  const sizes = parts.slice(0, LISTED).map((part) => part.length);
  const alone = parts.find((part) => part.length === 1);
  throw new BlockspinError({
    who: graph.name ?? 'the graph',
    expected: 'one connected graph',
    got: `${parts.length} parts of ${sizes.join(', ')}${parts.length > LISTED ? ', ...' : ''} nodes${alone ? `; node ${alone[0]} has no edge` : ''}`,
    remedy: phrase`add the edges between them, or use ${setting('part', 'largest')}`,
  });
}

/** The largest connected part. */
export function largestPart(graph: Graph): Graph {
  return inducedGraph(graph, connectedParts(graph)[0]);
}

/** Some nodes, in this order, and the edges between them. */
export function inducedGraph(graph: Graph, nodes: readonly number[]): Graph {
  const numbers = new Map(nodes.map((node, i) => [node, i]));
  const kept = [...graph.edges.keys()].filter((e) => graph.edges[e].every((node) => numbers.has(node)));
  const at = (node: number) => numbers.get(node) as number;
  const listed = (list: readonly number[]) => list.filter((node) => numbers.has(node)).map(at);
  const { name, positions, lift, ghosts, rim, weights, labels } = graph;
  return {
    nodes: nodes.length,
    edges: kept.map((e) => [at(graph.edges[e][0]), at(graph.edges[e][1])] as const),
    ...(name === undefined ? {} : { name }),
    ...(positions ? { positions: nodes.map((node) => positions[node]) } : {}),
    ...(lift ? { lift: nodes.map((node) => lift[node]) } : {}),
    ...(ghosts ? { ghosts: listed(ghosts) } : {}),
    ...(rim ? { rim: listed(rim) } : {}),
    ...(weights ? { weights: kept.map((e) => weights[e]) } : {}),
    ...(labels ? { labels: nodes.map((node) => labels[node]) } : {}),
  };
}
