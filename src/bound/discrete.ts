import { BlockspinError } from '../core/errors.ts';
import { MOST_STATES } from '../core/limits.ts';
import * as shader from '../gen/shaders/bound/discrete.ts';
import { op } from '../graph/op.ts';
import type { StateBound } from './bound.ts';
import { conditional } from './conditional.ts';

/**
 * The bound for a discrete H, in nats: `I(H:E) >= H(H) + E[ln q(h|e)]`. H has few states, so its entropy can be counted, and a
 * classifier q(h|e) bounds the conditional entropy H(H|E) from above. Its only ceiling is ln S, and it needs no negative samples.
 * Inputs `p` probabilities of the states of H (R, K, S), `l` logits of the classifier (R, K, O), O >= S;
 * extras `m` the mean of p over the batch (R, S); the gradient of `m` is added to that of p;
 * outputs `term` (R, K), whose mean is the bound with the entropy of the batch, and `fit` (R, K), ln q alone.
 * The entropy of a batch is too low by about (S - 1) / 2K (Miller, 1955). So an estimate over many batches should add the
 * entropy of all of them to the mean of `fit`.
 * Source: Barber & Agakov, NIPS 16 (2003); Poole et al., arXiv:1905.06922, eq. (2).
 */
export const discrete = op({
  name: 'bound/discrete',
  inputs: { p: 'R K S', l: 'R K O' },
  outputs: { term: 'R K', fit: 'R K' },
  limits: (n) => {
    if (n.S > MOST_STATES || n.O < n.S) {
      throw new BlockspinError({
        who: 'bound/discrete',
        expected: `at most ${MOST_STATES} states, and a logit for each`,
        got: `${n.S} states and ${n.O} logits`,
        remedy: 'use fewer components or another bound',
      });
    }
  },
  forward: { entry: shader.forward, threads: (n) => [n.K, n.R] },
  backward: [{ entry: shader.backward, gives: ['p', 'l'], threads: (n) => [n.K, n.R] }],
});

export const discreteBound = { kind: 'states', settings: {}, op: discrete, conditional, proven: true } as const satisfies StateBound;
