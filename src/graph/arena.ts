import { internal } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { Scope } from '../gpu/scope.ts';
import { Tensor } from '../gpu/tensor.ts';

/** Floats between slices: WebGPU binds ranges that start at multiples of 256 bytes. */
const ALIGNMENT = 64;

/** One named parameter of every replica: a slice of the arena. */
interface Slice {
  readonly name: string;
  readonly shape: readonly number[];
  /** First float in the row of a replica. */
  readonly first: number;
  readonly count: number;
}

/**
 * All parameters of all replicas in one buffer of rows, one row per replica, and gradients and Adam's moments in
 * three more of the same layout. So the optimiser is one dispatch, a checkpoint three copies and a replica one row.
 */
export class Arena {
  readonly slices: readonly Slice[];
  /** Floats in the row of one replica. */
  readonly stride: number;
  readonly parameters: Tensor<'f32'>;
  readonly gradients: Tensor<'f32'>;
  readonly moments: readonly [Tensor<'f32'>, Tensor<'f32'>];

  constructor(
    scope: Scope,
    readonly replicas: number,
    shapes: Readonly<Record<string, readonly number[]>>,
  ) {
    let first = 0;
    this.slices = Object.entries(shapes).map(([name, shape]) => {
      const slice = { name, shape, first, count: elements(shape) };
      first += Math.ceil(slice.count / ALIGNMENT) * ALIGNMENT;
      return slice;
    });
    this.stride = first;
    const whole = [replicas, this.stride];
    this.parameters = scope.tensor('f32', whole, 'parameters');
    this.gradients = scope.tensor('f32', whole, 'gradients');
    this.moments = [scope.tensor('f32', whole, 'moment1'), scope.tensor('f32', whole, 'moment2')];
  }

  slice(name: string): Slice {
    const slice = this.slices.find((s) => s.name === name);
    if (!slice) throw internal(`no parameter ${name} in the arena`);
    return slice;
  }

  /** The slice of the arena that holds one parameter, shape (R, ...shape). */
  parameter(name: string): Tensor<'f32'> {
    return this.#sliceOf(this.parameters, name, name);
  }

  /** The gradient of one parameter, shape (R, ...shape). */
  gradient(name: string): Tensor<'f32'> {
    return this.#sliceOf(this.gradients, name, `d${name}`);
  }

  /** Gives one parameter the same values in every replica. */
  fill(name: string, values: Float32Array<ArrayBuffer>): void {
    for (let r = 0; r < this.replicas; r++) this.set(name, r, values);
  }

  /** Gives one parameter of one replica its values. */
  set(name: string, replica: number, values: Float32Array<ArrayBuffer>): void {
    const { first, count } = this.slice(name);
    if (values.length !== count) throw internal(`${values.length} values for parameter ${name} of ${count}`);
    this.parameters.memory.writeBytes(this.parameters.buffer, 4 * (replica * this.stride + first), values);
  }

  /** Adds values to one parameter, others in each replica. */
  async add(name: string, values: readonly Float32Array<ArrayBuffer>[]): Promise<void> {
    const { first, count } = this.slice(name);
    const before = await this.parameter(name).read();
    for (const [r, own] of values.entries()) {
      const sum = own.map((value, i) => before[r * count + i] + value);
      this.parameters.memory.writeBytes(this.parameters.buffer, 4 * (r * this.stride + first), sum);
    }
  }

  /** The smallest range of a row that holds all the named parameters. */
  range(names: readonly string[]): { first: number; count: number } {
    const slices = names.map((name) => this.slice(name));
    const first = Math.min(...slices.map((s) => s.first));
    const end = Math.max(...slices.map((s) => s.first + s.count));
    return { first, count: end - first };
  }

  #sliceOf(whole: Tensor<'f32'>, name: string, label: string): Tensor<'f32'> {
    const { shape, first } = this.slice(name);
    return new Tensor(whole.memory, whole.buffer, 'f32', [this.replicas, ...shape], label, 4 * first, this.stride);
  }
}
