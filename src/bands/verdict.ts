/**
 * What the irreps of isolated bands say of their topology. A vector of counts is a sum of elementary band representations (EBRs), or only a
 * difference of such sums (fragile: bands without symmetric localised orbitals, until others are added), or neither, and then no
 * isolated bands of these irreps exist. Everything is in integers.
 * Source of the definitions: Po, Watanabe and Vishwanath, arXiv:1709.06551; as affine monoids: Song et al., arXiv:1905.03262.
 */
import type { BandTable, Label } from './ebr.ts';

/** How many of each EBR, by their order in the table. */
type Numbers = readonly number[];

/** A verdict on a vector of counts. */
export interface Verdict {
  /** `connected`: no isolated bands have these counts, so that such bands touch others somewhere. */
  readonly kind: 'trivial' | 'fragile' | 'connected';
  /** Integers n with sum n_i EBR_i = counts: none negative where trivial, as few bands taken away as possible where fragile. Fragile without them: not found. */
  readonly decomposition?: Numbers;
  /** Why no integers give the counts, e.g. 'G2 + X2 + Y2 + M2 is even in every sum of EBRs, and odd here'. */
  readonly broken?: string;
}

/** Sums of EBRs that are tried before the search for a decomposition ends. */
const MOST_SUMS = 1e5;

/** The verdict on a vector of counts, one per label of the table. */
export function verdictOf(table: BandTable, counts: readonly number[]): Verdict {
  const [positive] = sumsOf(table, counts);
  if (positive) return { kind: 'trivial', decomposition: positive };
  const broken = brokenRelation(table, counts);
  if (broken) return { kind: 'connected', broken };
  let tried = 0;
  for (let taken = 1; tried < MOST_SUMS; taken++) {
    for (const away of sumsOfBands(table, taken)) {
      tried += 1;
      const larger = counts.map((count, i) => count + sumAt(table, away, i));
      const [sum] = sumsOf(table, larger);
      if (sum) return { kind: 'fragile', decomposition: sum.map((n, i) => n - away[i]) };
    }
  }
  return { kind: 'fragile' };
}

/** '(3c,A1) - (1a,A1)': the sum first. */
export function decompositionText({ ebrs }: BandTable, numbers: Numbers): string {
  const term = (n: number, i: number) => `${Math.abs(n) > 1 ? `${Math.abs(n)} ` : ''}${ebrs[i].name}`;
  const plus = numbers.flatMap((n, i) => (n > 0 ? [term(n, i)] : []));
  const minus = numbers.flatMap((n, i) => (n < 0 ? [term(n, i)] : []));
  return [plus.join(' + '), ...minus].join(' - ');
}

const sumAt = ({ ebrs }: BandTable, numbers: Numbers, label: number) => ebrs.reduce((sum, { counts }, i) => sum + numbers[i] * counts[label], 0);

/** All ways to write counts as a sum of EBRs, lazily. */
function* sumsOf({ ebrs }: BandTable, counts: readonly number[], first = 0, used: Numbers = ebrs.map(() => 0)): Generator<Numbers> {
  if (counts.every((count) => count === 0)) yield used;
  else {
    for (let i = first; i < ebrs.length; i++) {
      const left = counts.map((count, j) => count - ebrs[i].counts[j]);
      if (left.every((count) => count >= 0)) yield* sumsOf({ ebrs } as BandTable, left, i, raised(used, i));
    }
  }
}

/** All sums of EBRs with so many bands, lazily. */
function* sumsOfBands({ ebrs }: Pick<BandTable, 'ebrs'>, bands: number, first = 0, used: Numbers = ebrs.map(() => 0)): Generator<Numbers> {
  if (bands === 0) yield used;
  else for (let i = first; i < ebrs.length; i++) if (ebrs[i].bands <= bands) yield* sumsOfBands({ ebrs }, bands - ebrs[i].bands, i, raised(used, i));
}

const raised = (numbers: Numbers, i: number): Numbers => numbers.map((n, j) => (j === i ? n + 1 : n));

/**
 * A relation that all sums of EBRs satisfy and the counts do not. With U A W = D diagonal (Smith's form without the division of neighbours), A v = counts has an
 * integer solution where each (U counts)_i is a multiple of D_ii; a row that is none is the relation.
 */
function brokenRelation({ labels, ebrs }: BandTable, counts: readonly number[]): string | undefined {
  const { rows, left } = diagonalised(labels.map((_, j) => ebrs.map((ebr) => ebr.counts[j])));
  for (const [i, row] of left.entries()) {
    const value = row.reduce((sum, u, j) => sum + u * counts[j], 0);
    const divisor = Math.abs(rows[i].find((entry) => entry !== 0) ?? 0);
    if (divisor === 0 ? value !== 0 : value % divisor !== 0) return relationText(labels, row, divisor, value);
  }
  return undefined;
}

function relationText(labels: readonly Label[], row: readonly number[], divisor: number, value: number): string {
  // Of a congruence only remainders matter.
  const remainder = (n: number) => (divisor > 0 ? ((n % divisor) + divisor) % divisor : n);
  const terms = row.map(remainder).flatMap((u, j) => (u === 0 ? [] : [`${u < 0 ? '-' : '+'} ${Math.abs(u) > 1 ? `${Math.abs(u)} ` : ''}${labels[j].name}`]));
  const sum = terms.join(' ').replace(/^\+ /, '');
  if (divisor === 0) return `${sum} is 0 in every sum of EBRs, and ${value} here`;
  return divisor === 2
    ? `${sum} is even in every sum of EBRs, and odd here`
    : `${sum} is a multiple of ${divisor} in every sum of EBRs, and has remainder ${remainder(value)} here`;
}

/** Row and column operations over the integers until each row and column has one entry at most. @returns the matrix and the row operations, U */
function diagonalised(matrix: number[][]): { rows: number[][]; left: number[][] } {
  const rows = matrix.map((row) => [...row]);
  const left = rows.map((_, i) => rows.map((_, j) => Number(i === j)));
  const columns = rows[0].length;
  for (let step = 0; step < Math.min(rows.length, columns); step++) {
    for (;;) {
      const pivot = smallest(rows, step);
      if (!pivot) return { rows, left };
      swap(rows, left, step, pivot);
      let clean = true;
      for (let i = step + 1; i < rows.length; i++) {
        const q = Math.round(rows[i][step] / rows[step][step]);
        rows[i] = rows[i].map((entry, j) => entry - q * rows[step][j]);
        left[i] = left[i].map((entry, j) => entry - q * left[step][j]);
        clean &&= rows[i][step] === 0;
      }
      for (let j = step + 1; j < columns; j++) {
        const q = Math.round(rows[step][j] / rows[step][step]);
        for (const row of rows) row[j] -= q * row[step];
        clean &&= rows[step][j] === 0;
      }
      if (clean) break;
    }
  }
  return { rows, left };
}

/** The entry of smallest size below and right of a place, or undefined where all are 0. */
function smallest(rows: readonly number[][], step: number): [number, number] | undefined {
  let best: [number, number] | undefined;
  for (let i = step; i < rows.length; i++) {
    for (let j = step; j < rows[i].length; j++) {
      if (rows[i][j] !== 0 && (!best || Math.abs(rows[i][j]) < Math.abs(rows[best[0]][best[1]]))) best = [i, j];
    }
  }
  return best;
}

function swap(rows: number[][], left: number[][], step: number, [i, j]: readonly [number, number]): void {
  [rows[step], rows[i]] = [rows[i], rows[step]];
  [left[step], left[i]] = [left[i], left[step]];
  for (const row of rows) [row[step], row[j]] = [row[j], row[step]];
}
