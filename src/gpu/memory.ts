import { BlockspinError } from '../core/errors.ts';
import type { Phrase } from '../core/phrase.ts';
import type { AdapterRecord } from './adapter.ts';

/** What a buffer is for. */
export type BufferUse = 'storage' | 'uniform' | 'readback' | 'timestamps';

/** Elements as the host writes them. */
export type WordArray = Float32Array | Uint32Array | Int32Array;

/** Where tensors are laid out: the memory of a device, or a ledger that only counts. */
export interface Memory {
  /** The adapter: some kernels have a separate form for software adapters. */
  readonly adapter: AdapterRecord;
  /** A zeroed buffer. @throws BlockspinError where it does not fit */
  allocate(bytes: number, use: BufferUse, label: string): GPUBuffer;
  /** Frees a buffer; freeing it twice is a defect of the program. */
  free(buffer: GPUBuffer): void;
  /** Overwrites bytes from `offset` on, in order with what has been submitted. */
  writeBytes(buffer: GPUBuffer, offset: number, data: WordArray): void;
  /** Copies bytes to the host, once everything submitted before is done. */
  readBytes(buffer: GPUBuffer, offset: number, bytes: number): Promise<ArrayBuffer>;
  /** Sets whole buffers to zero, in order with what has been submitted. */
  clear(tensors: readonly { readonly buffer: GPUBuffer }[]): void;
  /**
   * Refuses a set of buffers that would not fit, before the first of them is allocated.
   * @param buffers bytes by label
   * @throws BlockspinError naming the largest buffer or the total, the limit, and the remedy given
   */
  checkFits(buffers: Readonly<Record<string, number>>, remedy: Phrase): void;
}

/** How much a device and its host hold, as plain numbers. */
export interface Capacity {
  readonly adapter: AdapterRecord;
  /** Bytes one buffer may have. */
  readonly largestBuffer: number;
  /** Bytes of all buffers together. */
  readonly budget: number;
  /** Bytes of main memory available to this process, as far as is known. */
  readonly mainMemory: number;
  /** Buffers and bytes allocated and not yet freed. */
  readonly live: { readonly buffers: number; readonly bytes: number };
}

/** Bytes of a buffer, rounded up to whole vec4s. */
export function paddedSize(bytes: number): number {
  return Math.max(16, Math.ceil(bytes / 16) * 16);
}

/**
 * Refuses buffers that a device does not hold.
 * @param buffers bytes by label
 * @throws BlockspinError naming the largest buffer or the total, the limit, and the remedy given
 */
export function checkFits(
  { adapter, largestBuffer, budget, live }: Omit<Capacity, 'mainMemory'>,
  buffers: Readonly<Record<string, number>>,
  remedy: Phrase,
): void {
  const refuse = (labels: string, most: number, place: string, bytes: number) => {
    const expected = `at most ${most} bytes ${place} on ${adapter.name}`;
    throw new BlockspinError({ who: `memory for ${labels}`, expected, got: `${bytes} bytes`, remedy, code: 'memory' });
  };
  for (const [label, bytes] of Object.entries(buffers)) if (bytes > largestBuffer) refuse(label, largestBuffer, 'in one buffer', bytes);
  const total = Object.values(buffers).reduce((sum, bytes) => sum + bytes, live.bytes);
  if (total > budget) refuse(Object.keys(buffers).join(', '), budget, 'in all', total);
}
