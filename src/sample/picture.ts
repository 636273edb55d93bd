/** What of a configuration is drawn: polygons of the plane that carry values. Plain data; reports draw it. */

/** A value of every polygon. */
export interface CellField {
  /** A word for the data of the figure. */
  readonly name: string;
  /** Above its drawing. */
  readonly title: string;
  /** On its scale, with the unit in parentheses. */
  readonly legend: string;
  readonly values: readonly number[];
  /** Colours to either side of a number, or upwards from the smallest. */
  readonly scale: { readonly around: number } | 'upward';
}

/** Polygons that cover a periodic box. */
export interface CellPicture {
  readonly title: string;
  /** What it is of, and its main number. */
  readonly about: string;
  readonly box: readonly [number, number];
  /** (N + 1): where the corners of each polygon begin. */
  readonly rows: Uint32Array;
  /** (C, 2): corners, those of a polygon side by side, counter-clockwise. */
  readonly places: Float64Array;
  readonly fields: readonly CellField[];
}
