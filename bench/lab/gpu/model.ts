/**
 * A model of what a training step costs on a GPU, from its plan and the rows of kernels.ts: a dispatch takes the longest of
 * instruction issue, latency of one thread, and memory, and a gap follows it. Occupancy, tails of grids and changes of the
 * clock are not in it. docs/performance.md says what is known, what is assumed, and how far to trust it.
 */
import { SPARSE } from '../../step.ts';
import type { Dispatched } from './dispatched.ts';
import { KERNELS, UNKNOWN } from './kernels.ts';
import { ceilDiv, type KernelRow, type Phase, type SizesOf } from './row.ts';

/** A GPU as the model sees it. */
export interface Gpu {
  name: string;
  /** Lanes of a warp. */
  warp: number;
  /** Seconds of a trip of one warp, if all units of the GPU share the work of all warps. */
  issue: (trip: Phase) => number;
  /** Seconds of a trip of one thread by itself. */
  latency: (trip: Phase) => number;
  /** Seconds to move bytes from and to memory. */
  memory: (bytes: number) => number;
  /** Seconds between a dispatch of so many seconds and the next of its pass. */
  gap: (seconds: number) => number;
}

const H200_CLOCK = 1.755e9;
/** Bytes per second: a part of the peak of 4.8 TB/s, and of dispatches whose bytes stay in the L2 cache. */
const H200_MEMORY = { all: 0.85 * 4.8e12, cached: 8e12, caches: 30e6 };
/** Multiprocessors, each issuing 4 warps a clock: 4 of fp32, 2 of integers, 1/2 of special functions. */
const H200_MULTIPROCESSORS = 132;

/** NVIDIA H200. */
export const H200: Gpu = {
  name: 'H200',
  warp: 32,
  issue: ({ issue, fp, int, mufu, l1 }) => Math.max(issue / 4, fp / 4, int / 2, mufu * 2, l1) / H200_MULTIPROCESSORS / H200_CLOCK,
  latency: ({ issue, wait }) => (issue + wait) / H200_CLOCK,
  memory: (bytes) => bytes / (bytes > H200_MEMORY.caches ? H200_MEMORY.all : H200_MEMORY.cached),
  // Hidden in part behind longer dispatches.
  gap: (seconds) => (seconds < 20e-6 ? 5e-6 : 3e-6),
};

const NAVI_CLOCK = 2.4e9;
/** SIMDs of 32 lanes, without dual issue. */
const NAVI_LANES = 192 * 32;

/** AMD Radeon RX 7900 XTX. */
export const NAVI31: Gpu = {
  name: 'navi31',
  warp: 64,
  issue: ({ valu }) => (64 * valu) / NAVI_LANES / NAVI_CLOCK,
  latency: ({ valu, wait }) => (2 * valu + wait) / NAVI_CLOCK,
  memory: (bytes) => bytes / (0.8 * 0.96e12),
  gap: () => 4e-6,
};

/** Seconds of the processor to record and submit a dispatch, while the GPU works on those before. */
export const ENCODE = 4.6e-6;
/** The whole task: replicas and steps. */
export const TASK = { runs: 500, steps: 5800 };

/** What limits a dispatch. */
export type Limit = 'issue' | 'latency' | 'memory' | 'launch';

/** The estimate of one dispatch. */
export interface Estimate {
  /** Seconds with the gap after it. */
  seconds: number;
  limit: Limit;
  parts: Readonly<Record<'issue' | 'latency' | 'memory', number>>;
  /** Bytes moved. */
  bytes: number;
  /** Whether the kernel has a row. */
  known: boolean;
}

/** Dispatches below this many seconds are limited by their launch. */
const LAUNCH = 5e-6;

/**
 * The estimate of one dispatch.
 * @param replicas of the ensemble
 * @param rows in place of those of kernels.ts
 * @throws Error where a row asks for a size that the dispatch does not have
 */
export function estimate(gpu: Gpu, dispatch: Dispatched, replicas: number, rows: Readonly<Record<string, KernelRow>> = KERNELS): Estimate {
  const row = rows[dispatch.title] ?? UNKNOWN;
  let [issue, latency] = [0, 0];
  for (const one of row.phases(sizesOf(dispatch))) {
    const warps = ceilDiv(one.threads, gpu.warp) * (row.shared ? 1 : replicas);
    issue += warps * one.trips * gpu.issue(one);
    latency = Math.max(latency, one.trips * gpu.latency(one));
  }
  const bytes = bytesMoved(dispatch);
  const parts = { issue, latency: row.fixed ?? latency, memory: gpu.memory(bytes) };
  const longest = Math.max(...Object.values(parts));
  if (!Number.isFinite(longest)) throw new Error(`${dispatch.title}: its row in bench/lab/gpu/kernels.ts asks for a size that the kernel does not have`);
  const [limit] = (Object.entries(parts) as [Limit, number][]).reduce((a, b) => (b[1] > a[1] ? b : a));
  return { seconds: longest + gpu.gap(longest), limit: longest > LAUNCH ? limit : 'launch', parts, bytes, known: dispatch.title in rows };
}

/** Override constants of a dispatch, with those that rows may ask for anywhere. */
export const sizesOf = ({ constants }: Dispatched): SizesOf => ({ K: 1, I: 1, O: 1, C: 1, ...constants });

/** Bytes that a dispatch reads and writes. Adam and the record use one section of the parameters of every replica. */
function bytesMoved({ title, constants, tensors }: Dispatched): number {
  let sum = 0;
  for (const [name, { shape, bytes }] of Object.entries(tensors)) {
    const section = 4 * shape[0] * (constants.COUNT ?? 0);
    if (SPARSE.includes(name)) continue;
    if (title === 'optim/adam.update' && 'pmvg'.includes(name)) sum += section * (name === 'g' ? 1 : 2);
    else if (title === 'train/record.record' && name === 'g') sum += section;
    else sum += bytes;
  }
  return sum;
}

/** Seconds of one step. */
export const stepSeconds = (gpu: Gpu, dispatches: readonly Dispatched[], replicas: number, rows = KERNELS) =>
  dispatches.reduce((sum, one) => sum + estimate(gpu, one, replicas, rows).seconds, 0);

/**
 * Seconds of the whole task, in as many ensembles of so many replicas as it takes.
 * @param step seconds of one step on the GPU
 * @param dispatches of one step
 */
export const taskSeconds = (step: number, dispatches: number, replicas: number) =>
  TASK.steps * ceilDiv(TASK.runs, replicas) * Math.max(step, dispatches * ENCODE);
