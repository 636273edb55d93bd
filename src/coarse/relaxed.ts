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

/**
 * The straight-through Bernoulli variable: a spin `hard` = sign(a + logistic noise), up with probability σ(a). Its gradient is that of
 * the relaxed variable `h` at the same noise, which is biased; in return the critic sees discrete values only.
 * Input and extras as `relaxed`; outputs `hard` (R, K, C), ±1, and `h` (R, K, C), kept for the backward pass only.
 * Source: Jang, Gu, Poole, arXiv:1611.01144, section 2.2.
 */
export const straightThrough = op({
  name: 'coarse/straight_through',
  inputs: { a: 'R K C' },
  outputs: { hard: 'R K C', h: 'R K C' },
  forward: { entry: shader.forward_hard, threads: (n) => [n.K * n.C, n.R] },
  backward: [{ entry: shader.backward_hard, gives: ['a'], threads: (n) => [n.K * n.C, n.R] }],
});
