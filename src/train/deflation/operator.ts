/** Operators found by deflation, as plain data that survives JSON. */
import type { Estimate } from '../../core/statistics.ts';
import type { Verdict } from '../result/summary.ts';

/** What a linear filter reads of a block: its values, the products of neighbouring values, or the values and then the products. */
export const INPUTS = ['spins', 'products', 'both'] as const;
/** One of them. */
export type InputsName = (typeof INPUTS)[number];

/**
 * How an operator changes under the inner symmetry of the values.
 * - 'odd': with the sign of all spins; a filter of spins without a bias.
 * - 'even': not at all, whatever the inner symmetry is; a filter of products.
 * - 'vector': with the states of the values; a filter of one-hot states.
 * - 'mixed': neither; a filter of spins with a bias, or of spins and products.
 */
export type Sector = 'odd' | 'even' | 'vector' | 'mixed';

/**
 * A coarse variable H of one component, which a training can be given as known. With a_l = Σ_i weights[l][i] x_i + biases[l] it is
 * sign(a_0), ties split at random, for two states, and the state with the largest a_l for more.
 */
export interface KnownComponent {
  readonly inputs: InputsName;
  /** States of H: 2, or up to 16. */
  readonly states: number;
  /**
   * For each logit (one of two states, else one for each state) a weight for each input. Inputs are ±1: values of the block in C order, channels
   * side by side, a one-hot value being one input for each state; then `pairs` in their order, +1 where both values of a pair are
   * equal and -1 where they differ, which for spins is their product.
   */
  readonly weights: readonly (readonly number[])[];
  /** One for each logit. */
  readonly biases: readonly number[];
}

/** An operator: a known component with what it tells beyond all operators before it. */
export interface Operator extends KnownComponent {
  readonly sector: Sector;
  /** Pairs of values of the block that are inputs, numbered within the block in C order, channels side by side; empty for `inputs: 'spins'`. */
  readonly pairs: readonly (readonly [number, number])[];
  /**
   * I(H_1 ... H_n : E) - I(H_1 ... H_(n-1) : E), nats, measured on held-out chains with the discrete H; a lower bound by itself. The error is that of the
   * mean over independent chains.
   */
  readonly gain: Estimate;
  /** Of the training that found it, about the gain. */
  readonly verdict: Verdict;
}
