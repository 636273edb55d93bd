import * as z from 'zod';
import * as shader from '../gen/shaders/bound/dv.ts';
import { op } from '../graph/op.ts';
import { pairBound } from './bound.ts';
import { checkPairs, gradientThreads, replicaThreads, rowThreads, SPLIT, scoreGradientThreads, scoreRowThreads } from './grid.ts';

/**
 * The Donsker-Varadhan estimate of I(H:E), nats: the mean over k of `term`. The bound holds with the expectation over the
 * distribution. The logarithm of the mean of a batch is too low on average, so the estimate may exceed I where that mean fluctuates.
 * As in MINE, the gradient has a moving average of the mean in its denominator, which reduces its bias (option `DECAY`, 0 for the
 * gradient of `term` itself). The average is kept in the extra `ema` (R, 2). It starts as zeros, and every backward pass advances it; a
 * forward pass alone does not. The gradient with respect to `term` must not depend on k.
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k. The kernels recompute the scores u_i · v_j and never store them.
 * Outputs `term` (R, K), the log partition function `z` (R), and for later passes `rows` (R, K) and `push` (R, K, D).
 * Source: Donsker & Varadhan (1983); Belghazi et al., arXiv:1801.04062, section 3.2.
 */
export const dv = op({
  name: 'bound/dv',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', rows: 'R K', z: 'R', push: 'R K D' },
  limits: checkPairs('bound/dv'),
  split: SPLIT,
  forward: { entry: shader.forward, threads: rowThreads },
  after: [{ entry: shader.total, threads: replicaThreads }],
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: gradientThreads, before: [{ entry: shader.average, threads: (n) => [n.R] }] }],
});

/** `dv` of a matrix `scores` (R, K, K) of any critic, s_ij = f(h_i, e_j); the same outputs without `push`. */
export const dvOfScores = op({
  name: 'bound/dv',
  inputs: { scores: 'R K K' },
  outputs: { term: 'R K', rows: 'R K', z: 'R' },
  limits: checkPairs('bound/dv'),
  forward: { entry: shader.forward_scores, threads: scoreRowThreads },
  after: [{ entry: shader.total, threads: replicaThreads }],
  backward: [{ entry: shader.backward_scores, gives: ['scores'], threads: scoreGradientThreads, before: [{ entry: shader.average, threads: (n) => [n.R] }] }],
});

/** The logarithm of a mean over a finite batch is too low on average, so the estimate may exceed I. */
export const dvBound = pairBound({
  settings: { dvDecay: z.number().min(0).lt(1).default(0.99).describe('decay of the moving average in the gradient') },
  ofEmbeddings: dv,
  ofScores: dvOfScores,
  options: ({ dvDecay }) => ({ DECAY: dvDecay }),
  state: { ema: [2] },
  proven: false,
});
