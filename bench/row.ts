/** What a row of the benchmark is: something that is made, validated, and then run in windows. */
import type { Device } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import type { Scope } from '../src/gpu/scope.ts';
import { Tensor } from '../src/gpu/tensor.ts';

/** What one run has to do at least; what is left out is zero. */
export interface Work {
  dispatches: number;
  /** Read and written: each tensor counted once per dispatch that touches it. */
  bytes?: number;
  /** Of all tensors together: tells what stays in a cache. */
  footprint?: number;
  /** Multiply and add count as two. */
  flops?: number;
  /** Operators of the WGSL source on words of 32 bits. */
  operations?: number;
}

/** How often a thing is run, and how long that took until the device was idle, milliseconds. */
export type Runner = (repeats: number) => Promise<number>;

/** A row that is ready to be validated and timed. */
export interface Built {
  /** What is replayed. */
  run: Plan | Runner;
  /** Units of work of one run. */
  units: number;
  /** Where a run is as long as it happens to be: units done so far, read before and after each window. */
  counted?: () => Promise<number>;
  /** Of one run; of one unit where units are counted. */
  work: Work;
  /** @throws Error when the result is not what it must be: its speed would mean nothing */
  validate: () => Promise<void>;
  /** Frees what is not of the row's scope. */
  dispose?: () => void;
}

export interface Row {
  group: string;
  name: string;
  /** Everything that decides how much work a run is. */
  sizes: Readonly<Record<string, number | string>>;
  /** What the rate counts, per second: flips, words, bytes, replica-steps, ... */
  unit: string;
  /** Which floor it is itself, if any: rows of the group of floors have no fraction. */
  floor?: FloorName;
  make: (device: Device, scope: Scope) => Promise<Built>;
}

/** The floors that all other rows are held against. */
export const FLOOR_NAMES = ['dispatch', 'copy', 'copy in cache', 'fp32', 'integer'] as const;
export type FloorName = (typeof FLOOR_NAMES)[number];

/** How much is measured. */
export interface Effort {
  name: 'quick' | 'full';
  /** Of one window. */
  seconds: number;
  /** Windows. */
  samples: number;
}

/** Bytes that the dispatches of a plan read and write, each tensor once per dispatch, without those named. */
export function bytesOf(plan: Plan, without: readonly string[] = []): number {
  let bytes = 0;
  for (const { bindings } of plan.dispatches) {
    for (const [name, resource] of Object.entries(bindings)) if (resource instanceof Tensor && !without.includes(name)) bytes += contents(resource);
  }
  return bytes;
}

/** Bytes of the tensors a plan touches. */
export function footprintOf(plan: Plan): number {
  const seen = new Map<string, number>();
  for (const { bindings } of plan.dispatches) {
    for (const resource of Object.values(bindings)) {
      if (resource instanceof Tensor) seen.set(`${labels.of(resource)} ${resource.offset}`, contents(resource));
    }
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Numbers for buffers, which have no names of their own. */
const labels = {
  known: new WeakMap<object, number>(),
  next: 0,
  of({ buffer }: Tensor): number {
    const known = this.known.get(buffer);
    if (known !== undefined) return known;
    this.known.set(buffer, this.next);
    return this.next++;
  },
};

const contents = ({ shape }: Tensor) => 4 * shape.reduce((a, b) => a * b, 1);

/** The work of a plan, as far as its tensors say it. */
export function workOf(plan: Plan, work: Omit<Work, 'dispatches'> = {}, without: readonly string[] = []): Work {
  return { dispatches: plan.dispatches.length, bytes: bytesOf(plan, without), footprint: footprintOf(plan), ...work };
}

/** Some of the dispatches of a plan. */
export function partOf(plan: Plan, label: string, wanted: (path: string, index: number) => boolean): Plan {
  const part = new Plan(plan.device, label);
  part.dispatches.push(...plan.dispatches.filter((d, i) => wanted(d.declaration.path, i)));
  return part;
}

/** @throws Error with what was found */
export function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new Error(`${what}; the speed would mean nothing`);
}
