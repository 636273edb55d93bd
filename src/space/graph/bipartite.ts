/** The two colours of a bipartite graph. */
import type { HalfEdges } from '../../core/half_edges.ts';
import type { Graph } from './graph.ts';

/** Either the colour of every node, 0 or 1, or an edge whose ends must have the same colour, because it closes an odd cycle. */
type Colouring = { readonly colours: Uint8Array } | { readonly odd: number };

/** Colours every part of a graph, beginning with 0 at its lowest node. */
export function twoColours({ nodes }: Pick<Graph, 'nodes'>, { offsets, to, edge }: HalfEdges): Colouring {
  const colours = new Uint8Array(nodes);
  const seen = new Uint8Array(nodes);
  const queue = new Uint32Array(nodes);
  for (let start = 0; start < nodes; start++) {
    if (seen[start]) continue;
    seen[start] = 1;
    queue[0] = start;
    for (let next = 0, end = 1; next < end; next++) {
      const node = queue[next];
      for (let h = offsets[node]; h < offsets[node + 1]; h++) {
        const other = to[h];
        if (seen[other]) {
          if (colours[other] === colours[node]) return { odd: edge[h] };
          continue;
        }
        seen[other] = 1;
        colours[other] = 1 - colours[node];
        queue[end++] = other;
      }
    }
  }
  return { colours };
}
