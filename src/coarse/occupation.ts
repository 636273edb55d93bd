import * as shader from '../gen/shaders/coarse/occupation.ts';
import { op } from '../graph/op.ts';

/**
 * How often a minibatch takes each state of H: `m_s = 1/K Σ_k p_ks`.
 * Input `p` (R, K, S); output `m` (R, S); no gradient, see bound/discrete.
 */
export const occupation = op({
  name: 'coarse/occupation',
  inputs: { p: 'R K S' },
  outputs: { m: 'R S' },
  split: { hardware: 16, software: 1 },
  forward: { entry: shader.forward, threads: (n) => [n.S * n.SPLIT, n.R] },
  backward: [],
});
