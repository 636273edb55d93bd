import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { DType, UniformBinding } from './declaration.ts';
import type { Memory } from './memory.ts';

/** The typed array of an element type. */
export type ArrayOf<D extends DType> = D extends 'f32' ? Float32Array : D extends 'u32' ? Uint32Array : Int32Array;

const arrays = { f32: Float32Array, u32: Uint32Array, i32: Int32Array } as const;

/** A typed view of bytes read from or written to the GPU. */
export function typed<D extends DType>(dtype: D, bytes: ArrayBuffer): ArrayOf<D> {
  return new arrays[dtype](bytes) as ArrayOf<D>;
}

/** A labelled GPU buffer (or a slice of one) with a shape. */
export class Tensor<D extends DType = DType> {
  constructor(
    readonly memory: Memory,
    readonly buffer: GPUBuffer,
    readonly dtype: D,
    readonly shape: readonly number[],
    readonly label: string,
    /** Start of this slice in the buffer, bytes. */
    readonly offset = 0,
    /** Elements between neighbouring entries of the first axis. */
    readonly stride = elements(shape.slice(1)),
  ) {}

  /** Bytes from the first to the last element. */
  get bytes(): number {
    const rows = this.shape[0] ?? 1;
    return 4 * ((rows - 1) * this.stride + elements(this.shape.slice(1)));
  }

  /**
   * The same elements under another shape; nothing is copied, and the tape sees one tensor.
   * @throws BlockspinError unless the first axis and the number of elements stay the same
   */
  reshape(shape: readonly number[]): Tensor<D> {
    if (shape[0] !== this.shape[0] || elements(shape) !== elements(this.shape)) {
      throw new BlockspinError({
        who: `tensor ${this.label}`,
        expected: `a shape of ${elements(this.shape)} elements with first axis ${this.shape[0]}, as (${this.shape.join(', ')})`,
        got: `(${shape.join(', ')})`,
        remedy: 'check the extents',
      });
    }
    return new Tensor(this.memory, this.buffer, this.dtype, shape, this.label, this.offset, this.stride);
  }

  /** The same memory as words, for a kernel that looks at bits. */
  get bits(): Tensor<'u32'> {
    return new Tensor(this.memory, this.buffer, 'u32', this.shape, this.label, this.offset, this.stride);
  }

  /** Copies the elements to the CPU, rows of the first axis side by side. */
  async read(): Promise<ArrayOf<D>> {
    const all = typed(this.dtype, await this.memory.readBytes(this.buffer, this.offset, this.bytes));
    const row = elements(this.shape.slice(1));
    const rows = this.shape[0] ?? 1;
    if (row === this.stride || rows === 1) return all;
    const packed = typed(this.dtype, new ArrayBuffer(4 * rows * row));
    for (let i = 0; i < rows; i++) packed.set(all.subarray(i * this.stride, i * this.stride + row), i * row);
    return packed;
  }

  /** Copies rows of the first axis to the CPU, and nothing else. @param first index of the first one */
  readRows(first: number, rows: number): Promise<ArrayOf<D>> {
    const shape = [rows, ...this.shape.slice(1)];
    return new Tensor(this.memory, this.buffer, this.dtype, shape, this.label, this.offset + 4 * first * this.stride, this.stride).read();
  }

  /**
   * Overwrites rows of a contiguous tensor, in order with what has been submitted.
   * @param first index of the first row along the first axis
   */
  writeRows(first: number, data: ArrayOf<D>): void {
    const rows = data.length / this.stride;
    if (!(Number.isInteger(rows) && first >= 0 && first + rows <= this.shape[0])) {
      throw new BlockspinError({
        who: `tensor ${this.label}`,
        expected: `whole rows of ${this.stride} elements within ${this.shape[0]} rows`,
        got: `${data.length} elements from row ${first} on`,
        remedy: 'give whole rows',
      });
    }
    this.memory.writeBytes(this.buffer, this.offset + 4 * first * this.stride, data);
  }

  /** Overwrites all elements of a contiguous tensor. */
  write(data: ArrayOf<D>): void {
    if (data.length * 4 !== this.bytes) {
      throw new BlockspinError({
        who: `tensor ${this.label}`,
        expected: `${this.bytes / 4} elements for shape (${this.shape.join(', ')})`,
        got: data.length,
        remedy: 'give one value per element',
      });
    }
    this.memory.writeBytes(this.buffer, this.offset, data);
  }
}

/** A small struct of scalars that the host may change between submissions. */
export class Uniform<Field extends string = string> {
  #values: Record<string, number> = {};

  constructor(
    readonly memory: Memory,
    readonly buffer: GPUBuffer,
    readonly layout: UniformBinding,
    readonly label: string,
  ) {}

  /** The fields as they are now. */
  get values(): Readonly<Record<string, number>> {
    return this.#values;
  }

  /** Sets fields by name; fields left out keep their value. */
  write(values: Partial<Record<Field, number>>): void {
    for (const name of Object.keys(values)) {
      if (!this.layout.fields.some((field) => field.name === name)) {
        throw new BlockspinError({
          who: `uniform ${this.label}`,
          expected: `one of the fields ${this.layout.fields.map((f) => f.name).join(', ')}`,
          got: name,
          remedy: 'check the spelling against the struct in the shader',
        });
      }
    }
    Object.assign(this.#values, values);
    const view = new DataView(new ArrayBuffer(Math.max(16, this.layout.size)));
    for (const { name, offset, dtype } of this.layout.fields) {
      const value = this.#values[name];
      if (value === undefined) {
        throw new BlockspinError({
          who: `uniform ${this.label}`,
          expected: `a value for field ${name}`,
          got: 'none',
          remedy: 'set every field before the first use',
        });
      }
      if (dtype === 'f32') view.setFloat32(offset, value, true);
      else if (dtype === 'u32') view.setUint32(offset, value, true);
      else view.setInt32(offset, value, true);
    }
    this.memory.writeBytes(this.buffer, 0, new Uint32Array(view.buffer));
  }
}
