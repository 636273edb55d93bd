import type { Extents } from '../core/shape.ts';
import * as shader from '../gen/shaders/coarse/categorical.ts';
import { op } from '../graph/op.ts';

const components = (n: Extents): [number, number] => [(n.K * n.A) / n.Q, n.R];

/**
 * The relaxed categorical variable (Gumbel softmax) of Potts components: `h_c = softmax((a_c + Gumbel noise) / τ)`,
 * τ from the schedule.
 * Input `a` (R, K, A), the Q logits of a component side by side; output `h` (R, K, A), non-negative, each component's
 * values summing to one; option `Q` states; extras `schedule` (S, 4), `keys` (R, 2), `step` (R).
 * Source: Maddison, Mnih, Teh, arXiv:1611.00712; Jang, Gu, Poole, arXiv:1611.01144.
 */
export const categorical = op({
  name: 'coarse/categorical',
  inputs: { a: 'R K A' },
  outputs: { h: 'R K A' },
  forward: { entry: shader.forward, threads: components },
  backward: [{ entry: shader.backward_a, gives: ['a'], threads: components }],
});

/**
 * The straight-through categorical variable: `hard` is one-hot in the largest of a + Gumbel noise, state s with
 * probability softmax(a)_s; its gradient is that of the relaxed variable `h` at the same noise.
 * Input, option and extras as `categorical`; outputs `hard` (R, K, A) and `h` (R, K, A), kept for the backward pass only.
 * Source: Jang, Gu, Poole, arXiv:1611.01144, section 2.2.
 */
export const straightThroughCategorical = op({
  name: 'coarse/straight_through_categorical',
  inputs: { a: 'R K A' },
  outputs: { hard: 'R K A', h: 'R K A' },
  forward: { entry: shader.forward_hard, threads: components },
  backward: [{ entry: shader.backward_hard, gives: ['a'], threads: components }],
});
