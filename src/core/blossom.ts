/** Maximum matchings of any graph, bipartite or not: a greedy one, then augmenting paths, for which odd cycles are shrunk. */
import { type Edges, type HalfEdges, halfEdges } from './half_edges.ts';
import { philox } from './random.ts';

const NONE = 0xffffffff;

/** A matching: of each node the half-edge of its dimer, 2^32 - 1 where it has none. */
export type Matching = Uint32Array;

/** Nodes in ascending order. */
function ascending(nodes: number): Uint32Array {
  return Uint32Array.from({ length: nodes }, (_, node) => node);
}

/** Nodes in an order that a key decides. */
export function shuffled(nodes: number, key: readonly number[]): Uint32Array {
  const order = ascending(nodes);
  for (let last = nodes - 1; last > 0; last--) {
    const other = Math.floor((philox([last, 0, 0, 0], key)[0] / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/**
 * A matching of as many nodes as possible. Other orders give other matchings.
 * @param order all nodes: in this order they are matched greedily, each to its first free neighbour in the same order
 * @returns (nodes) half-edges
 * Source: Edmonds, Canad. J. Math. 17, 449 (1965); bases of blossoms as in Gabow, J. ACM 23, 221 (1976).
 */
export function blossomMatching(graph: Edges, order: Uint32Array = ascending(graph.nodes)): Matching {
  const half = halfEdges(graph);
  const mates = greedy(half, order);
  const search = new Search(half, mates);
  for (const node of order) if (mates[node] === NONE) search.augment(node);
  return mates;
}

/** Nodes that a matching leaves out. */
export function unmatched(mates: Matching): number[] {
  return [...mates.keys()].filter((node) => mates[node] === NONE);
}

/** Whether a perfect matching is the only one: then no dimer can ever be moved. */
export function isOnly(graph: Edges, mates: Matching): boolean {
  const half = halfEdges(graph);
  for (let node = 0; node < graph.nodes; node++) {
    const [dimer, other] = [mates[node], half.to[mates[node]]];
    if (other < node) continue;
    // Another matching exists that lacks this dimer exactly if a path leads from one of its ends to the other without it.
    const without = mates.slice();
    without[node] = without[other] = NONE;
    if (new Search(half, without, half.edge[dimer]).augment(node)) return false;
  }
  return true;
}

/**
 * Edges that are in no perfect matching, and in all of them.
 * @param mates one perfect matching; a search for each edge of the graph is made
 * @returns (edges) -1 for an edge in none, 1 for one in all, 0 for one that can have a dimer and can be without it
 */
export function frozenEdges(graph: Edges, mates: Matching): Int8Array {
  const half = halfEdges(graph);
  const absent = new Uint8Array(graph.nodes);
  return Int8Array.from(graph.edges, ([a, b], e) => {
    const without = mates.slice();
    if (half.edge[mates[a]] === e) {
      without[a] = without[b] = NONE;
      return new Search(half, without, e).augment(a) ? 0 : 1;
    }
    // A parallel edge may take the place of one that has a dimer.
    if (half.to[mates[a]] === b) return 0;
    // The edge is given a dimer: the two nodes that lose theirs have to find another way to each other.
    const [first, last] = [half.to[mates[a]], half.to[mates[b]]];
    without[first] = without[last] = NONE;
    absent[a] = absent[b] = 1;
    const found = new Search(half, without, NONE, absent).augment(first);
    absent[a] = absent[b] = 0;
    return found ? 0 : -1;
  });
}

function greedy({ offsets, to, reverse }: HalfEdges, order: Uint32Array): Matching {
  const nodes = offsets.length - 1;
  const mates = new Uint32Array(nodes).fill(NONE);
  const rank = new Uint32Array(nodes);
  order.forEach((node, i) => {
    rank[node] = i;
  });
  for (const node of order) {
    if (mates[node] !== NONE) continue;
    let best = NONE;
    for (let h = offsets[node]; h < offsets[node + 1]; h++) {
      if (mates[to[h]] === NONE && (best === NONE || rank[to[h]] < rank[to[best]])) best = h;
    }
    if (best === NONE) continue;
    mates[node] = best;
    mates[to[best]] = reverse[best];
  }
  return mates;
}

/** Searches for augmenting paths. Nodes of the tree at an even distance from its root are outer; those of a blossom all are. */
class Search {
  /** Of a node that was reached by an unmatched edge: the half-edge by which the tree goes back. */
  readonly #back: Uint32Array;
  /** The node that stands for the blossom of a node. */
  readonly #base: Uint32Array;
  readonly #outer: Uint8Array;
  readonly #mark: Uint32Array;
  #marks = 0;
  #touched: number[] = [];
  #queue: number[] = [];

  /** @param without number of an edge that must not be used; @param absent (nodes) 1 for nodes that must not be reached */
  constructor(
    readonly half: HalfEdges,
    readonly mates: Matching,
    readonly without = NONE,
    readonly absent?: Uint8Array,
  ) {
    const nodes = mates.length;
    this.#back = new Uint32Array(nodes).fill(NONE);
    this.#base = ascending(nodes);
    this.#outer = new Uint8Array(nodes);
    this.#mark = new Uint32Array(nodes);
  }

  /** Matches a free node by an augmenting path. @returns whether there is one */
  augment(root: number): boolean {
    const { offsets, to, edge } = this.half;
    this.#reach(root);
    for (let next = 0; next < this.#queue.length; next++) {
      const node = this.#queue[next];
      for (let h = offsets[node]; h < offsets[node + 1]; h++) {
        const other = to[h];
        if (edge[h] === this.without || this.absent?.[other] === 1) continue;
        if (this.#base[node] === this.#base[other] || this.mates[node] === h) continue;
        if (this.#outer[other] === 1) this.#shrink(node, other, h);
        else if (this.#back[other] === NONE) {
          this.#back[other] = this.half.reverse[h];
          this.#touched.push(other);
          if (this.mates[other] === NONE) {
            this.#flip(other);
            this.#forget();
            return true;
          }
          this.#reach(to[this.mates[other]]);
        }
      }
    }
    this.#forget();
    return false;
  }

  #reach(node: number): void {
    this.#outer[node] = 1;
    this.#touched.push(node);
    this.#queue.push(node);
  }

  #forget(): void {
    for (const node of this.#touched) {
      this.#outer[node] = 0;
      this.#back[node] = NONE;
      this.#base[node] = node;
    }
    this.#touched = [];
    this.#queue = [];
  }

  /** Exchanges the edges of the path from a free node back to the root. */
  #flip(end: number): void {
    const { to, reverse } = this.half;
    for (let node = end; ; ) {
      const h = this.#back[node];
      const outer = to[h];
      const next = this.mates[outer];
      this.mates[node] = h;
      this.mates[outer] = reverse[h];
      if (next === NONE) return;
      node = to[next];
    }
  }

  /** The edge h joins two outer nodes: its cycle becomes a blossom, all of whose nodes are outer. */
  #shrink(a: number, b: number, h: number): void {
    const common = this.#common(a, b);
    const inside = new Set<number>();
    this.#markPath(a, common, h, inside);
    this.#markPath(b, common, this.half.reverse[h], inside);
    for (const node of this.#touched.slice()) {
      if (!inside.has(this.#base[node])) continue;
      this.#base[node] = common;
      if (this.#outer[node] === 0) this.#reach(node);
    }
  }

  /** Notes the blossoms of a path down to the base, and how the inner nodes on it are left by way of the cycle. */
  #markPath(from: number, common: number, h: number, inside: Set<number>): void {
    const { to } = this.half;
    let [node, child] = [from, h];
    while (this.#base[node] !== common) {
      const mate = to[this.mates[node]];
      inside.add(this.#base[node]).add(this.#base[mate]);
      this.#back[node] = child;
      child = this.half.reverse[this.#back[mate]];
      node = to[this.#back[mate]];
    }
  }

  /** The nearest base that the paths of two outer nodes to the root have in common. */
  #common(a: number, b: number): number {
    const { to } = this.half;
    this.#marks += 1;
    for (let node = this.#base[a]; ; ) {
      this.#mark[node] = this.#marks;
      if (this.mates[node] === NONE) break;
      node = this.#base[to[this.#back[to[this.mates[node]]]]];
    }
    let node = this.#base[b];
    while (this.#mark[node] !== this.#marks) node = this.#base[to[this.#back[to[this.mates[node]]]]];
    return node;
  }
}
