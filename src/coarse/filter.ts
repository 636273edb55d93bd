import * as shader from '../gen/shaders/coarse/filter.ts';
import { op } from '../graph/op.ts';

/**
 * The linear filter Λ: `a_kc = Σ_v s_kv w_cv`, one kernel per logit of the coarse variable: one for a binary
 * component, one for every state of a Potts component.
 * Inputs `visible` packed blocks (R, K, VW), `w` kernels (R, C, V); output `a` (R, K, C).
 */
export const filter = op({
  name: 'coarse/filter',
  inputs: { visible: 'R K VW', w: 'R C V' },
  outputs: { a: 'R K C' },
  split: { hardware: 16, software: 1 },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.C, n.R] },
  backward: [{ entry: shader.backward_w, gives: ['w'], threads: (n) => [n.C * n.V * n.SPLIT, n.R] }],
});
