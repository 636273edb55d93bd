import * as shader from '../gen/shaders/critic/linear_bits_tall.ts';
import type { Memory } from '../gpu/memory.ts';
import { op } from '../graph/op.ts';
import { checkOutputs } from './linear.ts';
import { linearBits } from './linear_bits.ts';

/** `linearBits` for software adapters: few threads with tall tiles, and two spins to a product. */
export const linearBitsTall = op({
  name: 'critic/linear_bits_tall',
  inputs: linearBits.inputs,
  outputs: linearBits.outputs,
  limits: checkOutputs('critic/linear_bits_tall'),
  forward: { entry: shader.forward, threads: (n) => [Math.ceil(n.K / 25) * (n.O / 4), n.R] },
  backward: [{ entry: shader.backward_w, gives: ['w'], threads: (n) => [(Math.ceil(n.I / 32) + 1) * (n.O / 4), n.R] }],
});

/** The form of the layer for a device: on software adapters, which have few cores, a load costs more than a product. */
export function linearBitsOn({ adapter }: Pick<Memory, 'adapter'>): typeof linearBits | typeof linearBitsTall {
  return adapter.software ? linearBitsTall : linearBits;
}
