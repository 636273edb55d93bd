/** Lattices whose axes are not at right angles, or whose cells have several sites: where the sites lie. */

/** Names of lattices with two axes. */
export const LATTICES = ['square', 'triangular', 'honeycomb', 'kagome'] as const;
/** One of them. */
export type LatticeName = (typeof LATTICES)[number];

/** A place in the plane, in lattice constants; y points down, as rows do. */
export type Position = readonly [x: number, y: number];

/** The cell of a lattice with two axes. */
export interface LatticeCell {
  readonly name: Exclude<LatticeName, 'square'>;
  /** From one cell to the next along y and along x: 60° apart, so that cells (row + 1, column - 1) are also neighbours. */
  readonly vectors: readonly [along_y: Position, along_x: Position];
  /** Sites of a cell, in the order of the values of a site in the file. */
  readonly basis: readonly Position[];
}

const HEIGHT = Math.sqrt(3) / 2;
const VECTORS = [
  [1 / 2, HEIGHT],
  [1, 0],
] as const;
/** Parts of the two vectors. */
const at = (y: number, x: number): Position => [y * VECTORS[0][0] + x, y * HEIGHT];

const CELLS: Readonly<Record<LatticeCell['name'], LatticeCell>> = {
  triangular: { name: 'triangular', vectors: VECTORS, basis: [at(0, 0)] },
  honeycomb: { name: 'honeycomb', vectors: VECTORS, basis: [at(0, 0), at(1 / 3, 1 / 3)] },
  kagome: { name: 'kagome', vectors: VECTORS, basis: [at(0, 0), at(0, 1 / 2), at(1 / 2, 0)] },
};

/** The cell of a lattice; undefined for the square one. */
export function cellOf(name: LatticeName): LatticeCell | undefined {
  return name === 'square' ? undefined : CELLS[name];
}

/**
 * Where the sites of a block lie.
 * @param sides cells along y and x
 * @returns cell by cell in C order, the sites of a cell side by side
 */
export function positionsIn([rows, columns]: readonly number[], { vectors: [down, right], basis }: Pick<LatticeCell, 'vectors' | 'basis'>): Position[] {
  return Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]).flatMap(([y, x]) =>
    basis.map((site): Position => [y * down[0] + x * right[0] + site[0], y * down[1] + x * right[1] + site[1]]),
  );
}
