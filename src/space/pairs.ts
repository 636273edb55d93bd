/** Pairs of neighbouring values of a block, whose products a filter can read. Plain numbers. */
import { MOST_REACH } from './inputs.ts';

/** Two values of a block, numbered in C order, channels side by side. */
export type Pair = readonly [first: number, second: number];

/** A value and where it lies. */
export interface PlacedValue {
  /** In lattice constants. */
  readonly at: readonly number[];
  /** Values of different kinds, such as bonds in different directions, are no neighbours. */
  readonly kind: number;
}

/** Distances that differ by less are equal. */
const EQUAL = 1e-6;

/**
 * Pairs of neighbours by distance.
 * @returns pairs of values of one kind at the smallest distance that occurs, at the next one, and so on, each in the order of the first value
 */
export function neighbourShells(values: readonly PlacedValue[]): Pair[][] {
  const pairs = pairsBelow(values.length).filter(([a, b]) => values[a].kind === values[b].kind);
  return shells(pairs, ([a, b]) => Math.hypot(...values[a].at.map((x, axis) => x - values[b].at[axis])));
}

/**
 * The same on a graph, where a distance is a number of edges.
 * @param block numbers of the values in the graph
 * @param edges pairs of neighbours in the graph
 */
export function linkedShells(block: readonly number[], edges: readonly (readonly [number, number])[]): Pair[][] {
  const neighbours = new Map<number, number[]>();
  const link = (a: number, b: number) => neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  for (const [a, b] of edges) {
    link(a, b);
    link(b, a);
  }
  const distances = block.map((value) => edgesFrom(value, neighbours));
  const pairs = pairsBelow(block.length).filter(([a, b]) => distances[a].has(block[b]));
  return shells(pairs, ([a, b]) => distances[a].get(block[b]) as number);
}

/** Edges from a value to every other one, as far as neighbours may be. */
function edgesFrom(value: number, neighbours: ReadonlyMap<number, readonly number[]>): Map<number, number> {
  const distance = new Map([[value, 0]]);
  let front = [value];
  for (let away = 1; away <= MOST_REACH; away++) {
    front = [...new Set(front.flatMap((one) => neighbours.get(one) ?? []))].filter((one) => !distance.has(one));
    for (const one of front) distance.set(one, away);
  }
  return distance;
}

function pairsBelow(count: number): Pair[] {
  return Array.from({ length: count }, (_, a) => Array.from({ length: count - 1 - a }, (_, i): Pair => [a, a + 1 + i])).flat();
}

function shells(pairs: readonly Pair[], distance: (pair: Pair) => number): Pair[][] {
  const all = pairs.map((pair) => ({ pair, distance: distance(pair) })).sort((a, b) => a.distance - b.distance);
  const found: { pair: Pair; distance: number }[][] = [];
  for (const one of all) {
    const last = found.at(-1);
    if (last && one.distance < last[0].distance + EQUAL) last.push(one);
    else if (found.length < MOST_REACH) found.push([one]);
    else break;
  }
  const byNumber = (a: Pair, b: Pair) => a[0] - b[0] || a[1] - b[1];
  return found.map((shell) => shell.map(({ pair }) => pair).sort(byNumber));
}
