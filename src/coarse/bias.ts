import * as shader from '../gen/shaders/coarse/bias.ts';
import { op } from '../graph/op.ts';

/**
 * A bias per logit: `shifted_kc = a_kc + bias_c`. Without one, a filter on an even number of spins splits its ties at random.
 * Inputs `a` (R, K, A), `bias` (R, A); output `shifted` (R, K, A).
 */
export const bias = op({
  name: 'coarse/bias',
  inputs: { a: 'R K A', bias: 'R A' },
  outputs: { shifted: 'R K A' },
  split: { hardware: 16, software: 1 },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.A, n.R] },
  backward: [{ entry: shader.backward, gives: ['a', 'bias'], threads: (n) => [Math.ceil((n.K * n.A) / 64) * 64 + n.A * n.SPLIT, n.R] }],
});
