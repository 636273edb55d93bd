import { BlockspinError } from '../core/errors.ts';
import { MOST_STATES } from '../core/limits.ts';
import * as shader from '../gen/shaders/bound/conditional.ts';
import { op } from '../graph/op.ts';

/**
 * The bound on what further components H_2 of a discrete H tell beyond known ones H_1, in nats:
 *
 *   I(H_1, H_2 : E) - I(H_1 : E) = I(H_2 : E | H_1) >= H(H_2 | H_1) + E[ln q(h_2 | h_1, e)].
 *
 * The conditional entropy can be counted, and a classifier of all states, normalised over those that share h_1, bounds H(H_2 | H_1, E) from
 * above. It is a lower bound of the difference itself, which a difference of two lower bounds would not be. Its ceiling is the entropy of H_2.
 * Inputs `p` probabilities of the joint states (R, K, S), those of H_1 as the lowest digits, `l` logits of the classifier (R, K, O), O >= S;
 * option `GIVEN` states of H_1; extras `m` the mean of p over the batch (R, S); the gradient of `m` is added to that of p;
 * outputs `term` (R, K), whose mean is the bound with the conditional entropy of the batch, and `fit` (R, K), ln q alone.
 * Source: chain rule of the mutual information; Barber & Agakov, NIPS 16 (2003).
 */
export const conditional = op({
  name: 'bound/conditional',
  inputs: { p: 'R K S', l: 'R K O' },
  outputs: { term: 'R K', fit: 'R K' },
  limits: (n) => {
    if (n.S > MOST_STATES || n.O < n.S) {
      throw new BlockspinError({
        who: 'bound/conditional',
        expected: `at most ${MOST_STATES} states of all components, and a logit for each`,
        got: `${n.S} states and ${n.O} logits`,
        remedy: 'use fewer components',
      });
    }
  },
  forward: { entry: shader.forward, threads: (n) => [n.K, n.R] },
  backward: [{ entry: shader.backward, gives: ['p', 'l'], threads: (n) => [n.K, n.R] }],
});
