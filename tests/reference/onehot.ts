/**
 * Layers on one-hot values, from the states themselves: of the q inputs of a value that of its state is +1, the others are -1, so that
 * a value in state s adds w_s - Σ_{t≠s} w_t.
 */
export interface Sizes {
  K: number;
  /** Values of a row, and states of a value. */
  values: number;
  q: number;
  /** Outputs. */
  O: number;
}

/** Where the weight of a state lies. */
export type At = (output: number, value: number, state: number) => number;

/** y_ko = c_o + Σ_i (w(o, i, s_ki) - Σ_{t ≠ s_ki} w(o, i, t)) @param states (K, values) @param constant c, where there is one */
export function forward(states: ArrayLike<number>, w: ArrayLike<number>, { K, values, q, O }: Sizes, at: At, constant?: (o: number) => number): Float64Array {
  const y = new Float64Array(K * O);
  for (let k = 0; k < K; k++) {
    for (let o = 0; o < O; o++) {
      let sum = constant ? w[constant(o)] : 0;
      for (let i = 0; i < values; i++) {
        const own = states[k * values + i];
        sum += w[at(o, i, own)];
        for (let t = 0; t < q; t++) if (t !== own) sum -= w[at(o, i, t)];
      }
      y[k * O + o] = sum;
    }
  }
  return y;
}

/** dw(o, i, t) = Σ_{k: s_ki = t} dy_ko - Σ_{k: s_ki ≠ t} dy_ko, dc_o = Σ_k dy_ko */
export function backwardW(
  states: ArrayLike<number>,
  dy: ArrayLike<number>,
  weights: number,
  { K, values, q, O }: Sizes,
  at: At,
  constant?: (o: number) => number,
): Float64Array {
  const dw = new Float64Array(weights);
  for (let o = 0; o < O; o++) {
    let all = 0;
    for (let k = 0; k < K; k++) all += dy[k * O + o];
    if (constant) dw[constant(o)] = all;
    for (let i = 0; i < values; i++) {
      for (let t = 0; t < q; t++) {
        let there = 0;
        for (let k = 0; k < K; k++) if (states[k * values + i] === t) there += dy[k * O + o];
        dw[at(o, i, t)] = 2 * there - all;
      }
    }
  }
  return dw;
}
