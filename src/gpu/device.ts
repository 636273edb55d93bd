import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { DType, UniformBinding } from './declaration.ts';
import { KernelCache } from './kernel.ts';
import { type ArrayOf, Tensor, Uniform } from './tensor.ts';

/** Part of an expected time that is slept through: work that is done early should not wait. */
export const SLEPT = 0.9;
/** Timers are not finer than this, milliseconds. */
const SHORTEST_NAP = 2;

/** What is known of the adapter behind a device; part of every result. */
export interface AdapterRecord {
  name: string;
  vendor: string;
  architecture: string;
  driver: string;
  /** Where it was found: 'system', 'embedded', 'browser', ... */
  origin: string;
  software: boolean;
}

/** How the host waits for a promise of the GPU. */
export type Patience = <T>(promise: Promise<T>) => Promise<T>;

/** What a device has to know of the host it is used from. */
export interface Surroundings {
  /** Bytes that may live on the device at once; software adapters take the machine's own memory. */
  budget?: number;
  /** Bytes of main memory there are for this process, as far as is known. */
  mainMemory?: number;
  /** For compilations, readbacks and sleeping waits; by default the promise is left to itself. */
  patience?: Patience;
}

/** A GPU device with a ledger of what lives on it and of errors that arrived asynchronously. */
export class Device {
  readonly adapter: AdapterRecord;
  readonly gpu: GPUDevice;
  readonly kernels: KernelCache;
  /** Buffers and bytes allocated and not yet destroyed. */
  readonly live = { buffers: 0, bytes: 0 };
  readonly #sizes = new Map<GPUBuffer, number>();
  readonly #errors: string[] = [];
  #lost: string | undefined;
  #closed = false;

  readonly budget: number;
  readonly mainMemory: number;
  readonly patience: Patience;

  constructor(gpu: GPUDevice, adapter: AdapterRecord, { budget, mainMemory, patience }: Surroundings = {}) {
    this.budget = budget ?? Number.POSITIVE_INFINITY;
    this.mainMemory = mainMemory ?? Number.POSITIVE_INFINITY;
    this.patience = patience ?? ((promise) => promise);
    this.gpu = gpu;
    this.adapter = adapter;
    this.kernels = new KernelCache(this);
    this.listen();
  }

  protected listen(): void {
    this.gpu.addEventListener('uncapturederror', (event) => {
      // `check` says it: Dawn would print it, too, and to stdout.
      event.preventDefault();
      this.#errors.push((event as GPUUncapturedErrorEvent).error.message);
    });
    void this.gpu.lost.then((info) => {
      this.#lost = info.message || info.reason || 'unknown reason';
    });
  }

  /** Bytes one buffer may have. */
  get largestBuffer(): number {
    return Math.min(this.gpu.limits.maxBufferSize, this.gpu.limits.maxStorageBufferBindingSize);
  }

  /** Whether dispatches can be timed on the GPU itself. */
  get timestamps(): boolean {
    return this.gpu.features.has('timestamp-query');
  }

  /** Throws what went wrong since the last call. Called by every submission and every readback. */
  check(): void {
    if (this.#lost !== undefined) {
      throw new BlockspinError({
        who: `device ${this.adapter.name}`,
        expected: 'a device that answers',
        got: `device lost (${this.#lost})`,
        remedy: 'start again; if it happens again, use fewer replicas or a smaller batch, or choose another adapter with --adapter',
        code: 'device',
      });
    }
    if (this.#errors.length > 0) {
      const messages = this.#errors.splice(0);
      throw new BlockspinError({
        who: `device ${this.adapter.name}`,
        expected: 'valid GPU work',
        got: messages[0].trim(),
        remedy: 'please report this as a bug with the command that led to it',
        code: 'device',
      });
    }
  }

  /** Allocates a buffer; refuses what the adapter cannot hold before asking for it. */
  allocate(bytes: number, usage: number, label: string): GPUBuffer {
    this.check();
    const size = paddedSize(bytes);
    const most = this.largestBuffer;
    if (size > most) {
      throw new BlockspinError({
        who: `memory for ${label}`,
        expected: `at most ${most} bytes in one buffer on ${this.adapter.name}`,
        got: `${size} bytes`,
        remedy: 'use a smaller --batch, fewer --replicas or fewer --chains',
        code: 'memory',
      });
    }
    if (this.live.bytes + size > this.budget) {
      throw new BlockspinError({
        who: `memory for ${label}`,
        expected: `at most ${this.budget} bytes in all on ${this.adapter.name}`,
        got: `${this.live.bytes + size} bytes`,
        remedy: 'use a smaller --batch, fewer --replicas or fewer --chains',
        code: 'memory',
      });
    }
    const buffer = this.gpu.createBuffer({ size, usage, label });
    this.#sizes.set(buffer, size);
    this.live.buffers += 1;
    this.live.bytes += size;
    return buffer;
  }

  /**
   * Refuses a set of buffers that would not fit, before the first of them is allocated.
   * @param buffers bytes by label
   * @throws BlockspinError naming the largest buffer or the total, the limit, and the remedy given
   */
  checkFits(buffers: Readonly<Record<string, number>>, remedy: string): void {
    const most = this.largestBuffer;
    for (const [label, bytes] of Object.entries(buffers)) {
      if (bytes > most) {
        throw new BlockspinError({
          who: `memory for ${label}`,
          expected: `at most ${most} bytes in one buffer on ${this.adapter.name}`,
          got: `${bytes} bytes`,
          remedy,
          code: 'memory',
        });
      }
    }
    const total = Object.values(buffers).reduce((sum, bytes) => sum + bytes, this.live.bytes);
    if (total > this.budget) {
      const who = `memory for ${Object.keys(buffers).join(', ')}`;
      throw new BlockspinError({ who, expected: `at most ${this.budget} bytes in all on ${this.adapter.name}`, got: `${total} bytes`, remedy, code: 'memory' });
    }
  }

  /** Frees a buffer; freeing it twice is an error of the program. */
  free(buffer: GPUBuffer): void {
    const size = this.#sizes.get(buffer);
    if (size === undefined) throw new Error(`internal: buffer ${buffer.label} freed twice or never allocated`);
    this.#sizes.delete(buffer);
    this.live.buffers -= 1;
    this.live.bytes -= size;
    buffer.destroy();
  }

  /** A group of buffers that are freed together. */
  scope(label: string): Scope {
    return new Scope(this, label);
  }

  writeBytes(buffer: GPUBuffer, offset: number, data: Float32Array | Uint32Array | Int32Array): void {
    this.gpu.queue.writeBuffer(buffer, offset, data as unknown as ArrayBufferView<ArrayBuffer>);
  }

  /** Sets whole buffers to zero, in order with what has been submitted. */
  clear(tensors: readonly { readonly buffer: GPUBuffer }[]): void {
    this.check();
    const encoder = this.gpu.createCommandEncoder({ label: 'clear' });
    for (const { buffer } of tensors) encoder.clearBuffer(buffer);
    this.gpu.queue.submit([encoder.finish()]);
  }

  async readBytes(buffer: GPUBuffer, offset: number, bytes: number): Promise<ArrayBuffer> {
    this.check();
    const staging = this.allocate(bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ, `readback of ${buffer.label}`);
    try {
      const encoder = this.gpu.createCommandEncoder({ label: `readback of ${buffer.label}` });
      encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
      this.gpu.queue.submit([encoder.finish()]);
      await this.patience(staging.mapAsync(GPUMapMode.READ, 0, bytes)).catch(async (error) => {
        // A lost device rejects with an empty message; give its own promise a turn to say why.
        await Promise.resolve();
        this.check();
        throw error;
      });
      const copy = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.check();
      return copy;
    } finally {
      this.free(staging);
    }
  }

  /**
   * Waits until all submitted work is done.
   * @param expected milliseconds, most of which are slept through; by default none are. See `Waiting` for when that pays
   * @param patient whether the host may rest while it waits for what is left
   */
  async idle(expected = 0, patient = expected > 0): Promise<void> {
    const nap = SLEPT * expected;
    if (nap >= SHORTEST_NAP) await new Promise((resolve) => setTimeout(resolve, nap));
    const done = this.gpu.queue.onSubmittedWorkDone();
    await (patient ? this.patience(done) : done);
    await Promise.resolve();
    this.check();
  }

  /** Destroys the device and all that lives on it. Safe to call twice. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const buffer of [...this.#sizes.keys()]) this.free(buffer);
    this.gpu.destroy();
  }
}

/** Buffers are whole numbers of vec4s. */
function paddedSize(bytes: number): number {
  return Math.max(16, Math.ceil(bytes / 16) * 16);
}

/**
 * A device on which nothing happens but the sum of what would be allocated: what is laid out on it is measured before
 * it is laid out on the device itself. Plans can be recorded, but neither compiled nor run.
 */
export class Ledger extends Device {
  /** All buffers: what they are for, and bytes. */
  readonly buffers: { label: string; bytes: number }[] = [];

  constructor(of: Device) {
    super(of.gpu, of.adapter);
  }

  protected override listen(): void {}

  override check(): void {}

  override allocate(bytes: number, usage: number, label: string): GPUBuffer {
    const size = paddedSize(bytes);
    this.buffers.push({ label, bytes: size });
    return { label, size, usage, destroy: () => undefined } as unknown as GPUBuffer;
  }

  override free(): void {}

  override writeBytes(): void {}

  override clear(): void {}

  get bytes(): number {
    return this.buffers.reduce((sum, buffer) => sum + buffer.bytes, 0);
  }
}

/** Owns tensors: users never count references, they dispose the scope. */
export class Scope {
  readonly #buffers: GPUBuffer[] = [];

  constructor(
    readonly device: Device,
    readonly label: string,
  ) {}

  /** A zeroed tensor. */
  tensor<D extends DType>(dtype: D, shape: readonly number[], label: string): Tensor<D> {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = this.device.allocate(4 * elements(shape), usage, `${this.label}.${label}`);
    this.#buffers.push(buffer);
    return new Tensor(this.device, buffer, dtype, shape, label);
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
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.device.allocate(Math.max(16, layout.size), usage, `${this.label}.${label}`);
    this.#buffers.push(buffer);
    const uniform = new Uniform<Field>(this.device, buffer, layout, label);
    uniform.write(values);
    return uniform;
  }

  dispose(): void {
    for (const buffer of this.#buffers.splice(0)) this.device.free(buffer);
  }
}
