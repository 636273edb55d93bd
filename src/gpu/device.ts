import { BlockspinError, internal } from '../core/errors.ts';
import { type Phrase, phrase, setting } from '../core/phrase.ts';
import type { AdapterRecord } from './adapter.ts';
import { KernelCache } from './kernel.ts';
import { type BufferUse, type Capacity, checkFits, type Memory, paddedSize, type WordArray } from './memory.ts';
import { Scope } from './scope.ts';
import { type Clock, hostClock, Napping } from './waiting.ts';

/** Properties of the host that a device needs. */
export interface Surroundings {
  /** Bytes that may live on the device at once; software adapters take the machine's own memory. */
  budget?: number;
  /** Bytes of main memory available to this process, as far as is known. */
  mainMemory?: number;
  /** The clock and the sleep of the host; by default the standard timers. */
  clock?: Clock;
}

const REMEDY = phrase`use a smaller ${setting('batch')}, fewer ${setting('replicas')} or fewer ${setting('chains')}`;

/** A GPU device with a ledger of what lives on it and of errors that arrived asynchronously. */
export class Device implements Memory, Capacity {
  readonly adapter: AdapterRecord;
  readonly gpu: GPUDevice;
  readonly kernels: KernelCache;
  /** Buffers and bytes allocated and not yet destroyed. */
  readonly live = { buffers: 0, bytes: 0 };
  readonly #sizes = new Map<GPUBuffer, number>();
  readonly #errors: string[] = [];
  /** Resolves when the device no longer answers, or has been closed. */
  readonly lost: Promise<void>;
  #lost: string | undefined;
  #closed = false;

  readonly budget: number;
  readonly mainMemory: number;
  readonly clock: Clock;
  readonly #napping: Napping;

  constructor(gpu: GPUDevice, adapter: AdapterRecord, { budget, mainMemory, clock }: Surroundings = {}) {
    this.budget = budget ?? Number.POSITIVE_INFINITY;
    this.mainMemory = mainMemory ?? Number.POSITIVE_INFINITY;
    this.clock = clock ?? hostClock;
    this.#napping = new Napping(this.clock);
    this.gpu = gpu;
    this.adapter = adapter;
    this.kernels = new KernelCache(this);
    gpu.addEventListener('uncapturederror', (event) => {
      // `check` reports it. Dawn would also print it, to stdout.
      event.preventDefault();
      this.#errors.push((event as GPUUncapturedErrorEvent).error.message);
    });
    this.lost = gpu.lost.then((info) => {
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

  /** Throws the errors that arrived since the last call. Called by every submission and every readback. */
  check(): void {
    if (this.#lost !== undefined) {
      throw new BlockspinError({
        who: `device ${this.adapter.name}`,
        expected: 'a device that answers',
        got: `device lost (${this.#lost})`,
        remedy: phrase`start again; if it happens again, use fewer replicas or a smaller batch, or choose another ${setting('adapter')}`,
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

  /** Allocates a zeroed buffer; refuses sizes beyond the limits of the adapter before it asks for memory. */
  allocate(bytes: number, use: BufferUse, label: string): GPUBuffer {
    this.check();
    const size = paddedSize(bytes);
    checkFits(this, { [label]: size }, REMEDY);
    const buffer = this.gpu.createBuffer({ size, usage: usageOf(use), label });
    this.#sizes.set(buffer, size);
    this.live.buffers += 1;
    this.live.bytes += size;
    return buffer;
  }

  checkFits(buffers: Readonly<Record<string, number>>, remedy: Phrase): void {
    checkFits(this, buffers, remedy);
  }

  /** Frees a buffer; freeing it twice is a defect of the program. */
  free(buffer: GPUBuffer): void {
    const size = this.#sizes.get(buffer);
    if (size === undefined) throw internal(`buffer ${buffer.label} freed twice or never allocated`);
    this.#sizes.delete(buffer);
    this.live.buffers -= 1;
    this.live.bytes -= size;
    buffer.destroy();
  }

  /** A set of buffers that are freed together. */
  scope(label: string): Scope {
    return new Scope(this, label);
  }

  writeBytes(buffer: GPUBuffer, offset: number, data: WordArray): void {
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
    const staging = this.allocate(bytes, 'readback', `readback of ${buffer.label}`);
    try {
      const encoder = this.gpu.createCommandEncoder({ label: `readback of ${buffer.label}` });
      encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
      this.gpu.queue.submit([encoder.finish()]);
      await this.mapped(staging, bytes);
      const copy = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.check();
      return copy;
    } finally {
      this.free(staging);
    }
  }

  /** Waits until the first bytes of a buffer that is read by the host can be read. @throws BlockspinError for a lost device */
  async mapped(buffer: GPUBuffer, bytes: number): Promise<void> {
    await this.wait(buffer.mapAsync(GPUMapMode.READ, 0, bytes)).catch(async (error) => {
      // A lost device rejects with an empty message; give its own promise a turn to say why.
      await Promise.resolve();
      this.check();
      throw error;
    });
  }

  /** Waits for a promise of the GPU in the host's own way; used for compilations and readbacks. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return this.#napping.wait(promise);
  }

  /**
   * Waits until all submitted work is done.
   * @param patient whether the host may sleep meanwhile, and notice the end a little later; see `Waiting` for when that pays
   */
  async idle(patient = false): Promise<void> {
    const done = this.gpu.queue.onSubmittedWorkDone();
    await (patient ? this.wait(done) : done);
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

function usageOf(use: BufferUse): number {
  const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ, QUERY_RESOLVE } = GPUBufferUsage;
  return { storage: STORAGE | COPY_SRC | COPY_DST, uniform: UNIFORM | COPY_DST, readback: COPY_DST | MAP_READ, timestamps: QUERY_RESOLVE | COPY_SRC }[use];
}
