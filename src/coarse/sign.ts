import * as shader from '../gen/shaders/coarse/sign.ts';
import { op } from '../graph/op.ts';

/**
 * The discrete coarse spin `h = sign(a)`, ties split at random; it has no gradient.
 * Input `a` (R, K, C); output `h` (R, K, C), ±1; extras `keys` (R, 2), `step` (R).
 */
export const sign = op({
  name: 'coarse/sign',
  inputs: { a: 'R K C' },
  outputs: { h: 'R K C' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.C, n.R] },
  backward: [],
});
