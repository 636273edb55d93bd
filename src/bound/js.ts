import * as shader from '../gen/shaders/bound/js.ts';
import { op } from '../graph/op.ts';
import { pairBound } from './bound.ts';
import { checkPairs, gradientThreads, rowThreads, SPLIT, scoreGradientThreads, scoreRowThreads } from './grid.ts';

/**
 * A lower bound on I(H:E) in nats whose critic learns by the Jensen-Shannon objective, which is bounded and has little noise. The mean
 * over k of `term` is the value of `nwj` at the same scores; the gradient is that of the Jensen-Shannon objective, and differs from the
 * derivative of `term`. The best critic is s = 1 + ln p(h,e) / p(h) p(e) for both.
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k. The kernels recompute the scores u_i · v_j and never store them.
 * Outputs `term` (R, K), and `push` (R, K, D) for the backward pass.
 * Source: Poole et al., arXiv:1905.06922; Nowozin et al., arXiv:1606.00709.
 */
export const js = op({
  name: 'bound/js',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', push: 'R K D' },
  limits: checkPairs('bound/js'),
  split: SPLIT,
  forward: { entry: shader.forward, threads: rowThreads },
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: gradientThreads }],
});

/** `js` of a matrix `scores` (R, K, K) of any critic, s_ij = f(h_i, e_j); the same outputs without `push`. */
export const jsOfScores = op({
  name: 'bound/js',
  inputs: { scores: 'R K K' },
  outputs: { term: 'R K' },
  limits: checkPairs('bound/js'),
  forward: { entry: shader.forward_scores, threads: scoreRowThreads },
  backward: [{ entry: shader.backward_scores, gives: ['scores'], threads: scoreGradientThreads }],
});

export const jsBound = pairBound({ ofEmbeddings: js, ofScores: jsOfScores, proven: true });
