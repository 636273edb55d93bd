import { internal } from '../core/errors.ts';
import type { Phrase } from '../core/phrase.ts';
import { type BufferUse, type Capacity, checkFits, type Memory, paddedSize } from './memory.ts';

/**
 * Counts memory without allocating it, so that a layout can be measured before it is made on a device. It needs no device and
 * no WebGPU. Plans can be recorded on it, but neither compiled nor run.
 */
export class Ledger implements Memory {
  /** All buffers: what they are for, and bytes. */
  readonly buffers: { label: string; bytes: number }[] = [];

  /** @param of the adapter to count for, and the largest buffer that it binds, bytes */
  constructor(readonly of: Pick<Capacity, 'adapter' | 'largestBuffer'>) {}

  get adapter(): Capacity['adapter'] {
    return this.of.adapter;
  }

  /** Bytes of all buffers. */
  get bytes(): number {
    return this.buffers.reduce((sum, buffer) => sum + buffer.bytes, 0);
  }

  /** An entry in the ledger. Only its label and size are read. */
  allocate(bytes: number, _use: BufferUse, label: string): GPUBuffer {
    const size = paddedSize(bytes);
    this.buffers.push({ label, bytes: size });
    return { label, size } as GPUBuffer;
  }

  free(): void {}

  writeBytes(): void {}

  async readBytes(buffer: GPUBuffer): Promise<ArrayBuffer> {
    throw internal(`${buffer.label} is read, and stands in a ledger only`);
  }

  clear(): void {}

  /** Refuses single buffers only; the reader of the ledger judges the total. */
  checkFits(buffers: Readonly<Record<string, number>>, remedy: Phrase): void {
    // Listed by name, because a spread does not copy the getters of a device.
    const { adapter, largestBuffer } = this.of;
    checkFits({ adapter, largestBuffer, budget: Number.POSITIVE_INFINITY, live: { buffers: 0, bytes: 0 } }, buffers, remedy);
  }
}
