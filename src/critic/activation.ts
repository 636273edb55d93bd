import { BlockspinError } from '../core/errors.ts';
import * as shader from '../gen/shaders/critic/activation.ts';
import { op } from '../graph/op.ts';

/** Nonlinearities in the order of the kernel's constant KIND. */
const KINDS = ['identity', 'relu', 'tanh', 'swish'] as const;

/**
 * A nonlinearity with inverted dropout: `y = m f(a)`, m = 0 with probability p and else 1 / (1 - p).
 * Input `a` (R, K, I); output `y` (R, K, I); extras `keys` (R, 2), `step` (R), `widths` (R) live sites.
 * The mask is a function of key, step, layer and unit, and is drawn again in the backward pass.
 * Sources: Srivastava et al., JMLR 15, 1929 (2014); swish: Ramachandran, Zoph, Le, arXiv:1710.05941.
 */
export const activation = op({
  name: 'critic/activation',
  inputs: { a: 'R K I' },
  outputs: { y: 'R K I' },
  limits: (n) => {
    if (n.I % 4 !== 0) {
      const remedy = `use ${Math.ceil(n.I / 4) * 4}`;
      throw new BlockspinError({ who: 'critic/activation', expected: 'a number of units that is a multiple of 4', got: n.I, remedy });
    }
  },
  forward: { entry: shader.forward, threads: (n) => [(n.K * n.I) / 4, n.R] },
  backward: [{ entry: shader.backward_a, gives: ['a'], threads: (n) => [(n.K * n.I) / 4, n.R] }],
});

/**
 * Options of `activation`.
 * @param rate the probability p that a unit is dropped, in [0, 1); at 0 no random numbers are drawn
 * @param layer number of the layer, so that layers of one critic draw different masks
 * @param patch where given, units beyond the widths[r] / sites patches of a replica are set to zero
 */
export function activationOptions(
  kind: (typeof KINDS)[number],
  rate: number,
  layer: number,
  patch?: { readonly sites: number; readonly features: number },
): Record<string, number> {
  return {
    KIND: KINDS.indexOf(kind),
    DROP: Math.min(2 ** 32 - 1, Math.round(rate * 2 ** 32)),
    SCALE: 1 / (1 - rate),
    LAYER: layer,
    SITES: patch?.sites ?? 0,
    FEATURES: patch?.features ?? 0,
  };
}
