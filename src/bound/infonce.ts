import * as shader from '../gen/shaders/bound/infonce.ts';
import { op } from '../graph/op.ts';
import { pairBound } from './bound.ts';
import { checkPairs, gradientThreads, rowThreads, SPLIT, scoreGradientThreads, scoreRowThreads } from './grid.ts';

/**
 * InfoNCE, a lower bound on I(H:E) in nats that never exceeds ln K: the mean over k of `term`.
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k. The kernels recompute the scores u_i · v_j and never store them.
 * Outputs `term` and `lse` (R, K), and `push` (R, K, D) for the backward pass.
 * Source: Oord et al., arXiv:1807.03748; Poole et al., arXiv:1905.06922, eq. (12).
 */
export const infonce = op({
  name: 'bound/infonce',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', lse: 'R K', push: 'R K D' },
  limits: checkPairs('bound/infonce'),
  split: SPLIT,
  forward: { entry: shader.forward, threads: rowThreads },
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: gradientThreads }],
});

/** `infonce` of a matrix `scores` (R, K, K) of any critic, s_ij = f(h_i, e_j); the same outputs without `push`. */
export const infonceOfScores = op({
  name: 'bound/infonce',
  inputs: { scores: 'R K K' },
  outputs: { term: 'R K', lse: 'R K' },
  limits: checkPairs('bound/infonce'),
  forward: { entry: shader.forward_scores, threads: scoreRowThreads },
  backward: [{ entry: shader.backward_scores, gives: ['scores'], threads: scoreGradientThreads }],
});

export const infonceBound = pairBound({ ofEmbeddings: infonce, ofScores: infonceOfScores, ceiling: (pairs) => Math.log(pairs), proven: true });
