import type { Start } from '../sample/chains.ts';

/** A scaling dimension that is known exactly. */
export interface ExpectedDimension {
  dimension: number;
  label: string;
}

/** How much of a pattern a filter contains: the cosine between the two. */
export interface Overlap {
  name: string;
  overlap: number;
}

/** The factor by which the torus changes the power law of a correlator, and the operators it applies to. */
export const TORUS_FACTORS = { winding: 'of a height field', ising: 'such as the critical spin' } as const;
/** The name of the factor. */
export type TorusFactor = keyof typeof TORUS_FACTORS;

/** Known properties of the operators that coarse variables on a square lattice measure. */
export interface Operators<S> {
  /** The factor that its correlators may have. */
  readonly factor: TorusFactor;
  /** Where chains of a correlator start. */
  readonly start: Start;
  /** Whether filters tend to change sign with the sublattice, so that distances are even ones by default. */
  alternates(settings: S): boolean;
  /** Whether symmetry makes the mean of a linear coarse variable vanish. */
  zeroMean(settings: S): boolean;
  /** The stiffness g of a height field where it is known without a measurement, and the source of the value. */
  stiffness?(settings: S, point: number): { value: number; of: string } | undefined;
  /**
   * The exactly known dimension of a filter's operator.
   * @param overlaps of the filter with every named pattern
   * @param stiffness as it was measured; NaN where it was not
   * @returns null where no power law is known
   */
  expected(settings: S, point: number, overlaps: readonly Overlap[], stiffness: number): ExpectedDimension | null;
}

/** At a smaller overlap with an operator, others contribute at the accessible distances. */
export const MOSTLY = 0.5;
