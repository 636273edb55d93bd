/** The joint distribution of what V and E tell of each other, by parts of a drawn graph or by all matchings of a small one. */
import { BlockspinError, internal } from '../../core/errors.ts';
import { xlogx } from '../information.ts';
import { type BoundarySums, boundarySums, MOST_KEYS, tooLarge } from './boundary.ts';
import { type Draws, drawn } from './drawn.ts';
import { enumerate, MOST_MATCHINGS } from './enumeration.ts';
import { type MatchingGraph, weightsOf } from './graph.ts';
import type { Matchings } from './matchings.ts';
import { type Parts, partsOf } from './parts.ts';
import { type Coarse, rowSums, type Table, tableOf } from './table.ts';

/** H of a state of the block: the state of H, or the probability of each. */
export interface BlockMap {
  readonly states: number;
  /** The state of H, or p(h). @param occupied places in the list of V that have a dimer */
  of(occupied: readonly number[]): number | readonly number[];
}

/** V and E as far as they know of each other. */
interface DimerJoint {
  readonly table: Table;
  /** (rows) */
  readonly probabilities: Float64Array;
  /** Each row in words. */
  label(row: number): string;
  /** p(h | row). */
  coarse(map: BlockMap): Coarse;
  /** H(V), nats; undefined where it takes an enumeration of too many states. */
  entropy(): number | undefined;
  /** Nodes at which the environment is met; none where matchings were enumerated. */
  readonly ring?: readonly number[];
}

/** Difference of two ways to the sum over all matchings, relative. */
const AGREES = 1e-7;

/**
 * @param draws environments to draw, where they are too many to be listed; only of graphs that are drawn in the plane
 * @throws BlockspinError for too many states of the boundaries, or of a block that is enumerated
 */
export function jointOf(graph: MatchingGraph, matchings: Matchings, block: readonly number[], environment: readonly number[], draws?: Draws): DimerJoint {
  const { signs, logPartition } = matchings;
  if (!signs) {
    if (!draws) return byMatchings(graph, block, environment);
    const remedy = 'leave it out: all matchings are listed';
    throw new BlockspinError({ setting: 'samples', expected: 'a graph that is drawn in the plane', got: 'one that is not', remedy });
  }
  const weights = weightsOf(graph);
  const entry = (e: number) => signs[e] * weights[e];
  const parts = partsOf(graph, block, environment, entry);
  const inner = boundarySums(parts.block);
  if (draws) {
    const { table, probabilities } = drawn(graph, signs, entry, parts, inner, draws);
    return ofParts(graph, block, parts, inner, table, probabilities);
  }
  const { table, log } = joined(parts, inner);
  if (!(Math.abs(log - logPartition) < AGREES)) throw internal(`parts of a graph have ln Z = ${log}, the whole ${logPartition}`);
  return ofParts(graph, block, parts, inner, table, rowSums(table));
}

/** @param table of the keys of the block and environments; @param probabilities of the keys */
function ofParts(graph: MatchingGraph, block: readonly number[], parts: Parts, inner: BoundarySums, table: Table, probabilities: Float64Array): DimerJoint {
  const weights = weightsOf(graph);
  const even = parts.edges.every((e) => weights[e] === 1);
  let states: BlockStates | undefined;
  const enumerated = (map: BlockMap) => {
    states = blockStates(graph, parts, block, inner, map);
    return states;
  };
  return {
    table,
    probabilities,
    ring: parts.ring,
    label: (row) => covered(parts.rim, inner.keys[row]),
    coarse: (map) => enumerated(map).coarse,
    entropy: () => {
      if (!even && !states && inner.values.reduce((sum, value) => sum + value, 0) * Math.exp(inner.log) > MOST_MATCHINGS) return undefined;
      const within = (row: number) => (even ? Math.log(inner.values[row]) + inner.log : (states ?? enumerated(NOTHING)).entropies[row]);
      return probabilities.reduce((sum, x, row) => sum - xlogx(x) + (x > 0 ? x * within(row) : 0), 0);
    },
  };
}

/** A map with one state, for the sake of what else is summed. */
const NOTHING: BlockMap = { states: 1, of: () => 0 };

/** Which nodes of the rim the block leaves open. */
function covered(rim: readonly number[], key: number): string {
  const open = rim.filter((_, k) => Math.floor(key / 2 ** (rim.length - 1 - k)) % 2 === 0);
  return open.length === 0 ? 'none' : open.join('+');
}

/** Rows are the keys of the block, columns sets of nodes of the ring. */
function joined({ middle, outside, rim, ring }: Parts, inner: BoundarySums): { table: Table; log: number } {
  const rims = 2 ** rim.length - 1;
  const rings = 2 ** ring.length;
  const wanted = inner.keys.map((key) => rims - key).sort();
  const between = boundarySums(middle, { keys: wanted, depth: rim.length });
  const beyond = [...new Set(between.keys)].map((key) => rings - 1 - (key % rings));
  const outer = boundarySums(outside, { keys: Float64Array.from(new Set(beyond)).sort(), depth: ring.length });
  const rowOf = new Map(Array.from(inner.keys, (key, row) => [rims - key, row]));
  const columnOf = new Map(Array.from(outer.keys, (key, column) => [rings - 1 - key, column]));
  const [row, column, weight]: number[][] = [[], [], []];
  between.keys.forEach((key, i) => {
    const c = columnOf.get(key % rings);
    if (c === undefined) return;
    const r = rowOf.get(Math.floor(key / rings)) as number;
    row.push(r);
    column.push(c);
    weight.push(inner.values[r] * between.values[i] * outer.values[c]);
  });
  const total = weight.reduce((sum, w) => sum + w, 0);
  return { table: tableOf(inner.keys.length, outer.keys.length, row, column, weight), log: Math.log(total) + inner.log + between.log + outer.log };
}

/** What an enumeration of the block's states gives, by the keys of its boundary. */
interface BlockStates {
  coarse: Coarse;
  /** H(V | row), nats. */
  entropies: Float64Array;
}

/** Sums over all states of the block; nodes of its rim may stay open. */
function blockStates(graph: MatchingGraph, parts: Parts, block: readonly number[], inner: BoundarySums, map: BlockMap): BlockStates {
  const nodes = [...parts.block.inner, ...parts.rim];
  const number = new Map(nodes.map((node, i) => [node, i]));
  const own: MatchingGraph = {
    nodes: nodes.length,
    edges: parts.edges.map((e) => graph.edges[e].map((node) => number.get(node) as number) as [number, number]),
    weights: parts.edges.map((e) => weightsOf(graph)[e]),
  };
  const places = parts.edges.map((e) => block.indexOf(e));
  const keyOf = own.edges.map((edge) => edge.reduce((sum, node) => sum + (node < parts.block.inner.length ? 0 : 2 ** (nodes.length - 1 - node)), 0));
  const rowOf = new Map(Array.from(inner.keys, (key, row) => [key, row]));
  const p = new Float64Array(inner.keys.length * map.states);
  const [sums, logs] = [new Float64Array(inner.keys.length), new Float64Array(inner.keys.length)];
  const occupied: number[] = [];
  const whole = (weight: number, edges: readonly number[]) => {
    let key = 0;
    occupied.length = 0;
    for (let i = 0; i < edges.length; i++) {
      key += keyOf[edges[i]];
      if (places[edges[i]] >= 0) occupied.push(places[edges[i]]);
    }
    const row = rowOf.get(key);
    if (row === undefined) return;
    sums[row] += weight;
    logs[row] += xlogx(weight);
    const h = map.of(occupied);
    if (typeof h === 'number') p[row * map.states + h] += weight;
    else
      h.forEach((share, state) => {
        p[row * map.states + state] += weight * share;
      });
  };
  const free = new Set(parts.rim.map((_, k) => parts.block.inner.length + k));
  const count = enumerate(own, { whole }, MOST_MATCHINGS, free);
  if (!Number.isFinite(count)) {
    const remedy = 'choose a smaller block, or leave the filter out';
    throw new BlockspinError({ setting: 'filter', expected: `a block of at most ${MOST_MATCHINGS} states, which are enumerated for H`, got: 'more', remedy });
  }
  for (let i = 0; i < p.length; i++) p[i] /= sums[Math.floor(i / map.states)];
  return { coarse: { states: map.states, p }, entropies: sums.map((sum, row) => Math.log(sum) - logs[row] / sum) };
}

/** Rows are states of V, columns those of E, each in the order in which they are found. */
function byMatchings(graph: MatchingGraph, block: readonly number[], environment: readonly number[]): DimerJoint {
  const [ofBlock, ofEnvironment] = [new Sets(graph, block), new Sets(graph, environment)];
  const sums = new Map<number, number>();
  const whole = (weight: number) => {
    const key = ofBlock.now * MOST_KEYS + ofEnvironment.now;
    sums.set(key, (sums.get(key) ?? 0) + weight);
    if (sums.size > MOST_KEYS) throw tooLarge(`at most ${MOST_KEYS} pairs of states of V and E`, 'more');
  };
  enumerate(graph, {
    lay: (e) => {
      ofBlock.lay(e);
      ofEnvironment.lay(e);
    },
    lift: (e) => {
      ofBlock.lift(e);
      ofEnvironment.lift(e);
    },
    whole,
  });
  const keys = [...sums.keys()];
  const number = (values: number[]) => new Map([...new Set(values)].map((value, i) => [value, i]));
  const [rowOf, columnOf] = [number(keys.map((key) => Math.floor(key / MOST_KEYS))), number(keys.map((key) => key % MOST_KEYS))];
  const table = tableOf(
    rowOf.size,
    columnOf.size,
    keys.map((key) => rowOf.get(Math.floor(key / MOST_KEYS)) as number),
    keys.map((key) => columnOf.get(key % MOST_KEYS) as number),
    [...sums.values()],
  );
  const states = [...rowOf.keys()].map((node) => ofBlock.edges(node));
  const probabilities = rowSums(table);
  return {
    table,
    probabilities,
    label: (row) => (states[row].length === 0 ? 'none' : states[row].join('+')),
    coarse: (map) => {
      const p = new Float64Array(states.length * map.states);
      states.forEach((edges, row) => {
        const h = map.of(edges.map((e) => block.indexOf(e)));
        if (typeof h === 'number') p[row * map.states + h] = 1;
        else p.set(h, row * map.states);
      });
      return { states: map.states, p };
    },
    entropy: () => probabilities.reduce((sum, p) => sum - xlogx(p), 0),
  };
}

/** Sets of occupied edges as nodes of a tree: edges are laid in one order, so that a set is reached in one way only. */
class Sets {
  now = 0;
  readonly #counted: Uint8Array;
  readonly #next = new Map<number, number>();
  readonly #above: number[] = [0];
  readonly #edge: number[] = [-1];

  constructor(
    readonly graph: MatchingGraph,
    counted: readonly number[],
  ) {
    this.#counted = new Uint8Array(graph.edges.length);
    for (const e of counted) this.#counted[e] = 1;
  }

  lay(e: number): void {
    if (!this.#counted[e]) return;
    const key = this.now * this.#counted.length + e;
    let node = this.#next.get(key);
    if (node === undefined) {
      node = this.#above.push(this.now) - 1;
      if (node >= MOST_KEYS) throw tooLarge(`at most ${MOST_KEYS} states of V and of E`, 'more');
      this.#edge.push(e);
      this.#next.set(key, node);
    }
    this.now = node;
  }

  lift(e: number): void {
    if (this.#counted[e]) this.now = this.#above[this.now];
  }

  /** Edges of a set. */
  edges(node: number): number[] {
    const edges: number[] = [];
    for (let at = node; at > 0; at = this.#above[at]) edges.push(this.#edge[at]);
    return edges.reverse();
  }
}
