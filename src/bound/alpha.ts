import * as z from 'zod';
import type { Completed } from '../core/settings.ts';
import * as shader from '../gen/shaders/bound/alpha.ts';
import { op } from '../graph/op.ts';
import { pairBound } from './bound.ts';
import { checkPairs, gradientThreads, rowThreads, SPLIT, scoreGradientThreads, scoreRowThreads } from './grid.ts';

/**
 * The interpolated bound I_α on I(H:E), nats: the mean over k of `term`, from `nwj` (option `ALPHA` = 0) to InfoNCE over
 * K - 1 environments (`ALPHA` = 1). It never exceeds 1 + ln((K - 1) / α). K is 3 or more.
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k. The kernels recompute the scores u_i · v_j and never store them.
 * Outputs `term` (R, K), and for the backward pass `own`, `other` (R, K) and `push` (R, K, D).
 * Source: Poole et al., arXiv:1905.06922, section 2.4.
 */
export const alpha = op({
  name: 'bound/alpha',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', own: 'R K', other: 'R K', push: 'R K D' },
  limits: checkPairs('bound/alpha', 3),
  // Four rows to a thread, each with two columns that do not count, take SwiftShader minutes to compile.
  split: { hardware: SPLIT.hardware, software: SPLIT.hardware },
  forward: { entry: shader.forward, threads: rowThreads },
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: gradientThreads }],
});

/** `alpha` of a matrix `scores` (R, K, K) of any critic, s_ij = f(h_i, e_j); the same outputs without `push`. */
export const alphaOfScores = op({
  name: 'bound/alpha',
  inputs: { scores: 'R K K' },
  outputs: { term: 'R K', own: 'R K', other: 'R K' },
  limits: checkPairs('bound/alpha', 3),
  forward: { entry: shader.forward_scores, threads: scoreRowThreads },
  backward: [{ entry: shader.backward_scores, gives: ['scores'], threads: scoreGradientThreads }],
});

const settings = { alpha: z.number().min(0).max(1).default(0.5).describe('from 0, which is NWJ, to 1, which is InfoNCE') };

export const alphaBound = pairBound({
  settings,
  ofEmbeddings: alpha,
  ofScores: alphaOfScores,
  options: (given) => ({ ALPHA: given.alpha }),
  ceiling,
  proven: true,
});

/** A row of I_α is 1 + ln(e^s / A) - N with A at least α e^s / (K - 1). N is at least 0, and exactly 1 for α = 1. */
function ceiling(pairs: number, given: Completed<typeof settings>): number {
  return Math.log((pairs - 1) / given.alpha) + (given.alpha === 1 ? 0 : 1);
}
