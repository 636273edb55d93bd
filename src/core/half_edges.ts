/** The neighbours of the nodes of a graph in compressed rows. */

/** Nodes, numbered from 0, and pairs of them; a pair that is given twice is two edges. */
export interface Edges {
  readonly nodes: number;
  readonly edges: readonly (readonly [number, number])[];
}

/** Each edge from both of its ends: those of node i are offsets[i] to offsets[i + 1] - 1, by ascending number of their edges. */
export interface HalfEdges {
  /** (nodes + 1) */
  readonly offsets: Uint32Array;
  /** (2 edges): node at the other end. */
  readonly to: Uint32Array;
  /** (2 edges): the half-edge of the same edge at the other end. */
  readonly reverse: Uint32Array;
  /** (2 edges): number of the edge. */
  readonly edge: Uint32Array;
  /** (edges): the half-edge at the node that an edge names first. */
  readonly first: Uint32Array;
}

/** Compressed rows of a graph whose edges were checked. */
export function halfEdges({ nodes, edges }: Edges): HalfEdges {
  const offsets = new Uint32Array(nodes + 1);
  for (const [a, b] of edges) {
    offsets[a + 1]++;
    offsets[b + 1]++;
  }
  for (let node = 0; node < nodes; node++) offsets[node + 1] += offsets[node];
  const next = offsets.slice(0, nodes);
  const [to, reverse, edge] = [0, 1, 2].map(() => new Uint32Array(2 * edges.length));
  const first = new Uint32Array(edges.length);
  edges.forEach(([a, b], e) => {
    const [here, there] = [next[a]++, next[b]++];
    first[e] = here;
    to[here] = b;
    to[there] = a;
    reverse[here] = there;
    reverse[there] = here;
    edge[here] = edge[there] = e;
  });
  return { offsets, to, reverse, edge, first };
}
