/** Drawing what lies in GPU buffers: onto canvases, or onto a texture that can be read. */
import { BlockspinError } from '../core/errors.ts';
import { type Bound, bindingOf, type Constants, checkBindings, type Resource } from './bindings.ts';
import type { Drawing } from './declaration.ts';
import type { Device } from './device.ts';
import type { Commands } from './submission.ts';

/** A canvas of a page or of a worker. */
export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** What a picture is drawn onto. */
export interface Target {
  readonly format: GPUTextureFormat;
  /** The texture of the next submission. */
  texture(): GPUTexture;
  /** Frees what is drawn onto, or lets the canvas go. */
  dispose(): void;
}

/**
 * A canvas as a target, one pixel for each of `width` x `height`: the page scales it. It is shown once its submission is done.
 * @throws BlockspinError for a canvas that is used otherwise
 */
export function canvasTarget(device: Device, canvas: Canvas, width: number, height: number): Target {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('webgpu') as GPUCanvasContext | null;
  if (!context) {
    const remedy = 'give a canvas of its own to every drawing';
    throw new BlockspinError({ who: 'canvas', expected: 'a canvas that gives a WebGPU context', got: 'none', remedy, code: 'device' });
  }
  const format = navigator.gpu.getPreferredCanvasFormat();
  context.configure({ device: device.gpu, format, alphaMode: 'opaque' });
  return { format, texture: () => context.getCurrentTexture(), dispose: () => context.unconfigure() };
}

/** A texture as a target, which can be read. */
export class TextureTarget implements Target {
  readonly format = 'rgba8unorm';
  readonly #texture: GPUTexture;

  constructor(
    readonly device: Device,
    readonly width: number,
    readonly height: number,
  ) {
    const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC;
    this.#texture = device.gpu.createTexture({ label: 'picture', size: [width, height], format: this.format, usage });
  }

  texture(): GPUTexture {
    return this.#texture;
  }

  /** Red, green, blue and opacity of all pixels, 0 to 255, (height, width, 4). */
  async read(): Promise<Uint8Array> {
    const { device, width, height } = this;
    // WebGPU copies rows to multiples of 256 bytes.
    const row = Math.ceil((4 * width) / 256) * 256;
    const staging = device.allocate(row * height, 'readback', 'readback of a picture');
    try {
      const encoder = device.gpu.createCommandEncoder({ label: 'readback of a picture' });
      encoder.copyTextureToBuffer({ texture: this.#texture }, { buffer: staging, bytesPerRow: row }, [width, height]);
      device.gpu.queue.submit([encoder.finish()]);
      await device.mapped(staging, row * height);
      const all = new Uint8Array(staging.getMappedRange(0, row * height));
      const pixels = new Uint8Array(4 * width * height);
      for (let y = 0; y < height; y++) pixels.set(all.subarray(y * row, y * row + 4 * width), 4 * width * y);
      staging.unmap();
      return pixels;
    } finally {
      device.free(staging);
    }
  }

  /** Frees the texture. */
  dispose(): void {
    this.#texture.destroy();
  }
}

/** One drawing that fills one target. It reads its tensors where they lie, at the time of the submission that it is part of. */
export class Picture<D extends Drawing = Drawing> implements Commands {
  #made: { pipeline: GPURenderPipeline; group: GPUBindGroup } | undefined;
  readonly #bindings: Readonly<Record<string, Resource>>;

  constructor(
    readonly device: Device,
    readonly declaration: D,
    readonly constants: Constants<D>,
    bindings: Bound<D>,
    readonly target: Target,
  ) {
    this.#bindings = bindings as Readonly<Record<string, Resource>>;
    checkBindings(declaration, this.#bindings);
  }

  /** Makes the pipeline, or takes the one that was made for another picture of the kind. */
  async compile(): Promise<this> {
    const { device, declaration } = this;
    const pipeline = await device.kernels.drawing(declaration, this.constants as Readonly<Record<string, number>>, this.target.format);
    const entries = Object.entries(declaration.bindings).map(([name, { binding }]) => ({ binding, resource: bindingOf(this.#bindings[name]) }));
    this.#made = { pipeline, group: device.gpu.createBindGroup({ label: declaration.path, layout: pipeline.getBindGroupLayout(0), entries }) };
    return this;
  }

  /** Records the drawing. */
  encodeInto(encoder: GPUCommandEncoder): void {
    if (!this.#made) throw new Error(`internal: picture ${this.declaration.path} is drawn before compile()`);
    const view = this.target.texture().createView();
    const pass = encoder.beginRenderPass({ label: this.declaration.path, colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store' }] });
    pass.setPipeline(this.#made.pipeline);
    pass.setBindGroup(0, this.#made.group);
    pass.draw(3);
    pass.end();
  }
}
