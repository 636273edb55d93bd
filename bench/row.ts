/** A row of the benchmark: it is made, validated, and then timed in intervals. */
import type { Device } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import type { Scope } from '../src/gpu/scope.ts';
import { Tensor } from '../src/gpu/tensor.ts';

/** The least work of one run; what is left out is zero. */
export interface Work {
  dispatches: number;
  /** Bytes read and written: each tensor counts once per dispatch that uses it. */
  bytes?: number;
  /** Bytes of all tensors together, which decide whether they stay in a cache. */
  footprint?: number;
  /** Multiply and add count as two. */
  flops?: number;
  /** Operators of the WGSL source on words of 32 bits; see rows/cost.ts. */
  operations?: number;
}

/** Runs something so many times and returns the milliseconds until the device was idle. */
export type Runner = (repeats: number) => Promise<number>;

/** A row on a device, ready to be validated and timed. */
export interface Built {
  /** What is timed. */
  run: Plan | Runner;
  /** Units of work of one run. */
  units: number;
  /** Where the work of a run is random: units done so far, read before and after each interval. */
  counted?: () => Promise<number>;
  /** Of one run, or of one unit where units are counted. */
  work: Work;
  /** @throws Error when the result is wrong: the speed of a wrong result means nothing */
  validate: () => Promise<void>;
  /** Frees what the row's scope does not. */
  dispose?: () => void;
}

/** One line of the table. */
export interface Row {
  /** Rows of one part of the program, e.g. 'ops'; the part before the colon in titles. */
  group: string;
  name: string;
  /** Everything that decides the work of a run; rows are compared only where these are equal. */
  sizes: Readonly<Record<string, number | string>>;
  /** What the rate counts: flips, words, bytes, replica-steps, ... */
  unit: string;
  /** The floor that this row measures, for rows of the group `floors`. */
  floor?: FloorName;
  make: (device: Device, scope: Scope) => Promise<Built>;
}

/** The floors with which all other rows are compared. */
export const FLOOR_NAMES = ['dispatch', 'copy', 'copy in cache', 'fp32', 'integer'] as const;
/** Name of a floor. */
export type FloorName = (typeof FLOOR_NAMES)[number];

/** How much is measured. */
export interface Effort {
  name: 'quick' | 'full';
  /** Length of an interval. */
  seconds: number;
  /** Number of intervals. */
  samples: number;
}

/**
 * Bytes that the dispatches of a plan read and write, each tensor once per dispatch.
 * @param without names of bindings that are not counted
 */
export function bytesOf(plan: Plan, without: readonly string[] = []): number {
  let bytes = 0;
  for (const { bindings } of plan.dispatches) {
    for (const [name, resource] of Object.entries(bindings)) if (resource instanceof Tensor && !without.includes(name)) bytes += contents(resource);
  }
  return bytes;
}

/** Bytes of all tensors that a plan uses. */
function footprintOf(plan: Plan): number {
  const seen = new Map<string, number>();
  for (const { bindings } of plan.dispatches) {
    for (const resource of Object.values(bindings)) {
      if (resource instanceof Tensor) seen.set(`${labels.of(resource)} ${resource.offset}`, contents(resource));
    }
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Numbers by which buffers are told apart. */
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

/** The work of a plan: dispatches, bytes and footprint from its tensors, the rest as given. */
export function workOf(plan: Plan, work: Omit<Work, 'dispatches'> = {}, without: readonly string[] = []): Work {
  return { dispatches: plan.dispatches.length, bytes: bytesOf(plan, without), footprint: footprintOf(plan), ...work };
}

/** A plan of some of the dispatches of another one, not yet compiled. */
export function partOf(plan: Plan, label: string, wanted: (path: string, index: number) => boolean): Plan {
  const part = new Plan(plan.device, label);
  part.dispatches.push(...plan.dispatches.filter((d, i) => wanted(d.declaration.path, i)));
  return part;
}

/** @throws Error saying what is wrong */
export function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new Error(`${what}; the speed would mean nothing`);
}
