import * as shader from '../gen/shaders/coarse/states.ts';
import { op } from '../graph/op.ts';

/**
 * The probability of every state of H given the block, from logits. A bound that sums over these states needs neither random
 * draws nor a temperature. The state number counts components as digits, the first one lowest; digit 1 of a binary component
 * stands for +1.
 * Input `a` logits (R, K, A); output `p` (R, K, S), given by the option `S`; option `Q` states of a component;
 * option `HARD` 1: the most probable state of every component, with ties shared equally (no gradient).
 */
export const states = op({
  name: 'coarse/states',
  inputs: { a: 'R K A' },
  outputs: { p: 'R K S' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.S, n.R] },
  backward: [{ entry: shader.backward_a, gives: ['a'], threads: (n) => [n.K * n.A, n.R] }],
});
