import * as shader from '../gen/shaders/coarse/relaxed.ts';
import { op } from '../graph/op.ts';

/**
 * The relaxed Bernoulli variable `h = 2 σ((a + logistic noise) / τ) - 1` with τ from the schedule.
 * Input `a` (R, K, C); output `h` (R, K, C) in (-1, 1); extras `schedule` (S, 4), `keys` (R, 2), `step` (R).
 */
export const relaxed = op({
  name: 'coarse/relaxed',
  inputs: { a: 'R K C' },
  outputs: { h: 'R K C' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.C, n.R] },
  backward: [{ entry: shader.backward_a, gives: ['a'], threads: (n) => [n.K * n.C, n.R] }],
});
