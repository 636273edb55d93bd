import { elements } from '../core/shape.ts';
import type { DType, UniformBinding } from './declaration.ts';
import type { Memory } from './memory.ts';
import { type ArrayOf, Tensor, Uniform } from './tensor.ts';

/** Owns tensors. Users dispose the scope and count no references. */
export class Scope {
  readonly #buffers: GPUBuffer[] = [];

  constructor(
    readonly memory: Memory,
    readonly label: string,
  ) {}

  /** A zeroed tensor. */
  tensor<D extends DType>(dtype: D, shape: readonly number[], label: string): Tensor<D> {
    const buffer = this.memory.allocate(4 * elements(shape), 'storage', `${this.label}.${label}`);
    this.#buffers.push(buffer);
    return new Tensor(this.memory, buffer, dtype, shape, label);
  }

  /** A tensor with given contents. */
  upload<D extends DType>(dtype: D, shape: readonly number[], label: string, data: ArrayOf<D>): Tensor<D> {
    const tensor = this.tensor(dtype, shape, label);
    tensor.write(data);
    return tensor;
  }

  /** A uniform struct laid out as a shader declares it. */
  uniform<Field extends string>(
    layout: UniformBinding & { readonly fields: readonly { readonly name: Field }[] },
    label: string,
    values: Record<Field, number>,
  ): Uniform<Field> {
    const buffer = this.memory.allocate(Math.max(16, layout.size), 'uniform', `${this.label}.${label}`);
    this.#buffers.push(buffer);
    const uniform = new Uniform<Field>(this.memory, buffer, layout, label);
    uniform.write(values);
    return uniform;
  }

  /** Frees all tensors of the scope. */
  dispose(): void {
    for (const buffer of this.#buffers.splice(0)) this.memory.free(buffer);
  }
}
