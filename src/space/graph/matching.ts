/** Maximum matchings of bipartite graphs: greedy, then shortest augmenting paths (J. E. Hopcroft, R. M. Karp, SIAM J. Comput. 2, 225 (1973)). */
import type { HalfEdges } from '../../core/half_edges.ts';

/** Half-edge by which each node is matched, or -1. */
export type Mates = Int32Array;

/** Not reached, as a distance. */
const FAR = 0xffffffff;

/**
 * A maximum matching of the nodes that are not absent.
 * @param colours (nodes), 0 or 1, different at the ends of every edge
 * @param absent (nodes), 1 for nodes to leave unmatched
 */
export function maximumMatching(half: HalfEdges, colours: Uint8Array, absent: Uint8Array): Mates {
  const mates = greedy(half, absent);
  const distances = new Uint32Array(colours.length);
  while (layers(half, colours, absent, mates, distances)) augment(half, colours, absent, mates, distances);
  return mates;
}

/** Each node takes the free neighbour with the fewest edges, so that few are left alone. */
function greedy({ offsets, to, reverse }: HalfEdges, absent: Uint8Array): Mates {
  const nodes = absent.length;
  const mates: Mates = new Int32Array(nodes).fill(-1);
  for (let node = 0; node < nodes; node++) {
    if (absent[node] || mates[node] >= 0) continue;
    let best = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (let h = offsets[node]; h < offsets[node + 1]; h++) {
      const other = to[h];
      const degree = offsets[other + 1] - offsets[other];
      if (absent[other] || mates[other] >= 0 || degree >= fewest) continue;
      best = h;
      fewest = degree;
    }
    if (best < 0) continue;
    mates[node] = best;
    mates[to[best]] = reverse[best];
  }
  return mates;
}

/** Distances of nodes of colour 0 from those of them that are free, over alternating paths; says whether any path ends at a free node of colour 1. */
function layers({ offsets, to }: HalfEdges, colours: Uint8Array, absent: Uint8Array, mates: Mates, distances: Uint32Array): boolean {
  const queue: number[] = [];
  distances.fill(FAR);
  for (let node = 0; node < colours.length; node++) {
    if (colours[node] !== 0 || absent[node] || mates[node] >= 0) continue;
    distances[node] = 0;
    queue.push(node);
  }
  let found = false;
  for (let next = 0; next < queue.length; next++) {
    const node = queue[next];
    for (let h = offsets[node]; h < offsets[node + 1]; h++) {
      const other = to[h];
      if (absent[other]) continue;
      if (mates[other] < 0) {
        found = true;
        continue;
      }
      const partner = to[mates[other]];
      if (distances[partner] !== FAR) continue;
      distances[partner] = distances[node] + 1;
      queue.push(partner);
    }
  }
  return found;
}

/** Augments along as many disjoint shortest paths as are found, walking depth first with a stack of half-edges. */
function augment({ offsets, to, reverse }: HalfEdges, colours: Uint8Array, absent: Uint8Array, mates: Mates, distances: Uint32Array): void {
  const next = offsets.slice(0, colours.length);
  for (let start = 0; start < colours.length; start++) {
    if (colours[start] !== 0 || absent[start] || mates[start] >= 0) continue;
    const path: number[] = [];
    let node = start;
    for (;;) {
      if (next[node] === offsets[node + 1]) {
        // A dead end: it is passed over from now on, and the walk goes one pair back.
        distances[node] = FAR;
        const back = path.pop();
        if (back === undefined) break;
        node = to[reverse[back]];
        continue;
      }
      const h = next[node]++;
      const other = to[h];
      if (absent[other]) continue;
      if (mates[other] < 0) {
        for (const step of [...path, h]) {
          mates[to[reverse[step]]] = step;
          mates[to[step]] = reverse[step];
        }
        break;
      }
      const partner = to[mates[other]];
      if (distances[partner] !== distances[node] + 1) continue;
      path.push(h);
      node = partner;
    }
  }
}
