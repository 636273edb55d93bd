import type { CoarseShape } from './shape.ts';

/**
 * A table of signs is a filter with one hidden layer of fixed weights: a unit for each state of the block, which is 1 in that state and 0 in all others. The readout
 * of a component is then its table. State s counts values as bits, the first one lowest; bit 1 stands for +1.
 */

/** The signs of a state of the block. */
export function signsOfState(state: number, values: number): number[] {
  return Array.from({ length: values }, (_, v) => ((state >> v) & 1 ? 1 : -1));
}

/**
 * Weights of the hidden layer, (values + 1, units), biases last: unit s is relu(σ(s)·v + 1 - values). Units beyond the states, of which blocks of one value have two, are 0.
 */
export function tableUnits({ visible, hidden: [units] }: Pick<CoarseShape, 'visible' | 'hidden'>): Float32Array<ArrayBuffer> {
  const weights = new Float32Array((visible + 1) * units);
  for (let state = 0; state < 2 ** visible; state++) {
    for (const [v, sign] of signsOfState(state, visible).entries()) weights[v * units + state] = sign;
    weights[visible * units + state] = 1 - visible;
  }
  return weights;
}
