import * as shader from '../gen/shaders/critic/linear_bits_tall.ts';
import type { Memory } from '../gpu/memory.ts';
import { op } from '../graph/op.ts';
import { linearBits } from './linear_bits.ts';

/** `linearBits` with taller tiles: few threads, each of which uses a loaded weight for 25 samples. */
export const linearBitsTall = op({
  ...linearBits,
  forward: { entry: shader.forward, threads: (n) => [Math.ceil(n.K / 25) * (n.O / 4), n.R] },
});

/** The form of the layer for a device: on software adapters, which have few cores, a load costs more than a product. */
export function linearBitsOn({ adapter }: Pick<Memory, 'adapter'>): typeof linearBits | typeof linearBitsTall {
  return adapter.software ? linearBitsTall : linearBits;
}
