import type { Start } from '../sample/chains.ts';

/** A scaling dimension that is known exactly. */
export interface ExpectedDimension {
  dimension: number;
  label: string;
}

/** How much of a filter is a pattern: the cosine between the two. */
export interface Overlap {
  name: string;
  overlap: number;
}

/** What the torus does to the power law of a correlator, and for which operators. */
export const TORUS_FACTORS = { winding: 'of a height field', ising: 'such as the critical spin' } as const;
/** The name of such a factor. */
export type TorusFactor = keyof typeof TORUS_FACTORS;

/** What is known of the operators that coarse variables on a square lattice measure. */
export interface Operators<S> {
  /** The one that its correlators may have. */
  readonly factor: TorusFactor;
  /** Where chains of a correlator start. */
  readonly start: Start;
  /** Whether filters tend to change sign with the sublattice, so that distances are even ones by default. */
  alternates(settings: S): boolean;
  /** Whether symmetry makes the mean of a linear coarse variable vanish. */
  zeroMean(settings: S): boolean;
  /** The stiffness g of a height field where it is known without a measurement, and what it is of. */
  stiffness?(settings: S, point: number): { value: number; of: string } | undefined;
  /**
   * The dimension that is known for a filter.
   * @param overlaps of the filter with every named pattern
   * @param stiffness as it was measured; NaN where it was not
   * @returns null where no power law is known
   */
  expected(settings: S, point: number, overlaps: readonly Overlap[], stiffness: number): ExpectedDimension | null;
}

/** A filter with less of an operator shows others within reach. */
export const MOSTLY = 0.5;
