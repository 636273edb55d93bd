import * as shader from '../gen/shaders/coarse/products.ts';
import { op } from '../graph/op.ts';

/**
 * Products of pairs of values of a block, packed as further bits, so that a linear filter reads them as it reads the values: it is then even
 * under a flip of all spins, and blind to which states of one-hot values are which.
 * Input `visible` packed blocks (R, K, VW); output `bits` (R, K, W), W given by an option; options `Q` bits of a value, `COPIED` bits of the
 * block that come first (0, or all), `PAIRS` their number; extra `pairs` (PAIRS, 2) numbers of values in the block. No gradient.
 */
export const products = op({
  name: 'coarse/products',
  inputs: { visible: 'R K VW' },
  outputs: { bits: 'R K W' },
  forward: { entry: shader.forward, threads: (n) => [n.K * n.W, n.R] },
  backward: [],
});
