/** Rows of text that make up configurations together: L rows of L values are one of L x L. */
import type { ArrayOfNumbers } from '../core/array.ts';
import { reshaped } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { elements } from '../core/shape.ts';

/** How the rows of a file lie. */
interface RowGroups {
  /** Number of rows. */
  rows: number;
  /** Values in each row. */
  width: number;
  /** Numbers of rows between empty or comment lines. */
  groups: readonly number[];
}

/**
 * Arranges rows as configurations.
 * @param flat (rows, width)
 * @param shape of one configuration, where it was given: that of a row, or of several rows whose last extents make a row
 * @returns (N, ...shape), with the number of rows of each configuration where that is not one
 * @throws BlockspinError where the shape does not fit, a block is cut off, or the file can be read in two ways
 */
export function arranged<A extends ArrayOfNumbers>(flat: A, groups: readonly number[], name: string, shape?: readonly number[]): A & { rowsOfEach?: number } {
  const [rows, width] = flat.shape;
  const layout: RowGroups = { rows, width, groups };
  if (shape) {
    const each = rowsOf(shape, width);
    if (each === undefined) return reshaped(flat, shape, name);
    checkBlocks(layout, each, shape, name);
    return { ...flat, shape: [rows / each, ...shape], rowsOfEach: each };
  }
  const each = blockRows(layout, name);
  if (each !== undefined) return { ...flat, shape: [rows / each, each, width], rowsOfEach: each };
  return flat;
}

/** How many rows make a configuration of a shape, if its last extents are those of a row; undefined for one row and where it does not fit. */
function rowsOf(shape: readonly number[], width: number): number | undefined {
  if (elements(shape) === width) return undefined;
  const suffix = shape.findIndex((_, axis) => axis > 0 && elements(shape.slice(axis)) === width);
  return suffix < 0 ? undefined : elements(shape.slice(0, suffix));
}

/** @throws BlockspinError unless every configuration is whole, and its rows belong together */
function checkBlocks({ rows, width, groups }: RowGroups, each: number, shape: readonly number[], name: string): void {
  const [height] = groups;
  const slices = each % height === 0 && groups.every((one) => one === height);
  if (rows % each === 0 && (slices || groups.every((one) => one % each === 0))) return;
  const parted = rows % each === 0;
  throw new BlockspinError({
    who: name,
    expected: `${parted ? 'blocks' : 'a multiple'} of ${each} rows of ${width} values, for configurations of ${shape.join(' x ')}`,
    got: parted ? `empty or comment lines between ${listedBriefly(groups)} rows` : `${rows} rows`,
    remedy: phrase`give the ${setting('shape')} of one configuration, or complete the file`,
  });
}

/**
 * Rows of each configuration by the empty and comment lines alone: blocks of L rows of L values are squares.
 * @throws BlockspinError where equal groups of rows are no squares, and could be blocks or flat rows
 */
function blockRows({ rows, width, groups }: RowGroups, name: string): number | undefined {
  const [height] = groups;
  if (groups.length < 2 || height < 2) return undefined;
  const last = groups[groups.length - 1];
  const equal = groups.every((one) => one === height);
  if (equal && height === width) return height;
  const cut = !equal && height === width && last < height && groups.slice(0, -1).every((one) => one === height);
  if (!equal && !cut) return undefined;
  throw new BlockspinError({
    who: name,
    expected: cut ? `blocks of ${height} rows` : `one configuration per row, or blocks of ${width} rows of ${width} values`,
    got: cut ? `a last block of ${last}` : `${groups.length} groups of ${height} rows of ${width} values`,
    remedy: phrase`${cut ? 'complete the file; or ' : ''}say which: ${setting('axes', 'nx')} makes ${rows} configurations of ${width} values out of the rows, ${setting('shape', [height, width])} ${groups.length} of ${height} x ${width} out of the groups`,
  });
}

function listedBriefly(groups: readonly number[]): string {
  return `${groups.slice(0, 5).join(', ')}${groups.length > 5 ? ', ...' : ''}`;
}
