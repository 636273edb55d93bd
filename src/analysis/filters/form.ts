/** The form of a block, as far as names of filters depend on it: sublattices, and which sites lie on its rim. Plain arrays, no GPU. */
import type { UnitCell } from './places.ts';

/** One entry of each list for each weight of a filter, in its order. */
export interface Form {
  /** 1 and -1 on the two sublattices; missing where neighbours of a site are neighbours of each other. */
  readonly parity?: readonly number[];
  /** Whether the site, or its cell, lies on the rim of the block. */
  readonly edge: readonly boolean[];
  /** 0, 1 or 2, where there are three sublattices. */
  readonly third?: readonly number[];
}

/**
 * The form of a block.
 * @param sides sites along each axis, or cells, the slowest first
 * @param cell of a lattice that is not square: of one site (triangular), two (honeycomb) or three (kagome)
 */
export function formOf(sides: readonly number[], cell?: UnitCell): Form {
  const basis = cell?.basis.length ?? 1;
  const cells = sides.reduce<number[][]>((all, side) => all.flatMap((before) => Array.from({ length: side }, (_, x) => [...before, x])), [[]]);
  const each = <T>(of: (r: readonly number[], site: number) => T) => cells.flatMap((r) => Array.from({ length: basis }, (_, site) => of(r, site)));
  const edge = each((r) => r.some((x, axis) => x === 0 || x === sides[axis] - 1));
  const sum = (r: readonly number[]) => r.reduce((total, x) => total + x, 0);
  if (!cell) return { edge, parity: each((r) => (sum(r) % 2 === 0 ? 1 : -1)) };
  if (basis === 2) return { edge, parity: each((_, site) => (site === 0 ? 1 : -1)) };
  // The six neighbours of a triangular site are at ±x, ±y and ±(y - x): x - y changes by 1 or 2 modulo 3.
  return { edge, third: each(([y, x], site) => (basis === 3 ? site : (((x - y) % 3) + 3) % 3)) };
}

/** A filter times the parity of its sites: takes a staggered filter to a uniform one. */
export function alternated(weights: readonly number[], { parity }: Form): number[] {
  return weights.map((w, i) => (parity && parity[i] < 0 ? -w : w));
}

/**
 * The cosine between a filter and the patterns that have one weight on each of three sublattices and sum to zero.
 * @returns NaN for a filter of zeros or where there are not three sublattices
 */
export function thirdness(weights: readonly number[], { third }: Form): number {
  if (!third) return Number.NaN;
  const sums = [0, 1, 2].map((k) => weights.reduce((sum, w, i) => (third[i] === k ? sum + w : sum), 0));
  const counts = [0, 1, 2].map((k) => third.filter((one) => one === k).length);
  const along = sums.reduce((total, sum, k) => (counts[k] > 0 ? total + sum ** 2 / counts[k] : total), 0);
  const uniform = sums.reduce((total, sum) => total + sum, 0) ** 2 / weights.length;
  return Math.sqrt(Math.max(0, along - uniform) / weights.reduce((total, w) => total + w * w, 0));
}
