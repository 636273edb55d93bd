/** A window that lies anywhere on an open lattice: block, buffer and shell at every place where all of it is on the lattice. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Region } from './region.ts';
import { type Cells, cellAt, cellCount, type ExactSpace, placesOf } from './space.ts';

/** A window by its widths, in cells along every axis. */
interface WindowOptions {
  block: readonly number[];
  buffer: number;
  shell: number;
}

/** A place of the window. */
export interface Placed extends Region {
  /** The first cell of the block along each axis. */
  at: readonly number[];
}

/**
 * The window at all places where the whole of it exists. Its sites correspond in order.
 * @throws BlockspinError for a graph, and where no place fits
 */
export function windowsOf(space: ExactSpace, { block, buffer, shell }: WindowOptions): Placed[] {
  const { cells } = space;
  if (!cells) throw new BlockspinError({ setting: 'at', expected: 'a lattice, which has places', got: 'a graph', remedy: phrase`give ${setting('centre')}` });
  const extent = block.length === 1 ? cells.sides.map(() => block[0]) : block;
  const margin = buffer + shell;
  const widths = extent.map((side) => side + 2 * margin);
  const fits = extent.length === cells.sides.length && widths.every((width, axis) => width <= cells.sides[axis]);
  const placed = fits ? Array.from({ length: cellCount(cells) }, (_, cell) => windowAt(space, placesOf(cells, cell), extent, buffer, shell)) : [];
  const found = placed.filter((one): one is Placed => one !== undefined);
  if (found.length > 0) return found;
  throw new BlockspinError({
    setting: 'at',
    expected: `a place for a window of ${widths.join(' x ')} on a lattice of ${cells.sides.join(' x ')}`,
    got: 'none without a hole or an end',
    remedy: phrase`use a smaller ${setting('block')}, ${setting('buffer')} or ${setting('shell')}`,
  });
}

/** The window whose block begins at a place, or undefined where a part of it is missing. */
function windowAt(space: ExactSpace, at: readonly number[], extent: readonly number[], buffer: number, shell: number): Placed | undefined {
  const { basis } = space.cells as Cells;
  const margin = buffer + shell;
  const box = { sides: extent.map((side) => side + 2 * margin) };
  const parts: Record<keyof Region, number[]> = { block: [], buffer: [], environment: [] };
  for (let i = 0; i < cellCount(box); i++) {
    const place = placesOf(box, i).map((x) => x - margin);
    const cell = cellAt(
      space.cells as Cells,
      place.map((x, axis) => x + at[axis]),
    );
    if (cell === undefined) return undefined;
    const steps = Math.max(...place.map((x, axis) => Math.max(-x, x - extent[axis] + 1, 0)));
    const part = steps === 0 ? parts.block : steps <= buffer ? parts.buffer : parts.environment;
    for (let k = 0; k < basis; k++) part.push(cell * basis + k);
  }
  const all = [...parts.block, ...parts.buffer, ...parts.environment];
  return all.every(space.present) ? { ...parts, at } : undefined;
}
