/** The form of a kernel's row: its loops as phases, with the instructions of one trip. */

/** Clocks from a load to its value out of the L2 cache of an H200. */
export const L2 = 270;

/** How often b is contained in a, rounded up. */
export const ceilDiv = (a: number, b: number) => Math.ceil(a / b);

/** One loop of a kernel, run by some of its threads. */
export interface Phase {
  /** Threads per replica, or per dispatch where the row is `shared`. */
  threads: number;
  /** How often each of them runs the loop. */
  trips: number;
  /** Instructions of a warp per trip on sm_90: all of them, and by unit; `int` includes selects and compares. */
  issue: number;
  fp: number;
  int: number;
  mufu: number;
  /** Cycles of the L1 cache per trip. */
  l1: number;
  /** Clocks per trip that nothing hides within the thread. */
  wait: number;
  /** Vector instructions per trip on RDNA 3. */
  valu: number;
}

/** A phase of so many threads and trips; the rest is of one trip. */
export const phase = (threads: number, trips: number, issue: number, fp: number, int: number, mufu: number, l1: number, wait: number, valu: number): Phase => ({
  threads,
  trips,
  issue,
  fp,
  int,
  mufu,
  l1,
  wait,
  valu,
});

/** Override constants of a dispatch by name; K, I, O and C are 1 where a kernel has none. */
export type SizesOf = Readonly<Record<string, number>>;

/** What the model knows of an entry point. */
export interface KernelRow {
  phases: (sizes: SizesOf) => Phase[];
  /** Trips of the loops of the compiled code in its order, inner ones counted in all; matched from the last where some are unrolled. */
  loops: (sizes: SizesOf) => number[];
  /** Threads per replica that run the loops; default: all. */
  loopThreads?: (sizes: SizesOf) => number;
  /** Threads serve all replicas together. */
  shared?: boolean;
  /** Seconds that it takes at least, in place of the latency of one thread. */
  fixed?: number;
}
