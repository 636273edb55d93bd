/** The best deterministic H with a given number of states: I(H:E) is convex in p(h|v), so no other H is better. */
import { xlogx } from '../information.ts';
import { rowSums, setSums, type Table } from './table.ts';

/** Classes of V at most: 3^16 pairs of a set and a part of it. */
export const MOST_CLASSES = 16;

/** An H: its information, and the classes of V in each of its states. */
interface BestPartition {
  readonly states: number;
  /** I(H:E), nats. */
  readonly value: number;
  readonly parts: readonly (readonly number[])[];
}

/**
 * The best partitions of the rows of a table into so many parts, by dynamic programming over all sets of rows: I is a sum over the parts.
 * @param states numbers of states, each at most that of the rows
 */
export function bestPartitions(table: Table, states: readonly number[]): BestPartition[] {
  return bestOfSets(rowSums(table), setSums(table), states);
}

/**
 * The same from sums over sets.
 * @param p of each row
 * @param ofSet Σ over columns of xlogx of what the rows of each set have in it; bit r of a set is row r
 */
export function bestOfSets(p: Float64Array, ofSet: Float64Array, states: readonly number[]): BestPartition[] {
  const size = ofSet.length;
  const weight = new Float64Array(size);
  for (let set = 1; set < size; set++) weight[set] = weight[set & (set - 1)] + p[31 - Math.clz32(set & -set)];
  // I = Σ over parts of (Σ xlogx(p(part, e)) - xlogx(p(part))) - Σ xlogx(p(e)); the last sum is that of the whole set.
  const gain = ofSet.map((sum, set) => sum - xlogx(weight[set]));
  const most = Math.max(...states);
  let best: Float64Array = gain.slice();
  const chosen: Uint32Array[] = [];
  const found = new Map<number, BestPartition>();
  const result = (count: number) => ({ states: count, value: Math.max(0, best[size - 1] - ofSet[size - 1]), parts: partsOf(chosen, size - 1) });
  for (let count = 1; count <= most; count++) {
    if (count > 1) {
      const { next, part } = split(best, gain);
      best = next;
      chosen.push(part);
    }
    if (states.includes(count)) found.set(count, result(count));
  }
  return states.map((count) => found.get(count) as BestPartition);
}

/** One part more: of each set, the part that holds its lowest row is chosen anew. */
function split(best: Float64Array, gain: Float64Array): { next: Float64Array; part: Uint32Array } {
  const next = Float64Array.from(best);
  const part = Uint32Array.from(best, (_, set) => set);
  for (let set = 1; set < best.length; set++) {
    const lowest = set & -set;
    const others = set ^ lowest;
    let [most, which] = [best[set], set];
    // With all of the set as its part, it is not split.
    for (let rest = others; rest > 0; rest = (rest - 1) & others) {
      const value = gain[set ^ rest] + best[rest];
      if (value > most + ROUNDING) [most, which] = [value, set ^ rest];
    }
    next[set] = most;
    part[set] = which;
  }
  return { next, part };
}

/** Smaller gains are rounding errors. */
const ROUNDING = 1e-13;

function partsOf(chosen: readonly Uint32Array[], whole: number): number[][] {
  const parts: number[][] = [];
  let set = whole;
  for (const part of [...chosen].reverse()) {
    if (part[set] === set) continue;
    parts.push(membersOf(part[set]));
    set ^= part[set];
  }
  return [...parts, membersOf(set)];
}

const membersOf = (set: number) => Array.from({ length: 32 - Math.clz32(set) }, (_, k) => k).filter((k) => (set >> k) & 1);
