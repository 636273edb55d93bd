import * as shader from '../gen/shaders/coarse/argmax.ts';
import { op } from '../graph/op.ts';

/**
 * The discrete Potts spin: one-hot of the largest of a component's Q logits, ties split at random; no gradient.
 * Input `a` (R, K, A); output `h` (R, K, A), 0 or 1; option `Q` states; extras `keys` (R, 2), `step` (R).
 */
export const argmax = op({
  name: 'coarse/argmax',
  inputs: { a: 'R K A' },
  outputs: { h: 'R K A' },
  forward: { entry: shader.forward, threads: (n) => [(n.K * n.A) / n.Q, n.R] },
  backward: [],
});
