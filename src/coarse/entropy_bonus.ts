import * as shader from '../gen/shaders/coarse/entropy_bonus.ts';
import { op } from '../graph/op.ts';

/**
 * A bonus for the entropy of H: p as it is, with the gradient of `b H(m)` added to that of p, nats. m is the mean of p over the minibatch. The gradient of
 * the logit of a state is in proportion to its probability, so a state that is lost stays lost; b keeps all of them until they tell
 * something, and falls to zero, so that what is maximised in the end is the information alone.
 * Input `p` (R, K, S); output `kept` (R, K, S); extras `m` (R, S), `schedule` (steps, 4) with b in the last column, `step` (R).
 * The bonus is no part of the bound, and of no recorded curve.
 */
export const entropyBonus = op({
  name: 'coarse/entropy_bonus',
  inputs: { p: 'R K S' },
  outputs: { kept: 'R K S' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.S, n.R] },
  backward: [{ entry: shader.backward, gives: ['p'], threads: (n) => [n.K * n.S, n.R] }],
});
