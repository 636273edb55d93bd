/** Pieces of the regular tilings: squares, triangles and hexagons, with open or periodic boundary. All edges have length 1. */
import { BlockspinError } from '../../core/errors.ts';
import type { Graph } from './graph.ts';

/** Which piece. */
export interface Board {
  /** Rows and columns of sites, or of cells of two; one number for both. Open honeycombs: hexagons along a side of their hexagon. */
  readonly size: readonly number[];
  readonly boundary: 'open' | 'periodic';
}

/** About as many nodes as a disc of the largest radius has. */
const MOST_SITES = 2 ** 20;

/** Rows and columns, checked. */
function sides({ size, boundary }: Board, least: { open: number; periodic: number }): readonly [number, number] {
  const [rows, columns = rows] = size;
  const from = least[boundary];
  const good =
    size.length <= 2 && [rows, columns].every((side) => Number.isInteger(side) && side >= from) && rows * columns <= MOST_SITES && rows * columns > 1;
  if (good) return [rows, columns];
  const expected = `rows and columns from ${from} on, at most ${MOST_SITES} sites`;
  throw new BlockspinError({
    setting: 'size',
    expected,
    got: size.join(','),
    remedy: boundary === 'periodic' ? 'shorter rings would join a pair twice' : 'give two whole numbers',
  });
}

/** Steps from each site of rows and columns, down and to the right, as edges. */
function stepped(rows: number, columns: number, periodic: boolean, steps: readonly (readonly [number, number])[]): [number, number][] {
  const wrapped = (value: number, side: number) => (value + side) % side;
  const edges: [number, number][] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const [down, right] of steps) {
        const [r, c] = [row + down, column + right];
        const inside = r >= 0 && r < rows && c >= 0 && c < columns;
        if (inside || periodic) edges.push([row * columns + column, wrapped(r, rows) * columns + wrapped(c, columns)]);
      }
    }
  }
  return edges;
}

const places = (rows: number, columns: number) => Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const);

/**
 * Squares: sites in rows, the first at the top. Open boards have positions, and the lift (row, column).
 * @throws BlockspinError for sides below 1, periodic ones below 3
 */
export function squareBoard(board: Board): Graph {
  const [rows, columns] = sides(board, { open: 1, periodic: 3 });
  const periodic = board.boundary === 'periodic';
  const edges = stepped(rows, columns, periodic, [
    [0, 1],
    [1, 0],
  ]);
  const all = places(rows, columns);
  const open = { positions: all.map(([row, column]) => [column, rows - 1 - row] as const), lift: all.map(([row, column]) => [row, column]) };
  return { nodes: rows * columns, edges, name: `square, ${rows} x ${columns}, ${board.boundary}`, ...(periodic ? {} : open) };
}

/**
 * Triangles: sites in rows, each shifted by a half against the one above. Open boards have positions.
 * @throws BlockspinError for sides below 2, periodic ones below 3
 */
export function triangularBoard(board: Board): Graph {
  const [rows, columns] = sides(board, { open: 2, periodic: 3 });
  const periodic = board.boundary === 'periodic';
  const edges = stepped(rows, columns, periodic, [
    [0, 1],
    [1, 0],
    [1, -1],
  ]);
  const positions = places(rows, columns).map(([row, column]) => [column + row / 2, (-row * Math.sqrt(3)) / 2] as const);
  return { nodes: rows * columns, edges, name: `triangular, ${rows} x ${columns}, ${board.boundary}`, ...(periodic ? {} : { positions }) };
}

/**
 * Hexagons. Open: those of a hexagon with so many along each side (1 is benzene, 2 coronene), with positions. Periodic: rows and columns of cells of two
 * sites.
 * @throws BlockspinError for sides below 1, periodic ones below 2, and two different sides of an open one
 */
export function honeycombBoard(board: Board): Graph {
  const { size, boundary } = board;
  if (boundary === 'periodic') return honeycombTorus(...sides(board, { open: 1, periodic: 2 }));
  const [side] = size;
  if (size.length === 1 && Number.isInteger(side) && side >= 1 && 6 * side ** 2 <= MOST_SITES) return flake(side);
  throw new BlockspinError({
    setting: 'size',
    expected: 'one whole number, the hexagons along a side',
    got: size.join(','),
    remedy: 'periodic ones have rows and columns',
  });
}

function honeycombTorus(rows: number, columns: number): Graph {
  const cell = (row: number, column: number) => ((row + rows) % rows) * columns + ((column + columns) % columns);
  const edges = places(rows, columns).flatMap(([row, column]) =>
    [cell(row, column), cell(row, column - 1), cell(row - 1, column)].map((other) => [2 * cell(row, column), 2 * other + 1] as const),
  );
  return { nodes: 2 * rows * columns, edges, name: `honeycomb, ${rows} x ${columns} cells, periodic` };
}

/** Corners of the hexagons whose axial coordinates lie within a hexagon; each hexagon adds the corners and edges that are new. */
function flake(side: number): Graph {
  const positions: [number, number][] = [];
  const numbers = new Map<string, number>();
  const edges: [number, number][] = [];
  const drawn = new Set<string>();
  const corner = (x: number, y: number) => {
    const key = [x, y].map((value) => Math.round(value * 1000)).join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, positions.length);
    return positions.push([x, y]) - 1;
  };
  for (let q = 1 - side; q < side; q++) {
    for (let r = 1 - side; r < side; r++) {
      if (Math.abs(q + r) >= side) continue;
      const [x, y] = [Math.sqrt(3) * (q + r / 2), -1.5 * r];
      const ring = Array.from({ length: 6 }, (_, k) => corner(x + Math.sin((k * Math.PI) / 3), y + Math.cos((k * Math.PI) / 3)));
      ring.forEach((a, k) => {
        const b = ring[(k + 1) % 6];
        const key = `${Math.min(a, b)},${Math.max(a, b)}`;
        if (drawn.has(key)) return;
        drawn.add(key);
        edges.push([a, b]);
      });
    }
  }
  return { nodes: positions.length, edges, name: `honeycomb, ${side} hexagons along a side, open`, positions };
}
