/** Guard words: an output with room behind it that no kernel may touch, and no element of which may be left out. */

import type { DType } from '../../src/gpu/declaration.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { ArrayOf, Tensor } from '../../src/gpu/tensor.ts';

/** A value no kernel computes. As a float it is -1.2345678e38. */
const SENTINEL = 0xfeb9c12d;
const TAIL = 64;

export interface Guarded<D extends DType> {
  /** What the kernel binds: longer than the output by some words. */
  tensor: Tensor<D>;
  /**
   * The output, once the kernel has run.
   * @throws Error when a guard word has changed, or an element of the output has not been written
   */
  read(): Promise<ArrayOf<D>>;
}

export function guarded<D extends DType>(scope: Scope, dtype: D, count: number, label: string): Guarded<D> {
  const tensor = scope.tensor(dtype, [count + TAIL], label);
  scope.memory.writeBytes(tensor.buffer, 0, new Uint32Array(count + TAIL).fill(SENTINEL));
  return {
    tensor,
    async read() {
      const all = await tensor.read();
      const raw = new Uint32Array(all.buffer);
      const outside = raw.findIndex((word, i) => i >= count && word !== SENTINEL);
      if (outside >= 0) throw new Error(`${label}[${outside}] is written, but the tensor ends at ${count}`);
      const left = raw.findIndex((word, i) => i < count && word === SENTINEL);
      if (left >= 0) throw new Error(`${label}[${left}] of ${count} is not written`);
      return all.subarray(0, count) as ArrayOf<D>;
    },
  };
}
