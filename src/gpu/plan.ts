import { allEnded, checkStopped } from '../core/async.ts';
import { BlockspinError, internal } from '../core/errors.ts';
import { MOST_WORKGROUPS } from '../core/limits.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type Bound, bindingOf, type Constants, checkBindings, type Resource } from './bindings.ts';
import type { Declaration } from './declaration.ts';
import { Device } from './device.ts';
import type { Memory } from './memory.ts';
import type { Commands } from './submission.ts';

/** One dispatch of a plan: an entry point with everything that is bound to it. */
export interface Dispatch {
  declaration: Declaration;
  constants: Readonly<Record<string, number>>;
  bindings: Readonly<Record<string, Resource>>;
  workgroups: readonly [number, number, number];
  /** A remark shown in the listing. */
  note: string;
  pipeline?: GPUComputePipeline;
  bindGroup?: GPUBindGroup;
}

/** Dispatches in the first command buffer of a run, and in the longest. */
const FIRST_BUFFER = 32;
const LONGEST_BUFFER = 1024;

/** How many threads an entry point needs along x, y, z; the workgroup size is set by the kernel. */
export type Threads = readonly [number, number?, number?];

/**
 * A recorded, printable list of dispatches. Buffers and bind groups are made once in `compile`; `run` replays the
 * list any number of times at once, without readback or allocation.
 */
export class Plan {
  readonly dispatches: Dispatch[] = [];
  #compiled = false;
  #milliseconds: number[] | undefined;

  constructor(
    /** A device, or a ledger on which a plan is recorded only to count its memory. */
    readonly memory: Memory,
    readonly label: string,
  ) {}

  /** The device that the plan runs on. */
  get device(): Device {
    if (this.memory instanceof Device) return this.memory;
    throw internal(`plan ${this.label} stands in a ledger only`);
  }

  /** Records one dispatch. Names, types and access are checked by the compiler and again here, for ops built at run time. */
  dispatch<D extends Declaration>(declaration: D, constants: Constants<D>, bindings: Bound<D>, threads: Threads, note = ''): this {
    this.#compiled = false;
    const bound = bindings as Readonly<Record<string, Resource>>;
    checkBindings(declaration, bound);
    this.dispatches.push({ declaration, constants, bindings: bound, workgroups: workgroupsOf(declaration, threads), note });
    return this;
  }

  /** Appends all dispatches of another plan. */
  append(other: Plan): this {
    this.#compiled = false;
    this.dispatches.push(...other.dispatches.map((d) => ({ ...d })));
    return this;
  }

  /**
   * Compiles all pipelines in parallel and makes the bind groups, once.
   * @param later given where the pipelines of other plans come first; this signal ends it
   */
  async compile(later?: AbortSignal): Promise<this> {
    if (this.#compiled) return this;
    const { gpu } = this.device;
    await allEnded(
      this.dispatches.map(async (d) => {
        d.pipeline = await this.device.kernels.get(d.declaration, d.constants, later);
      }),
    );
    if (later) checkStopped(later);
    gpu.pushErrorScope('validation');
    for (const d of this.dispatches) {
      const entries = Object.entries(d.declaration.bindings).map(([name, { binding }]) => ({ binding, resource: bindingOf(d.bindings[name]) }));
      d.bindGroup = gpu.createBindGroup({ label: title(d), layout: (d.pipeline as GPUComputePipeline).getBindGroupLayout(0), entries });
    }
    const error = await this.device.wait(gpu.popErrorScope());
    this.device.check();
    if (error) throw new Error(`internal: plan ${this.label}: ${error.message}`);
    this.#compiled = true;
    return this;
  }

  /**
   * Submits the whole list `repeats` times, in order. While a GPU works on one command buffer, the host records the next. A
   * software adapter works on the cores that record, and gets one.
   */
  run(repeats = 1): void {
    this.#ready();
    const { gpu, adapter } = this.device;
    for (const count of adapter.software ? [repeats] : buffersOf(repeats, this.dispatches.length)) {
      const encoder = gpu.createCommandEncoder({ label: this.label });
      this.times(count).encodeInto(encoder);
      gpu.queue.submit([encoder.finish()]);
    }
    this.device.check();
  }

  /** The whole list `repeats` times, for a submission that contains other work as well. */
  times(repeats: number): Commands {
    this.#ready();
    return {
      encodeInto: (encoder) => {
        const pass = encoder.beginComputePass({ label: this.label });
        for (let i = 0; i < repeats; i++) for (const d of this.dispatches) encode(pass, d);
        pass.end();
      },
    };
  }

  /**
   * Runs the list `repeats` times with GPU timestamps around every dispatch; the listing then shows the mean times.
   * @returns milliseconds per dispatch
   */
  async profile(repeats = 10): Promise<number[]> {
    this.#ready();
    if (!this.device.timestamps) {
      throw new BlockspinError({
        who: 'profile',
        expected: 'an adapter with timestamp queries',
        got: this.device.adapter.name,
        remedy: phrase`choose another ${setting('adapter')}, or measure wall time`,
        code: 'adapter',
      });
    }
    const count = this.dispatches.length;
    const { gpu } = this.device;
    const queries = gpu.createQuerySet({ type: 'timestamp', count: 2 * count });
    const buffer = this.device.allocate(16 * count, 'timestamps', `timestamps of ${this.label}`);
    const sums = new Array<number>(count).fill(0);
    try {
      for (let i = 0; i < repeats; i++) {
        const encoder = gpu.createCommandEncoder({ label: this.label });
        this.dispatches.forEach((d, n) => {
          const timestampWrites = { querySet: queries, beginningOfPassWriteIndex: 2 * n, endOfPassWriteIndex: 2 * n + 1 };
          const pass = encoder.beginComputePass({ timestampWrites });
          encode(pass, d);
          pass.end();
        });
        encoder.resolveQuerySet(queries, 0, 2 * count, buffer, 0);
        gpu.queue.submit([encoder.finish()]);
        const times = new BigUint64Array(await this.device.readBytes(buffer, 0, 16 * count));
        for (let n = 0; n < count; n++) sums[n] += Number(times[2 * n + 1] - times[2 * n]) / 1e6;
      }
    } finally {
      queries.destroy();
      this.device.free(buffer);
    }
    this.#milliseconds = sums.map((sum) => sum / repeats);
    return this.#milliseconds;
  }

  /** One line per dispatch: kernel, what it reads, what it writes, grid, and the time where it was measured. */
  toString(): string {
    const lines = this.dispatches.map((d, n) => {
      const reads: string[] = [];
      const writes: string[] = [];
      for (const [name, resource] of Object.entries(d.bindings)) {
        const declared = d.declaration.bindings[name];
        // Numbers that stand for constants are no data.
        if (name === 'sizes' && declared.kind === 'uniform') continue;
        (declared.kind === 'storage' && declared.access === 'read_write' ? writes : reads).push(resource.label);
      }
      const time = this.#milliseconds ? `  ${this.#milliseconds[n].toFixed(3)} ms` : '';
      const note = d.note ? `  (${d.note})` : '';
      return `${String(n + 1).padStart(2, '0')} ${title(d)}  ${reads.join(' ')} -> ${writes.join(' ')}  grid ${d.workgroups.join('x')}${time}${note}`;
    });
    return [`plan ${this.label}: ${lines.length} dispatches`, ...lines].join('\n');
  }

  #ready(): void {
    if (!this.#compiled) throw new Error(`internal: plan ${this.label} is run before compile()`);
    this.device.check();
  }
}

/**
 * Repeats of a list in the command buffers of one run. The GPU has nothing to do while the first one is recorded, so it is short;
 * each next one is up to twice as long, so that it is recorded before the last is done where a dispatch takes twice its recording.
 */
function buffersOf(repeats: number, dispatches: number): number[] {
  const counts: number[] = [];
  const of = (wanted: number) => Math.max(1, Math.floor(wanted / dispatches));
  for (let [left, wanted] = [repeats, FIRST_BUFFER]; left > 0; wanted = Math.min(2 * wanted, LONGEST_BUFFER)) {
    counts.push(Math.min(left, of(wanted)));
    left -= counts[counts.length - 1];
  }
  return counts;
}

function title(d: Dispatch): string {
  return `${d.declaration.path}.${d.declaration.entry}`;
}

function encode(pass: GPUComputePassEncoder, d: Dispatch): void {
  pass.setPipeline(d.pipeline as GPUComputePipeline);
  pass.setBindGroup(0, d.bindGroup as GPUBindGroup);
  pass.dispatchWorkgroups(...d.workgroups);
}

/** Threads to workgroups; a long x is folded into y for kernels that ask for one row of threads only. */
function workgroupsOf(declaration: Declaration, [x, y = 1, z = 1]: Threads): [number, number, number] {
  const [wx, wy, wz] = declaration.workgroup;
  const groups: [number, number, number] = [Math.ceil(x / wx), Math.ceil(y / wy), Math.ceil(z / wz)];
  if (groups[0] > MOST_WORKGROUPS && groups[1] === 1) {
    groups[1] = Math.ceil(groups[0] / MOST_WORKGROUPS);
    groups[0] = Math.ceil(groups[0] / groups[1]);
  }
  const wrong = groups.find((g) => !(g >= 1 && g <= MOST_WORKGROUPS));
  if (wrong !== undefined) {
    throw new BlockspinError({
      who: `${declaration.path}.${declaration.entry}`,
      expected: `1 to ${MOST_WORKGROUPS} workgroups along each axis`,
      got: groups.join(' x '),
      remedy: 'use a smaller batch, fewer replicas or fewer chains',
      code: 'memory',
    });
  }
  return groups;
}
