import type { Start } from '../sample/chains.ts';

/**
 * The inner symmetry of the values, by which operators are sorted: 'sign' of all spins, 'permutations' of the states, or 'none', where filters on bonds tell operators
 * apart by how they change from one sublattice to the next.
 */
export type InnerSymmetry = 'sign' | 'permutations' | 'none';

/**
 * How an operator changes under the inner symmetry. 'odd' and 'even': with the sign of all spins or not; 'vector' and 'even': with the states or not; 'columnar',
 * 'staggered' and 'plain', of bonds: momentum (π, 0) and (0, π), (π, π), or 0.
 */
export type OperatorSector = 'odd' | 'even' | 'vector' | 'columnar' | 'staggered' | 'plain';

/** The factor by which the square torus changes the power law of an operator: of the spin and the energy of the critical Ising model; of vertex operators of a height field, and of its gradient across an axis. */
export type TheoryFactor = 'spin' | 'energy' | 'winding' | 'gradient';

/** An operator of a field theory. */
export interface TheoryOperator {
  /** E.g. σ. */
  readonly name: string;
  readonly sector: OperatorSector;
  /** Scaling dimension Δ; its correlator falls as r^(-2 Δ). */
  readonly dimension: number;
  /** Where it is known for the square torus. */
  readonly factor?: TheoryFactor;
  /** Of a height field: its stiffness g, and the electric charge of a vertex operator. */
  readonly stiffness?: number;
  readonly charge?: number;
}

/** The field theory of a critical point. */
export interface Theory {
  /** In words, e.g. critical Ising model. */
  readonly name: string;
  readonly source: string;
  /** By ascending dimension within each sector. */
  readonly operators: readonly TheoryOperator[];
}

/** What is known of the operators of a model on the square torus, beside any filter. */
export interface FieldTheory<S> {
  readonly inner: InnerSymmetry;
  /** Where chains start. */
  readonly start: Start;
  /** The field theory at a point; undefined where there is none, or none is known. @param stiffness of a height field, as measured */
  at(settings: S, point: number, stiffness?: number): Theory | undefined;
}

/** The textbook of minimal models. */
export const MINIMAL = 'Di Francesco, Mathieu and Sénéchal, Conformal Field Theory (1997), chapter 7';
