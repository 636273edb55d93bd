/** A joint distribution of states of V and of E as a sparse table, and what follows from it. */
import { xlogx } from '../information.ts';

/** p(row, column): rows are what V tells of E, columns what E tells of V. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly row: Uint32Array;
  readonly column: Uint32Array;
  readonly p: Float64Array;
}

/** Numbers in states of H by row: p(state | row). */
export interface Coarse {
  readonly states: number;
  /** (rows, states) */
  readonly p: Float64Array;
}

/** Rows that differ by less are one class. */
const SAME = 1e-9;

/** A table of entries, normalised. */
export function tableOf(rows: number, columns: number, row: readonly number[], column: readonly number[], weight: readonly number[]): Table {
  const total = weight.reduce((sum, w) => sum + w, 0);
  return { rows, columns, row: Uint32Array.from(row), column: Uint32Array.from(column), p: Float64Array.from(weight, (w) => w / total) };
}

/** (rows) how probable each is. */
export function rowSums({ rows, row, p }: Table): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < p.length; i++) sums[row[i]] += p[i];
  return sums;
}

/** I(row : column), nats. */
export function tableInformation({ columns, row, column, p, rows }: Table): number {
  const ofColumns = new Float64Array(columns);
  for (let i = 0; i < p.length; i++) ofColumns[column[i]] += p[i];
  const ofRows = rowSums({ rows, columns, row, column, p });
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += p[i] * Math.log(p[i] / (ofRows[row[i]] * ofColumns[column[i]]));
  return Math.max(0, sum);
}

/**
 * I(row : column) where columns are independent draws of the same weight and the probabilities of rows are known: the mean over columns of
 * Σ p(row | column) ln(p(row | column) / p(row)), and its standard error.
 */
export function drawnInformation({ columns, row, column, p }: Table, probabilities: Float64Array): { value: number; error: number } {
  const of = new Float64Array(columns);
  for (let i = 0; i < p.length; i++) if (p[i] > 0) of[column[i]] += p[i] * columns * Math.log((p[i] * columns) / probabilities[row[i]]);
  const value = of.reduce((sum, x) => sum + x, 0) / columns;
  const variance = of.reduce((sum, x) => sum + (x - value) ** 2, 0) / (columns - 1);
  return { value, error: Math.sqrt(variance / columns) };
}

/** The table of H and the columns. */
export function coarseTable({ columns, row, column, p }: Table, { states, p: given }: Coarse): Table {
  const sums = new Map<number, number>();
  for (let i = 0; i < p.length; i++) {
    for (let h = 0; h < states; h++) {
      const weight = p[i] * given[row[i] * states + h];
      if (weight > 0) sums.set(h * columns + column[i], (sums.get(h * columns + column[i]) ?? 0) + weight);
    }
  }
  const keys = [...sums.keys()];
  return tableOf(
    states,
    columns,
    keys.map((key) => Math.floor(key / columns)),
    keys.map((key) => key % columns),
    [...sums.values()],
  );
}

/** The class of each row: rows of one class say the same of the columns. @returns (rows) numbered in the order of first rows */
export function classesOf(table: Table): { of: Uint32Array; count: number } {
  const sums = rowSums(table);
  const entries = Array.from({ length: table.rows }, (): [number, number][] => []);
  for (let i = 0; i < table.p.length; i++) entries[table.row[i]].push([table.column[i], table.p[i] / sums[table.row[i]]]);
  for (const list of entries) list.sort(([a], [b]) => a - b);
  const first: number[] = [];
  const byColumns = new Map<string, number[]>();
  const of = Uint32Array.from(entries, (list, r) => {
    const key = `${list.length},${list[0]?.[0]},${list[list.length - 1]?.[0]}`;
    const near = byColumns.get(key) ?? [];
    const same = near.find((k) => alike(entries[first[k]], list));
    if (same !== undefined) return same;
    byColumns.set(key, [...near, first.length]);
    return first.push(r) - 1;
  });
  return { of, count: first.length };
}

const alike = (one: readonly (readonly [number, number])[], two: readonly (readonly [number, number])[]) =>
  one.every(([column, p], i) => column === two[i][0] && Math.abs(p - two[i][1]) <= SAME * p);

/** p(column) ln p(column) and so on of sets of rows: Σ over columns of xlogx(p of the set in it), for all 2^rows sets of a small table. */
export function setSums(table: Table): Float64Array {
  const byColumn = Array.from({ length: table.columns }, (): [number, number][] => []);
  for (let i = 0; i < table.p.length; i++) byColumn[table.column[i]].push([table.row[i], table.p[i]]);
  // Columns with the same rows are summed together, over the sets of these rows alone.
  const bySupport = new Map<number, { rows: number[]; sums: Float64Array }>();
  for (const list of byColumn) {
    list.sort(([a], [b]) => a - b);
    const support = list.reduce((mask, [r]) => mask | (1 << r), 0);
    let found = bySupport.get(support);
    if (!found) {
      found = { rows: list.map(([r]) => r), sums: new Float64Array(2 ** list.length) };
      bySupport.set(support, found);
    }
    const part = new Float64Array(2 ** list.length);
    for (let set = 1; set < part.length; set++) {
      const low = 31 - Math.clz32(set & -set);
      part[set] = part[set & (set - 1)] + list[low][1];
      found.sums[set] += xlogx(part[set]);
    }
  }
  const all = new Float64Array(2 ** table.rows);
  for (const { rows, sums } of bySupport.values()) {
    for (let set = 0; set < all.length; set++) {
      let own = 0;
      for (let k = 0; k < rows.length; k++) own |= ((set >> rows[k]) & 1) << k;
      all[set] += sums[own];
    }
  }
  return all;
}
