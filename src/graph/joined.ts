/** Tensors that lie in one buffer and are bound as one: a kernel may not write into two bindings that overlap. */
import { internal } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import { Tensor } from '../gpu/tensor.ts';

/** Bytes of a replica's part of a tensor. */
const sizeOf = ({ shape }: Tensor) => 4 * elements(shape.slice(1));

/** Whether tensors lie in one buffer, one behind the other, with the same distance between replicas. */
export function inOneBuffer(tensors: readonly Tensor[]): boolean {
  return tensors.slice(1).every(({ buffer, stride, offset }, i) => {
    const before = tensors[i];
    return buffer === before.buffer && stride === before.stride && offset >= before.offset + sizeOf(before);
  });
}

/** Where tensors of one buffer begin, in bytes from the first. */
export const startsOf = (tensors: readonly Tensor[]) => tensors.map(({ offset }) => offset - tensors[0].offset);

/** One tensor (R, floats) from the beginning of the first to the end of the last, with what lies between them. */
export function joined(tensors: readonly Tensor[]): Tensor<'f32'> {
  const [first, last] = [tensors[0], tensors[tensors.length - 1]];
  if (!inOneBuffer(tensors)) throw internal(`${tensors.map(({ label }) => label).join(', ')} do not lie in one buffer in this order`);
  const floats = (last.offset - first.offset + sizeOf(last)) / 4;
  return new Tensor(first.memory, first.buffer, 'f32', [first.shape[0], floats], first.label, first.offset, first.stride);
}
