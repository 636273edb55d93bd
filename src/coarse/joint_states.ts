import * as shader from '../gen/shaders/coarse/joint_states.ts';
import { op } from '../graph/op.ts';

/**
 * The joint probabilities of known components of H and of those that learn. The state number g + G s counts the known ones as the lowest digits.
 * Inputs `given` (R, K, G), without a gradient, and `p` (R, K, S); output `joint` (R, K, J), J = G S given by an option.
 */
export const jointStates = op({
  name: 'coarse/joint_states',
  inputs: { given: 'R K G', p: 'R K S' },
  outputs: { joint: 'R K J' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.J, n.R] },
  backward: [{ entry: shader.backward_p, gives: ['p'], threads: (n) => [n.K * n.S, n.R] }],
});
