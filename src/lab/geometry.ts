/** Block, buffer and environment on the torus, and what a block holds. Lengths in sites. */
import type { View } from './catalogue.ts';

/** A square of the picture. */
export interface Box {
  name: 'block' | 'buffer' | 'environment';
  /** First column and row. */
  x: number;
  y: number;
  side: number;
}

/** First column and row of a block. */
export interface Place {
  x: number;
  y: number;
}

/** A number brought to 0 .. side - 1. */
const wrapped = (x: number, side: number): number => ((x % side) + side) % side;

/** The outlines of a window from the outermost to the block. */
export function boxesOf({ x, y }: Place, { block, buffer, shell }: { block: number; buffer: number; shell: number }): Box[] {
  const around = (name: Box['name'], margin: number): Box => ({ name, x: x - margin, y: y - margin, side: block + 2 * margin });
  return [around('environment', buffer + shell), around('buffer', buffer), around('block', 0)];
}

/** Shifts by whole lattices at which a box is visible in the picture of the torus. */
export function shiftsOf({ x, y, side }: Box, size: number): Place[] {
  const along = (from: number) => [-size, 0, size].filter((shift) => from + shift < size && from + shift + side > 0);
  return along(y).flatMap((dy) => along(x).map((dx) => ({ x: dx, y: dy })));
}

/** A block after a move of the outline. */
export function moved({ x, y }: Place, dx: number, dy: number, size: number): Place {
  return { x: wrapped(x + dx, size), y: wrapped(y + dy, size) };
}

/** What a block holds and what the filter makes of it. */
interface Inspection {
  /** ±1 for two values; otherwise the values. Row by row. */
  v: number[];
  /** Λ·V. */
  field: number;
  /** The sign of Λ·V; 0 where it is a tie, which is split at random. */
  h: -1 | 0 | 1;
}

/** V as numbers: spins ±1, row by row. @param spins (L, L), 0 or 1 */
export function blockAt(spins: ArrayLike<number>, size: number, place: Place, block: number): number[] {
  return Array.from({ length: block * block }, (_, i) => {
    const [x, y] = [wrapped(place.x + (i % block), size), wrapped(place.y + Math.floor(i / block), size)];
    return spins[y * size + x] ? 1 : -1;
  });
}

/** Dimers on the edges of a block as ±1. @param values (M) of one chain, 0 or 1 */
export function edgesAt(values: ArrayLike<number>, block: readonly number[]): number[] {
  return block.map((e) => (values[e] ? 1 : -1));
}

/**
 * V as the filter sees it, row by row: spins and bonds ±1, masses relative to their mean 1.
 * @param values of one chain: (L, L) or (L, L, 2) of 0 and 1, or (N) masses
 */
export function valuesAt(view: View, values: ArrayLike<number>, size: number, place: Place, block: number): number[] {
  if (view === 'columns') return Array.from({ length: block }, (_, i) => values[wrapped(place.x + i, size)] - 1);
  if (view !== 'bonds') return blockAt(values, size, place, block);
  return Array.from({ length: 2 * block * block }, (_, i) => {
    const [column, row] = [i % (2 * block), Math.floor(i / (2 * block))];
    const [x, y] = [wrapped(place.x + (column >> 1), size), wrapped(place.y + row, size)];
    return values[2 * (y * size + x) + (column & 1)] ? 1 : -1;
  });
}

/** Λ·V and H of a block. @param filter as many weights as V has values */
export function inspect(v: number[], filter: ArrayLike<number>): Inspection {
  const size = v.reduce((sum, _, i) => sum + Math.abs(filter[i]), 0);
  const field = v.reduce((sum, x, i) => sum + x * filter[i], 0);
  // Weights such as 0.1 and 0.2 cancel only up to rounding.
  return { v, field, h: Math.abs(field) <= 1e-6 * size ? 0 : field > 0 ? 1 : -1 };
}

/**
 * The filter applied to every block of a lattice.
 * @param values (L, L), -1, 0 or 1
 * @param filter (b, b)
 * @returns (L / b, L / b), -1 or 1, and 0 for ties
 */
export function coarsened(values: ArrayLike<number>, size: number, filter: ArrayLike<number>, block: number): Int8Array {
  const side = Math.floor(size / block);
  return Int8Array.from({ length: side * side }, (_, i) => {
    const corner = block * (Math.floor(i / side) * size + (i % side));
    return inspect(
      Array.from({ length: block * block }, (_, v) => values[corner + Math.floor(v / block) * size + (v % block)]),
      filter,
    ).h;
  });
}
