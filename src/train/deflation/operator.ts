/** Operators found by deflation, as plain data that survives JSON. */
import type { KnownComponent } from '../../coarse/known.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Encoding } from '../../space/encoding.ts';
import type { Pair } from '../../space/pairs.ts';
import type { Verdict } from '../result/summary.ts';

/**
 * How an operator changes under the inner symmetry of the values.
 * - 'odd': with the sign of all values; a filter of spins or numbers without a bias.
 * - 'even': not at all, whatever the inner symmetry is; a filter of products.
 * - 'vector': with the states or the direction of the values; a filter of one-hot states or of cosines and sines.
 * - 'mixed': in none of these ways; a filter of spins with a bias, or of spins and products.
 */
export type Sector = 'odd' | 'even' | 'vector' | 'mixed';

/** A coarse variable of one component, with what it tells beyond all operators before it. */
export interface Operator extends KnownComponent {
  readonly sector: Sector;
  /** Pairs of values of the block whose products it reads, in the order of their weights, numbered within the block in C order, channels side by side. */
  readonly pairs: readonly Pair[];
  /**
   * I(H_1 ... H_n : E) - I(H_1 ... H_(n-1) : E), nats, measured on held-out chains with the discrete H: a lower bound by itself. The error is that of
   * the mean over independent chains.
   */
  readonly gain: Estimate;
  /** Of the training that found it, about the gain. */
  readonly verdict: Verdict;
}

/** The sector of a component by what it reads. */
export function sectorOf({ inputs, biases }: Pick<KnownComponent, 'inputs' | 'biases'>, encoding: Encoding): Sector {
  if (inputs === 'products') return 'even';
  if (inputs === 'both') return 'mixed';
  const ofDirections = encoding.kind === 'onehot' || (encoding.kind === 'reals' && (encoding.inputs ?? 1) > 1);
  if (ofDirections) return 'vector';
  return biases.some((bias) => bias !== 0) ? 'mixed' : 'odd';
}
