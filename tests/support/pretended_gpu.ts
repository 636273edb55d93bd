/** A GPU on paper: recording a dispatch and working on it each take a time, on a clock that is moved by hand. Nothing is computed. */
import { globals } from 'webgpu';
import { Device } from '../../src/gpu/device.ts';
import { HandClock } from './clock.ts';

/** Milliseconds of the host to record a dispatch, and of the GPU to work on it. */
export interface Costs {
  record: number;
  work: number;
}

/** A command buffer that was submitted. */
export interface Submitted {
  dispatches: number;
  /** When it was submitted, and when the GPU has it done, milliseconds. */
  at: number;
  done: number;
}

export class PretendedGpu {
  readonly clock = new HandClock();
  readonly submitted: Submitted[] = [];
  /** How often the host has waited for the queue. */
  waits = 0;
  /** Called at each submission. */
  onSubmit: () => void = () => undefined;
  readonly device: Device;
  #recorded = 0;
  #lose: (info: { message: string }) => void = () => undefined;

  constructor(
    readonly costs: Costs,
    software: boolean,
  ) {
    Object.assign(globalThis, globals);
    const adapter = { name: 'paper', vendor: 'none', architecture: '', driver: '', origin: 'paper', software };
    this.device = new Device(this.#gpu() as unknown as GPUDevice, adapter, { clock: this.clock });
  }

  /** The device is lost; the host hears of it in its next turn. */
  lose(message: string): void {
    this.#lose({ message });
  }

  #gpu() {
    const pass = {
      setPipeline: () => undefined,
      setBindGroup: () => undefined,
      end: () => undefined,
      dispatchWorkgroups: () => {
        this.#recorded += 1;
        this.clock.time += this.costs.record;
      },
    };
    const lost = new Promise<{ message: string }>((resolve) => {
      this.#lose = resolve;
    });
    return {
      lost,
      addEventListener: () => undefined,
      limits: { maxBufferSize: 2 ** 30, maxStorageBufferBindingSize: 2 ** 30 },
      createBuffer: ({ label }: { label: string }) => ({ label, destroy: () => undefined }),
      pushErrorScope: () => undefined,
      popErrorScope: async () => null,
      createShaderModule: () => ({ getCompilationInfo: async () => ({ messages: [] }) }),
      createComputePipelineAsync: async () => ({ getBindGroupLayout: () => ({}) }),
      createBindGroup: () => ({}),
      createCommandEncoder: () => ({ beginComputePass: () => pass, finish: () => ({}) }),
      destroy: () => undefined,
      queue: { submit: () => this.#submit(), writeBuffer: () => undefined, onSubmittedWorkDone: () => this.#wait() },
    };
  }

  #submit(): void {
    const at = this.clock.time;
    const begun = Math.max(at, this.submitted.at(-1)?.done ?? 0);
    this.submitted.push({ dispatches: this.#recorded, at, done: begun + this.costs.work * this.#recorded });
    this.#recorded = 0;
    this.onSubmit();
  }

  async #wait(): Promise<void> {
    this.waits += 1;
    this.clock.time = Math.max(this.clock.time, this.submitted.at(-1)?.done ?? 0);
  }
}
