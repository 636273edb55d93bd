import * as shader from '../gen/shaders/coarse/tanh.ts';
import { op } from '../graph/op.ts';

/** A continuous coarse variable: `h = tanh(a)`. Input `a` (R, K, A); output `h` (R, K, A). */
export const tanh = op({
  name: 'coarse/tanh',
  inputs: { a: 'R K A' },
  outputs: { h: 'R K A' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.A, n.R] },
  backward: [{ entry: shader.backward_a, gives: ['a'], threads: (n) => [n.K * n.A, n.R] }],
});
