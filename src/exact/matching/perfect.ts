/** Whether a graph has perfect matchings at all, and what to say where it has none or only one. */
import { BlockspinError, type ErrorParts } from '../../core/errors.ts';
import { coloursOf, edgesAt, type MatchingGraph, otherEnd } from './graph.ts';

/** (nodes) the node that each is matched to, -1 for none. */
type Mates = Int32Array;

/**
 * @throws BlockspinError for an odd number of nodes, colours of different numbers, and no perfect matching: for bipartite graphs with a set of nodes
 *   that have fewer neighbours (P. Hall, J. London Math. Soc. 10, 26 (1935))
 */
export function checkPerfect(graph: MatchingGraph): void {
  const bad = (expected: string, got: string, remedy: string, more: Partial<ErrorParts> = {}) =>
    new BlockspinError({ setting: 'graph', expected, got, remedy, ...more });
  if (graph.nodes % 2 === 1) {
    throw bad('an even number of nodes, to be covered in pairs', `${graph.nodes}`, 'add a ghost at the rim, or take one node away');
  }
  const colours = coloursOf(graph);
  if (colours) {
    const ones = colours.reduce((sum, colour) => sum + colour, 0);
    const balanced = pieceSizes(graph, colours).every(([zeros, others]) => zeros === others);
    if (!balanced && ones * 2 !== graph.nodes) {
      const counts = `${Math.max(ones, graph.nodes - ones)} against ${Math.min(ones, graph.nodes - ones)}`;
      throw bad('as many nodes of one colour as of the other', counts, 'add a ghost at the rim, or cut the graph along a region');
    }
  }
  const mates = maximum(graph);
  const single = mates.indexOf(-1);
  if (single < 0) return;
  const without = mates.filter((mate) => mate < 0).length;
  if (!colours)
    throw bad('a graph with a perfect matching', `${without} nodes that stay alone at best, such as node ${single}`, 'take nodes away, or add edges');
  const { size, neighbours } = deficient(graph, mates, single);
  const got = `${size} nodes, such as ${single}, with ${neighbours} neighbours among them all`;
  throw bad('a graph with a perfect matching', got, 'take nodes away, or add edges');
}

/** Nodes of both colours in each connected piece. */
function pieceSizes(graph: MatchingGraph, colours: Uint8Array): [number, number][] {
  const at = edgesAt(graph);
  const seen = new Uint8Array(graph.nodes);
  const sizes: [number, number][] = [];
  for (let start = 0; start < graph.nodes; start++) {
    if (seen[start]) continue;
    seen[start] = 1;
    const queue = [start];
    for (let next = 0; next < queue.length; next++) {
      for (const e of at[queue[next]]) {
        const other = otherEnd(graph, e, queue[next]);
        if (!seen[other]) queue.push(other);
        seen[other] = 1;
      }
    }
    const ones = queue.filter((node) => colours[node] === 1).length;
    sizes.push([queue.length - ones, ones]);
  }
  return sizes;
}

/** Nodes of one colour that paths from a single node reach, and their neighbours, which are fewer by one. */
function deficient(graph: MatchingGraph, mates: Mates, single: number): { size: number; neighbours: number } {
  const at = edgesAt(graph);
  const set = new Set([single]);
  const neighbours = new Set<number>();
  for (const node of set) {
    for (const e of at[node]) {
      const other = otherEnd(graph, e, node);
      neighbours.add(other);
      set.add(mates[other]);
    }
  }
  return { size: set.size, neighbours: neighbours.size };
}

/** A maximum matching of any graph: J. Edmonds, Can. J. Math. 17, 449 (1965). */
function maximum(graph: MatchingGraph): Mates {
  const next = edgesAt(graph).map((edges, node) => edges.map((e) => otherEnd(graph, e, node)));
  const mates = new Int32Array(graph.nodes).fill(-1);
  for (const [a, b] of graph.edges) {
    if (mates[a] >= 0 || mates[b] >= 0) continue;
    mates[a] = b;
    mates[b] = a;
  }
  const search = new Search(next, mates);
  for (let node = 0; node < graph.nodes; node++) if (mates[node] < 0) search.augment(node);
  return mates;
}

/** One tree of alternating paths, in which odd cycles are shrunk to their bases. */
class Search {
  readonly #parent: Int32Array;
  readonly #base: Int32Array;
  readonly #used: Uint8Array;

  constructor(
    readonly next: readonly (readonly number[])[],
    readonly mates: Mates,
  ) {
    this.#parent = new Int32Array(next.length);
    this.#base = new Int32Array(next.length);
    this.#used = new Uint8Array(next.length);
  }

  /** Matches one node more, if a path from `root` allows it. */
  augment(root: number): void {
    this.#parent.fill(-1);
    this.#base.forEach((_, node) => {
      this.#base[node] = node;
    });
    this.#used.fill(0);
    this.#used[root] = 1;
    const queue = [root];
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at];
      for (const other of this.next[node]) {
        if (this.#base[node] === this.#base[other] || this.mates[node] === other) continue;
        const even = other === root || (this.mates[other] >= 0 && this.#parent[this.mates[other]] >= 0);
        if (even) this.#shrink(node, other, queue);
        else if (this.#parent[other] < 0) {
          this.#parent[other] = node;
          const mate = this.mates[other];
          if (mate < 0) {
            this.#flip(other);
            return;
          }
          this.#used[mate] = 1;
          queue.push(mate);
        }
      }
    }
  }

  #flip(end: number): void {
    for (let node = end; node >= 0; ) {
      const before = this.#parent[node];
      const following = this.mates[before];
      this.mates[node] = before;
      this.mates[before] = node;
      node = following;
    }
  }

  #shrink(a: number, b: number, queue: number[]): void {
    const base = this.#common(a, b);
    const inside = new Set<number>();
    this.#mark(a, base, b, inside);
    this.#mark(b, base, a, inside);
    for (let node = 0; node < this.next.length; node++) {
      if (!inside.has(this.#base[node])) continue;
      this.#base[node] = base;
      if (this.#used[node]) continue;
      this.#used[node] = 1;
      queue.push(node);
    }
  }

  /** The lowest base above both ends of an edge. */
  #common(a: number, b: number): number {
    const above = new Set<number>();
    for (let node = this.#base[a]; ; node = this.#base[this.#parent[this.mates[node]]]) {
      above.add(node);
      if (this.mates[node] < 0) break;
    }
    let node = this.#base[b];
    while (!above.has(node)) node = this.#base[this.#parent[this.mates[node]]];
    return node;
  }

  #mark(start: number, base: number, towards: number, inside: Set<number>): void {
    let child = towards;
    for (let node = start; this.#base[node] !== base; node = this.#parent[this.mates[node]]) {
      inside.add(this.#base[node]);
      inside.add(this.#base[this.mates[node]]);
      this.#parent[node] = child;
      child = this.mates[node];
    }
  }
}
