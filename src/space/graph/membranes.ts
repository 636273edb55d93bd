/**
 * Edges that are in no maximum matching of a bipartite graph (A. L. Dulmage, N. S. Mendelsohn, Can. J. Math. 10, 517 (1958)). With some nodes
 * deleted, these are the membranes around them.
 */

import type { HalfEdges } from '../../core/half_edges.ts';
import { strongComponents } from './components.ts';
import { type Mates, maximumMatching } from './matching.ts';

/** The edges in no maximum matching, and the nodes that a maximum matching leaves alone. */
interface Membranes {
  /** (edges): 1 for an edge between nodes that are present and that is in no maximum matching. */
  readonly unused: Uint8Array;
  /** Nodes that one maximum matching leaves alone. */
  readonly spare: readonly number[];
  /** (nodes): 1 for those that some maximum matching leaves alone. */
  readonly loose: Uint8Array;
}

/**
 * Finds them from one maximum matching: directed from colour 0 to 1 where it is not matched, back where it is, an edge is in some maximum
 * matching if it is matched, if its ends lie in one strongly connected component, or if a path leads to it from a spare node of colour 0, or from it
 * to one of colour 1.
 * @param absent (nodes), 1 for nodes that are deleted
 */
export function membranes(half: HalfEdges, colours: Uint8Array, absent: Uint8Array): Membranes {
  const { to, edge, first, reverse } = half;
  const mates = maximumMatching(half, colours, absent);
  const forward = arcs(half, colours, absent, mates, true);
  const component = strongComponents(forward.offsets, forward.targets);
  const spare = Array.from({ length: colours.length }, (_, node) => node).filter((node) => !absent[node] && mates[node] < 0);
  const after = reached(
    forward,
    spare.filter((node) => colours[node] === 0),
  );
  const before = reached(
    arcs(half, colours, absent, mates, false),
    spare.filter((node) => colours[node] === 1),
  );
  const unused = new Uint8Array(first.length);
  for (let h = 0; h < to.length; h++) {
    const [a, b] = [to[reverse[h]], to[h]];
    if (first[edge[h]] !== h || absent[a] || absent[b] || mates[a] === h) continue;
    const free = (after[a] && after[b]) || (before[a] && before[b]);
    if (component[a] !== component[b] && !free) unused[edge[h]] = 1;
  }
  return { unused, spare, loose: colours.map((colour, node) => (colour === 0 ? after[node] : before[node])) };
}

/** The arcs of a matching, or all of them turned round. */
function arcs({ offsets, to }: HalfEdges, colours: Uint8Array, absent: Uint8Array, mates: Mates, forward: boolean): Arcs {
  const starts = new Uint32Array(offsets.length);
  const targets = new Uint32Array(to.length);
  let count = 0;
  for (let node = 0; node < colours.length; node++) {
    starts[node] = count;
    if (absent[node]) continue;
    for (let h = offsets[node]; h < offsets[node + 1]; h++) {
      if (absent[to[h]]) continue;
      const outward = (colours[node] === 0) !== (mates[node] === h);
      if (outward === forward) targets[count++] = to[h];
    }
  }
  starts[colours.length] = count;
  return { offsets: starts, targets: targets.slice(0, count) };
}

/** A directed graph in compressed rows. */
interface Arcs {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

/** (nodes): 1 where a path leads from some nodes. */
function reached({ offsets, targets }: Arcs, from: readonly number[]): Uint8Array {
  const found = new Uint8Array(offsets.length - 1);
  const queue = [...from];
  for (const node of from) found[node] = 1;
  for (let next = 0; next < queue.length; next++) {
    const node = queue[next];
    for (let i = offsets[node]; i < offsets[node + 1]; i++) {
      if (found[targets[i]]) continue;
      found[targets[i]] = 1;
      queue.push(targets[i]);
    }
  }
  return found;
}
