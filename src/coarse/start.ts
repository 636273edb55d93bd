import { philox } from '../core/random.ts';
import { type CoarseShape, logitCount } from './shape.ts';

/**
 * Where a linear filter with one logit for each state begins, beside its random weights. Of q states of a value each state of H prefers
 * one, another one at each value: state j prefers π(j) mod q. π is a random permutation of the states of H or of the value, whichever are
 * more, drawn for every component and value.
 *
 * Without this, two states of a value often share one state of H from the first step on, and another state of H is empty. The gradient of
 * its logit is in proportion to its probability, so it stays empty. For clock and Potts spins of six states and an H of six, 0 and 3 of 12
 * replicas found all six; with twice the half-width of the random weights 13 and 15 of 16, with three times all of 16.
 * Such weights add 36 (q - 1) / q³ to the variance of a logit of independent values, whatever the size of the block.
 * @param key of the random draws of a replica
 * @returns what is added to `lambda` (A, V); undefined where states of H or values are binary, or the filter is not linear
 */
export function preferences(shape: CoarseShape, key: readonly [number, number]): Float32Array<ArrayBuffer> | undefined {
  const { states, encoding, hidden, visible } = shape;
  if (states === 2 || encoding.kind !== 'onehot' || hidden.length > 0) return undefined;
  const q = encoding.states;
  const added = new Float32Array(logitCount(shape) * visible);
  const strength = 3 / Math.sqrt(visible);
  for (let component = 0; component < shape.components; component++) {
    for (let value = 0; value < visible / q; value++) {
      const order = permutation(Math.max(states, q), component * (visible / q) + value, key);
      for (let j = 0; j < states; j++) added[(component * states + j) * visible + value * q + (order[j] % q)] = strength;
    }
  }
  return added;
}

/**
 * Where a filter of products begins in every second replica: as their sum, in the first logit of each component. The sum over a block is the operator of the
 * smallest momentum, and the most relevant one of its sector wherever E is far; random weights do not find it, since single products tell next to nothing there.
 * @returns `lambda` (A, V)
 */
export function sumOfProducts(shape: CoarseShape): Float32Array<ArrayBuffer> {
  const { components, states, visible, products = 0 } = shape;
  const weights = new Float32Array(logitCount(shape) * visible);
  const logits = states === 2 ? 1 : states;
  for (let c = 0; c < components; c++) weights.fill(1 / Math.sqrt(visible), (c * logits + 1) * visible - products, (c * logits + 1) * visible);
  return weights;
}

/** A random order of 0 .. n - 1. Source: R. Durstenfeld, Commun. ACM 7, 420 (1964). */
function permutation(n: number, stream: number, key: readonly [number, number]): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(((i + 1) * philox([stream, i, 0, 0], key)[0]) / 2 ** 32);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
