import * as z from 'zod';
import * as shader from '../gen/shaders/bound/smile.ts';
import { op } from '../graph/op.ts';
import { pairBound } from './bound.ts';
import { checkPairs, gradientThreads, replicaThreads, rowThreads, SPLIT, scoreGradientThreads, scoreRowThreads } from './grid.ts';

/**
 * SMILE, an estimate of I(H:E) in nats. Its partition function is clipped (option `TAU`), so that its variance stays
 * small: the mean over k of `term`. It is an estimate, not a bound. The critic learns by the Jensen-Shannon objective: the gradient
 * differs from the derivative of `term`. The best critic is s = ln p(h,e) / p(h) p(e).
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k. The kernels recompute the scores u_i · v_j and never store them.
 * Outputs `term` (R, K), the log partition function `z` (R), and for later passes `rows` (R, K) and `push` (R, K, D).
 * Source: Song & Ermon, arXiv:1910.06222.
 */
export const smile = op({
  name: 'bound/smile',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', rows: 'R K', z: 'R', push: 'R K D' },
  limits: checkPairs('bound/smile'),
  split: SPLIT,
  forward: { entry: shader.forward, threads: rowThreads },
  after: [{ entry: shader.total, threads: replicaThreads }],
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: gradientThreads }],
});

/** `smile` of a matrix `scores` (R, K, K) of any critic, s_ij = f(h_i, e_j); the same outputs without `push`. */
export const smileOfScores = op({
  name: 'bound/smile',
  inputs: { scores: 'R K K' },
  outputs: { term: 'R K', rows: 'R K', z: 'R' },
  limits: checkPairs('bound/smile'),
  forward: { entry: shader.forward_scores, threads: scoreRowThreads },
  after: [{ entry: shader.total, threads: replicaThreads }],
  backward: [{ entry: shader.backward_scores, gives: ['scores'], threads: scoreGradientThreads }],
});

/** With clipped scores the estimate may exceed I. */
export const smileBound = pairBound({
  settings: { smileClip: z.number().positive().max(30).default(5).describe('scores are clipped at this in the partition function, nats') },
  ofEmbeddings: smile,
  ofScores: smileOfScores,
  options: ({ smileClip }) => ({ TAU: smileClip }),
  proven: false,
});
