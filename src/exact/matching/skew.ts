/**
 * Sparse elimination of skew-symmetric matrices by pairs of rows: A = L D L^T with D made of blocks (0 p; -p 0), so that |Pf A| is the
 * product of the |p|. Pairs are chosen by size and by how little they fill in (Markowitz), which keeps planar graphs sparse.
 * Source of the blocks: J. R. Bunch, Math. Comp. 38, 475 (1982).
 */

/** An entry A(a, b) = -A(b, a); entries of the same place add. */
export type Entry = readonly [a: number, b: number, value: number];

/** A pair of rows that was eliminated, with what was left in them. */
interface Pair {
  readonly i: number;
  readonly j: number;
  /** A(i, j). */
  readonly pivot: number;
  readonly ofI: readonly (readonly [number, number])[];
  readonly ofJ: readonly (readonly [number, number])[];
}

/** What an elimination leaves. */
export interface Eliminated {
  /** ln of the product of the pivots; ln |Pf A| if no row is left. */
  readonly log: number;
  /** Rows without a partner: the matrix has no Pfaffian other than 0 if there are any. */
  readonly left: readonly number[];
  /** Rows of `left` and of those that were kept, as they stand. */
  readonly rows: ReadonlyMap<number, ReadonlyMap<number, number>>;
  /** x with A x = b; nothing may be left or kept. @param b by row; overwritten by x */
  solve(b: Float64Array): Float64Array;
  /** x with A x = 0 and x = 1 at the one row that is left; nothing may be kept. @param length rows in all */
  kernel(length: number): Float64Array;
}

/** A sum that is smaller than its terms by so much is 0: without this, zeros of singular parts would be taken for pivots. */
const CANCELLED = 1e-12;
/** Pivots are at least so large, compared with the largest of their row. */
const PIVOT = 0.1;

/**
 * Eliminates all rows but some.
 * @param numbers of the rows; others are not part of the matrix
 * @param keep rows that are not eliminated
 */
export function eliminate(numbers: readonly number[], entries: Iterable<Entry>, keep: ReadonlySet<number> = new Set()): Eliminated {
  const rows = new Map<number, Map<number, number>>(numbers.map((number) => [number, new Map()]));
  const add = (a: number, b: number, value: number) => {
    const row = rows.get(a) as Map<number, number>;
    const old = row.get(b);
    if (old === undefined) row.set(b, value);
    else if (Math.abs(old + value) <= CANCELLED * Math.abs(old)) row.delete(b);
    else row.set(b, old + value);
  };
  for (const [a, b, value] of entries) {
    add(a, b, value);
    add(b, a, -value);
  }
  const pairs: Pair[] = [];
  const left: number[] = [];
  const open = new Set(numbers.filter((number) => !keep.has(number)));
  let log = 0;
  while (open.size > 0) {
    const i = sparsest(open, rows);
    const row = rows.get(i) as Map<number, number>;
    const j = partner(row, open, rows);
    open.delete(i);
    if (j === undefined) {
      left.push(i);
      continue;
    }
    open.delete(j);
    const pair = { i, j, pivot: row.get(j) as number, ofI: without(row, j), ofJ: without(rows.get(j) as Map<number, number>, i) };
    log += Math.log(Math.abs(pair.pivot));
    for (const [a] of pair.ofI) rows.get(a)?.delete(i);
    for (const [b] of pair.ofJ) rows.get(b)?.delete(j);
    rows.delete(i);
    rows.delete(j);
    fill(pair, add);
    pairs.push(pair);
  }
  return { log, left, rows, solve: (b) => solve(pairs, b), kernel: (length) => kernel(pairs, left[0], length) };
}

/** A(a, b) -= (A(i, a) A(j, b) - A(j, a) A(i, b)) / A(i, j). */
function fill({ pivot, ofI, ofJ }: Pair, add: (a: number, b: number, value: number) => void): void {
  for (const [a, u] of ofI) {
    for (const [b, v] of ofJ) {
      if (a === b) continue;
      add(a, b, (-u * v) / pivot);
      add(b, a, (u * v) / pivot);
    }
  }
}

const without = (row: ReadonlyMap<number, number>, other: number) => [...row].filter(([b]) => b !== other);

/** The open row with the fewest entries. */
function sparsest(open: ReadonlySet<number>, rows: ReadonlyMap<number, ReadonlyMap<number, number>>): number {
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (const i of open) {
    const size = rows.get(i)?.size ?? 0;
    if (size >= least) continue;
    [best, least] = [i, size];
    if (size <= 1) break;
  }
  return best;
}

/** The open row with the fewest entries among those that are large enough in `row`. */
function partner(row: ReadonlyMap<number, number>, open: ReadonlySet<number>, rows: ReadonlyMap<number, ReadonlyMap<number, number>>): number | undefined {
  let most = 0;
  for (const [b, value] of row) if (open.has(b)) most = Math.max(most, Math.abs(value));
  if (most === 0) return undefined;
  let [best, least]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (const [b, value] of row) {
    const size = rows.get(b)?.size ?? 0;
    if (!open.has(b) || Math.abs(value) < PIVOT * most || size >= least) continue;
    [best, least] = [b, size];
  }
  return best;
}

function solve(pairs: readonly Pair[], x: Float64Array): Float64Array {
  for (const { i, j, pivot, ofI, ofJ } of pairs) {
    for (const [a, u] of ofI) x[a] -= (u * x[j]) / pivot;
    for (const [b, v] of ofJ) x[b] += (v * x[i]) / pivot;
  }
  back(pairs, x);
  return x;
}

function kernel(pairs: readonly Pair[], left: number, length: number): Float64Array {
  const x = new Float64Array(length);
  x[left] = 1;
  back(pairs, x);
  return x;
}

/** The rows of the pairs, from the last one on; on entry x holds their right-hand sides. */
function back(pairs: readonly Pair[], x: Float64Array): void {
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { i, j, pivot, ofI, ofJ } = pairs[k];
    let [r, s] = [x[i], x[j]];
    for (const [a, u] of ofI) r -= u * x[a];
    for (const [b, v] of ofJ) s -= v * x[b];
    x[i] = -s / pivot;
    x[j] = r / pivot;
  }
}
