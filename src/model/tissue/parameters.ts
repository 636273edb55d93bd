/** What drives a tissue: constants of its energy and of its chiral forces, in units in which an area of 1 and a friction of 1 are usual. */

/** One number for all cells, or one for each. */
export type PerCell = number | ArrayLike<number>;

/** Constants of a vertex model. */
export interface TissueParameters {
  /** Stiffness K_A of areas. */
  readonly areaStiffness: number;
  /** Stiffness K_P of perimeters. */
  readonly perimeterStiffness: number;
  /** Preferred area A0. */
  readonly area: PerCell;
  /** Preferred perimeter P0; where A0 = 1, the shape index. */
  readonly shape: PerCell;
  /** Odd tension χ: the tension of an edge also pulls transversely to it, χ times as strongly. */
  readonly chirality: number;
  /** Torque τ of a cell about the mean of its vertices. */
  readonly torque: PerCell;
  /** Drive γ of a cell along its boundary, counter-clockwise. */
  readonly drive: PerCell;
  /** Length e below which edges are smooth: an edge counts as √(d² + e²). 0: exact lengths. */
  readonly smoothing: number;
}

/** A tissue without chirality at P0 = 3.7. */
export const PLAIN: TissueParameters = {
  areaStiffness: 1,
  perimeterStiffness: 1,
  area: 1,
  shape: 3.7,
  chirality: 0,
  torque: 0,
  drive: 0,
  smoothing: 0,
};

/** The value of a cell. */
export function ofCell(value: PerCell, cell: number): number {
  return typeof value === 'number' ? value : (value[cell] as number);
}

/** Whether a value is zero for all cells. */
function isZero(value: PerCell): boolean {
  return typeof value === 'number' ? value === 0 : Array.from(value).every((one) => one === 0);
}

/** Whether forces are the gradient of an energy: no chiral term acts. */
export function isGradient({ chirality, torque, drive }: TissueParameters): boolean {
  return chirality === 0 && isZero(torque) && isZero(drive);
}
