/**
 * Worms on a graph, one chain, dimers as the edge of each node: lift the dimer of a random node; at the pivot choose another of its edges, all of
 * them equally, or propose in proportion to the weights and accept with min(1, (W - w_a) / (W - w_d)); lay it and lift the dimer it runs into.
 * Edges of a node are in the order of their numbers.
 */
import type { Graph } from '../../../../src/space/graph/graph.ts';
import { threefry12 } from '../../lib/threefry.ts';

const scaled = (word: number, range: number) => Number((BigInt(word) * BigInt(range)) >> 32n);

export class WormTwin {
  /** The edge with the dimer of each node. */
  readonly dimers: number[];
  readonly #at: readonly (readonly number[])[];
  #open: { start: number; pivot: number; came: number } | undefined;

  /**
   * @param key of the group; `index` is the chain's number in it
   * @param time calls of the random generator before the first
   * @param weights integer weights of (node, edge), where dimers have weights
   * @param start edges of a perfect matching; the first that is found unless given
   */
  constructor(
    readonly graph: Graph,
    readonly key: ArrayLike<number>,
    readonly index: number,
    public time = 0,
    readonly weights?: (node: number, edge: number) => number,
    start: readonly number[] = anyMatching(graph),
  ) {
    this.#at = Array.from({ length: graph.nodes }, (_, node) => graph.edges.flatMap((ends, e) => (ends.includes(node) ? [e] : [])));
    this.dimers = new Array<number>(graph.nodes).fill(-1);
    for (const e of start) for (const node of graph.edges[e]) this.dimers[node] = e;
  }

  #other(edge: number, node: number): number {
    const [a, b] = this.graph.edges[edge];
    return a === node ? b : a;
  }

  #choose(pivot: number, came: number, words: readonly number[]): number {
    const edges = this.#at[pivot];
    const others = edges.filter((e) => e !== came);
    if (!this.weights) return others.length === 0 ? came : others[scaled(words[0], others.length)];
    const w = (e: number) => (this.weights as NonNullable<typeof this.weights>)(pivot, e);
    const total = edges.reduce((sum, e) => sum + w(e), 0);
    let left = scaled(words[0], total - w(came));
    let proposed = came;
    for (const e of others) {
      if (left < w(e)) {
        proposed = e;
        break;
      }
      left -= w(e);
    }
    return scaled(words[1], total - w(proposed)) < total - w(came) ? proposed : came;
  }

  /** One step: opens a worm or moves its pivot. @returns whether a worm has been closed */
  step(words: readonly number[]): boolean {
    if (!this.#open) {
      const start = scaled(words[0], this.graph.nodes);
      this.#open = { start, pivot: this.#other(this.dimers[start], start), came: this.dimers[start] };
      return false;
    }
    const { start, pivot, came } = this.#open;
    const edge = this.#choose(pivot, came, words);
    const end = this.#other(edge, pivot);
    const older = this.dimers[end];
    this.dimers[pivot] = this.dimers[end] = edge;
    this.#open = end === start ? undefined : { start, pivot: this.#other(older, end), came: older };
    return end === start;
  }

  /**
   * Worms until a closed one is the last. Each call of the random generator serves four steps, or two with weights; what is left of it is not used again.
   * @param last by the pivots and the closed worms since the call
   */
  run(last: (pivots: number, worms: number) => boolean): void {
    for (let pivots = 0, worms = 0, done = false; !done; ) {
      const words = threefry12([this.index, this.time % 2 ** 32, Math.floor(this.time / 2 ** 32), 0], this.key);
      this.time += 1;
      for (const some of this.weights ? [words.slice(0, 2), words.slice(2)] : words.map((word) => [word])) {
        if (done) break;
        if (this.#open) pivots += 1;
        if (!this.step(some)) continue;
        worms += 1;
        done = last(pivots, worms);
      }
    }
  }

  /** Sets the bits of the chain in packed edges (M). */
  pack(bonds: Uint32Array, bit: number): void {
    for (let e = 0; e < this.graph.edges.length; e++) {
      const there = this.dimers[this.graph.edges[e][0]] === e;
      bonds[e] = there ? bonds[e] | (1 << bit) : bonds[e] & ~(1 << bit);
    }
  }
}

/** A perfect matching by trying: for small graphs. */
function anyMatching({ nodes, edges }: Graph): number[] {
  const covered = new Array<boolean>(nodes).fill(false);
  const extend = (chosen: number[]): number[] | undefined => {
    const node = covered.indexOf(false);
    if (node < 0) return chosen;
    for (let e = 0; e < edges.length; e++) {
      const [a, b] = edges[e];
      if ((a !== node && b !== node) || covered[a] || covered[b]) continue;
      covered[a] = covered[b] = true;
      const found = extend([...chosen, e]);
      if (found) return found;
      covered[a] = covered[b] = false;
    }
    return undefined;
  };
  const found = extend([]);
  if (!found) throw new Error('no perfect matching');
  return found;
}
