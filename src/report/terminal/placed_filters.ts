/** Filters in the terminal whose sites lie on no square lattice: rows are shifted as the lattice is. */
import type { Position } from '../../space/cell.ts';
import { rgb } from '../draw/colours.ts';
import { isNumber } from '../draw/numbers.ts';

/** A piece of a drawing: text with escape codes, and its width in columns without them. */
export interface Cell {
  lines: string[];
  width: number;
}

/** Columns of a number, and of a coloured mark. */
const NUMBER = 4;
const MARK = 3;
/** Heights closer than this are one line, lattice constants. */
const SAME = 1e-6;

/** One decimal and always a sign; blank where a site has no value. */
export function oneNumber(weight: number | undefined): string {
  if (weight === undefined) return ' '.repeat(NUMBER);
  return isNumber(weight) ? `${weight < 0 ? '-' : '+'}${Math.abs(weight).toFixed(1)}` : ' n/a';
}

/**
 * Weights as numbers or coloured marks, each line of sites on one line of text.
 * @param places of the weights, y downwards
 */
export function placedMarks(weights: readonly (number | undefined)[], places: readonly Position[], colour: boolean): Cell {
  const heights = [...places.map(([, y]) => y)].sort((a, b) => a - b).filter((y, i, all) => i === 0 || y - all[i - 1] > SAME);
  const rows = heights.map((height) =>
    places.flatMap(([x, y], i) => (Math.abs(y - height) <= SAME ? [{ x, weight: weights[i] }] : [])).sort((a, b) => a.x - b.x),
  );
  const gaps = rows.flatMap((row) => row.slice(1).map(({ x }, i) => x - row[i].x));
  const offsets = rows.map((row) => row[0].x - Math.min(...places.map(([x]) => x))).filter((offset) => offset > SAME);
  const size = colour ? MARK : NUMBER;
  // Marks of a line do not touch, and the shift between lines is at least half a mark.
  const scale = Math.max((size + 1) / Math.min(1, ...gaps), size / 2 / Math.min(1, ...offsets));
  const left = Math.min(...places.map(([x]) => x));
  const mark = (weight: number | undefined) => {
    if (!colour) return oneNumber(weight);
    return weight === undefined ? ' '.repeat(MARK) : `\x1b[38;2;${rgb(weight).join(';')}m${'█'.repeat(MARK)}\x1b[0m`;
  };
  const drawn = rows.map((row) => {
    let text = '';
    let at = 0;
    for (const { x, weight } of row) {
      const column = Math.round((x - left) * scale);
      text += ' '.repeat(Math.max(0, column - at)) + mark(weight);
      at = Math.max(at, column) + size;
    }
    return { text, at };
  });
  const width = Math.max(...drawn.map(({ at }) => at));
  return { lines: drawn.map(({ text, at }) => text + ' '.repeat(width - at)), width };
}
