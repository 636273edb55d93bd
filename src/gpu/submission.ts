/** Work of several kinds in one submission: repeats of plans, drawings, copies. */
import { internal } from '../core/errors.ts';
import type { Device } from './device.ts';
import type { Tensor } from './tensor.ts';

/** What can be put into a command buffer together with other work. */
export interface Commands {
  /** Records the work. */
  encodeInto(encoder: GPUCommandEncoder): void;
}

/** Submits work in order, all of it at once. */
export function submit(device: Device, label: string, commands: readonly Commands[]): void {
  device.check();
  const encoder = device.gpu.createCommandEncoder({ label });
  for (const one of commands) one.encodeInto(encoder);
  device.gpu.queue.submit([encoder.finish()]);
  device.check();
}

/** Copies all elements of a tensor into another one of the same size. */
export function copying(source: Tensor, target: Tensor): Commands {
  if (source.bytes !== target.bytes) throw internal(`${source.label} has ${source.bytes} bytes, ${target.label} ${target.bytes}`);
  return { encodeInto: (encoder) => encoder.copyBufferToBuffer(source.buffer, source.offset, target.buffer, target.offset, source.bytes) };
}

/** Sets whole buffers to zero. */
export function clearing(tensors: readonly Tensor[]): Commands {
  return {
    encodeInto: (encoder) => {
      for (const { buffer } of tensors) encoder.clearBuffer(buffer);
    },
  };
}

/**
 * Tensors that are read again and again. The copies can be part of any submission, and the memory is allocated once.
 * A second reading must not begin before the first has been taken.
 */
export class Readback {
  readonly #tensors: readonly Tensor[];
  readonly #offsets: number[] = [];
  readonly #device: Device;
  readonly #buffer: GPUBuffer;
  readonly #bytes: number;

  constructor(device: Device, tensors: readonly Tensor[]) {
    this.#device = device;
    this.#tensors = tensors;
    let bytes = 0;
    for (const tensor of tensors) {
      this.#offsets.push(bytes);
      bytes += Math.ceil(tensor.bytes / 8) * 8;
    }
    this.#bytes = bytes;
    this.#buffer = device.allocate(bytes, 'readback', 'readback');
  }

  /** The copies, to be submitted once before each `take`. */
  get commands(): Commands {
    return {
      encodeInto: (encoder) => {
        for (const [i, { buffer, offset, bytes }] of this.#tensors.entries()) encoder.copyBufferToBuffer(buffer, offset, this.#buffer, this.#offsets[i], bytes);
      },
    };
  }

  /** The bytes of all tensors as they were when the copies ran, in the order in which they were given; waits for them. */
  async take(): Promise<ArrayBuffer[]> {
    await this.#device.mapped(this.#buffer, this.#bytes);
    const all = this.#buffer.getMappedRange(0, this.#bytes);
    const copies = this.#tensors.map(({ bytes }, i) => all.slice(this.#offsets[i], this.#offsets[i] + bytes));
    this.#buffer.unmap();
    this.#device.check();
    return copies;
  }

  /** Frees the buffer. */
  dispose(): void {
    this.#device.free(this.#buffer);
  }
}
