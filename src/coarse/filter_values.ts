import * as shader from '../gen/shaders/coarse/filter_values.ts';
import { op } from '../graph/op.ts';

/**
 * The linear filter on real values: `a_kc = Σ_v f(x_kv) w_cv`, one kernel per logit of the coarse variable.
 * Inputs `x` (R, K, V) blocks of values, or the hidden features of a nonlinear filter, `w` kernels (R, A, V); output
 * `a` (R, K, A); option `RELU` 1 for f = relu, 0 for the identity.
 */
export const filterValues = op({
  name: 'coarse/filter_values',
  inputs: { x: 'R K V', w: 'R A V' },
  outputs: { a: 'R K A' },
  split: { hardware: 16, software: 1 },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.A, n.R] },
  backward: [
    { entry: shader.backward_w, gives: ['w'], threads: (n) => [n.A * n.V * n.SPLIT, n.R] },
    { entry: shader.backward_x, gives: ['x'], threads: (n) => [n.K * n.V, n.R] },
  ],
});
