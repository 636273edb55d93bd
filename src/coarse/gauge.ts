/** A linear function of inputs ±1. */
interface Affine {
  /** One for each input. */
  readonly weights: readonly number[];
  readonly bias: number;
}

/**
 * The same function of one-hot values, with weights that sum to zero over the states of every value. Of the q inputs of a value
 * one is +1 and the others are -1. A constant m added to all its weights therefore adds (2 - q) m to the function: weights are
 * determined only up to this constant, and two filters can be compared only in a fixed gauge.
 * @param weights (values, states)
 * @param states q of a value; for q = 2 nothing of the bias changes
 */
export function zeroSumOverStates({ weights, bias }: Affine, states: number): Affine {
  const out = [...weights];
  let constant = bias;
  for (let first = 0; first < weights.length; first += states) {
    const mean = weights.slice(first, first + states).reduce((sum, w) => sum + w, 0) / states;
    for (let state = 0; state < states; state++) out[first + state] -= mean;
    constant += (2 - states) * mean;
  }
  return { weights: out, bias: constant };
}
