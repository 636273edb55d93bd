import * as shader from '../gen/shaders/critic/linear_bits.ts';
import { op } from '../graph/op.ts';
import { checkOutputs } from './linear.ts';

/**
 * An affine layer on packed spins ±1, the bias being the last row of w.
 * Inputs `x` packed bits (R, K, X), `w` (R, I + 1, O); output `y` (R, K, O);
 * extras `widths` (R): replica r uses its first widths[r] bits, so that replicas may have environments of
 * different sizes. There is no gradient for x: spins are data.
 * Multiply-adds in small tiles, made for hardware; `linearBitsOn` chooses.
 */
export const linearBits = op({
  name: 'critic/linear_bits',
  inputs: { x: 'R K X', w: 'R I+1 O' },
  outputs: { y: 'R K O' },
  limits: checkOutputs('critic/linear_bits'),
  split: { hardware: 8, software: 8 },
  forward: { entry: shader.forward, threads: (n) => [Math.ceil(n.K / 4) * Math.ceil(n.O / 8) * n.SPLIT, n.R] },
  backward: [{ entry: shader.backward_w, gives: ['w'], threads: (n) => [(Math.ceil(n.I / 8) + 1) * Math.ceil(n.O / 8) * n.SPLIT, n.R] }],
});
