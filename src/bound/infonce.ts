import { BlockspinError } from '../core/errors.ts';
import * as shader from '../gen/shaders/bound/infonce.ts';
import { op } from '../graph/op.ts';

/**
 * InfoNCE, a lower bound on I(H:E) in nats that never exceeds ln K: the mean over k of `term`.
 * Inputs `u`, `v` embeddings (R, K, D) of h_k and e_k; outputs `term` (R, K) and `lse` (R, K).
 * Scores u_i · v_j are recomputed where they are needed and never stored.
 * Source: Oord et al., arXiv:1807.03748; Poole et al., arXiv:1905.06922, eq. (12).
 */
export const infonce = op({
  name: 'bound/infonce',
  inputs: { u: 'R K D', v: 'R K D' },
  outputs: { term: 'R K', lse: 'R K' },
  limits: (n) => {
    if (n.D % 4 !== 0 || n.D > 16) {
      throw new BlockspinError({ who: 'bound/infonce', expected: 'an embedding dimension D of 4, 8, 12 or 16', got: n.D, remedy: 'choose one of these' });
    }
  },
  forward: { entry: shader.forward, threads: (n) => [n.K, n.R] },
  backward: [{ entry: shader.backward, gives: ['u', 'v'], threads: (n) => [Math.ceil(n.K / 64) * 64 + n.K, n.R] }],
});
