/** Where the values of a block lie, as plain data. */

/** The cell of a lattice whose axes are not at right angles, or that has several sites in a cell. */
export interface UnitCell {
  /** From one cell to the next along y and along x. */
  readonly vectors: readonly [along_y: readonly [number, number], along_x: readonly [number, number]];
  /** Sites of a cell, in the order of its values. */
  readonly basis: readonly (readonly [number, number])[];
}

/** A block and its environment as lists of values, perhaps with the places of all values and the pairs that are neighbours. */
export interface ListedSites {
  readonly block: readonly number[];
  readonly environment: readonly number[];
  readonly positions?: readonly (readonly [number, number])[] | undefined;
  readonly edges?: readonly (readonly [number, number])[] | undefined;
}
