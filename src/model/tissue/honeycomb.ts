import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { type Mesh, meshOf } from './mesh.ts';

/** Perimeter of a regular hexagon of area 1, 2 √(2 √3). */
export const HEXAGON = 2 * Math.sqrt(2 * Math.sqrt(3));

/** Fewest cells along each axis: with fewer, two cells would share two edges. */
const FEWEST = 3;

/** Columns and rows of a honeycomb of so many cells whose box is nearest to a square; undefined if there is none. */
function honeycombSides(cells: number): [columns: number, rows: number] | undefined {
  let best: [number, number] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let rows = 4; rows * FEWEST <= cells; rows += 2) {
    if (cells % rows !== 0) continue;
    const columns = cells / rows;
    // A cell is √3 wide where a row is 3/2 high, in sides of the hexagon.
    const stretched = Math.abs(Math.log((columns * Math.sqrt(3)) / (rows * 1.5)));
    if (stretched < least) [best, least] = [[columns, rows], stretched];
  }
  return best;
}

/**
 * Regular hexagons of area 1, numbered along x, row by row; every second row is moved by half a cell.
 * @param columns at least 3
 * @param rows even, at least 4
 * @throws BlockspinError for numbers that give no periodic honeycomb
 */
export function honeycomb(columns: number, rows: number): Mesh {
  if (!(Number.isInteger(columns) && columns >= FEWEST && Number.isInteger(rows) && rows >= 4 && rows % 2 === 0)) {
    throw new BlockspinError({
      who: 'honeycomb',
      expected: 'at least 3 columns, and an even number of rows of at least 4',
      got: `${columns} columns and ${rows} rows`,
      remedy: 'choose for example 4 columns and 4 rows',
    });
  }
  const side = HEXAGON / 6;
  const [wide, high] = [Math.sqrt(3) * side, 1.5 * side];
  const positions = new Float64Array(4 * columns * rows);
  // Each cell brings its lower left (2 c) and its lower vertex (2 c + 1).
  const cellAt = (i: number, j: number) => {
    const row = (j + rows) % rows;
    return row * columns + ((i + columns) % columns);
  };
  const cells: number[][] = [];
  for (let j = 0; j < rows; j++) {
    const odd = j % 2;
    for (let i = 0; i < columns; i++) {
      const c = cellAt(i, j);
      const [x, y] = [(i + odd / 2) * wide, j * high];
      positions.set([x - wide / 2, y - side / 2, x, y - side], 4 * c);
      const right = cellAt(i + 1, j);
      const [upLeft, upRight] = [cellAt(i - 1 + odd, j + 1), cellAt(i + odd, j + 1)];
      cells[c] = [2 * c, 2 * c + 1, 2 * right, 2 * upRight + 1, 2 * upRight, 2 * upLeft + 1];
    }
  }
  return meshOf([columns * wide, rows * high], positions, cells);
}

/**
 * A honeycomb of a number of cells, as near to a square as it can be.
 * @throws BlockspinError for a number that gives none
 */
export function honeycombOf(cells: number): Mesh {
  const sides = honeycombSides(cells);
  if (sides) return honeycomb(...sides);
  let [below, above] = [cells, cells];
  while (below > 12 && !honeycombSides(below)) below--;
  while (!honeycombSides(above)) above++;
  throw new BlockspinError({
    setting: 'cells',
    expected: 'a number of cells of a periodic honeycomb: columns (at least 3) times an even number of rows (at least 4)',
    got: cells,
    remedy: phrase`use ${setting('cells', ...new Set([Math.max(12, below), above]))}, or ${setting('tiling', 'voronoi')}`,
  });
}
