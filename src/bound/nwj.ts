import * as shader from '../gen/shaders/bound/nwj.ts';
import { op } from '../graph/op.ts';
import { pairBound } from './bound.ts';
import { checkPairs, gradientThreads, rowThreads, SPLIT, scoreGradientThreads, scoreRowThreads } from './grid.ts';

/**
 * The bound of Nguyen, Wainwright and Jordan on I(H:E), nats: the mean over k of `term`. It has no ceiling and no bias, but
 * a variance that grows as exp I. The best critic is s = 1 + ln p(h,e) / p(h) p(e).
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k. The kernels recompute the scores u_i · v_j and never store them.
 * Outputs `term` (R, K), and `push` (R, K, D) for the backward pass.
 * Source: Nguyen et al., arXiv:0809.0853; Poole et al., arXiv:1905.06922, section 2.2.
 */
export const nwj = op({
  name: 'bound/nwj',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', push: 'R K D' },
  limits: checkPairs('bound/nwj'),
  split: SPLIT,
  forward: { entry: shader.forward, threads: rowThreads },
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: gradientThreads }],
});

/** `nwj` of a matrix `scores` (R, K, K) of any critic, s_ij = f(h_i, e_j); the same outputs without `push`. */
export const nwjOfScores = op({
  name: 'bound/nwj',
  inputs: { scores: 'R K K' },
  outputs: { term: 'R K' },
  limits: checkPairs('bound/nwj'),
  forward: { entry: shader.forward_scores, threads: scoreRowThreads },
  backward: [{ entry: shader.backward_scores, gives: ['scores'], threads: scoreGradientThreads }],
});

export const nwjBound = pairBound({ ofEmbeddings: nwj, ofScores: nwjOfScores, proven: true });
