import type { GroupRange } from './groups.ts';

/**
 * Work of one dispatch at most, in attempted flips of Ising spins: 50 ms on a GPU that makes 20 of them in a nanosecond. Systems stop a
 * driver whose dispatch lasts two seconds, and nothing else is drawn meanwhile.
 */
export const MOST_WORK = 1e9;

/** Threads of a workgroup divide this. */
const WORKGROUPS = 256;

/** Threads `begin` to `end` of those that move the groups from `first` on. */
export interface Part {
  readonly first: number;
  readonly begin: number;
  readonly end: number;
}

/** How a kernel divides its work. */
interface Kernel {
  /** Threads of a group. */
  readonly threads: number;
  /** Work of a thread, in attempted flips of Ising spins. */
  readonly work: number;
}

/**
 * The parts in which a kernel moves a range of groups, so that no dispatch takes long: some groups at a time, or parts of one group that is
 * too much work. Threads of one dispatch do not depend on one another, so this changes no bit.
 * @param most work of a part
 */
export function partsOf({ first, groups }: GroupRange, { threads, work }: Kernel, most = MOST_WORK): Part[] {
  const fitting = Math.floor(most / (threads * work));
  if (fitting >= 1) return portionsOf({ first, groups }, fitting).map((portion) => ({ first: portion.first, begin: 0, end: portion.groups * threads }));
  const piece = WORKGROUPS * Math.max(1, Math.floor(most / work / WORKGROUPS));
  const begins = Array.from({ length: Math.ceil(threads / piece) }, (_, n) => n * piece);
  return Array.from({ length: groups }, (_, g) => begins.map((begin) => ({ first: first + g, begin, end: Math.min(threads, begin + piece) }))).flat();
}

/** A range in portions of at most so many groups, nearly equal ones. */
export function portionsOf({ first, groups }: GroupRange, most: number): GroupRange[] {
  const count = Math.ceil(groups / most);
  const edge = (n: number) => Math.floor((n * groups) / count);
  return Array.from({ length: count }, (_, n) => ({ first: first + edge(n), groups: edge(n + 1) - edge(n) }));
}

/** Threads of the dispatch of a part. */
export function threadsOf({ begin, end }: Pick<Part, 'begin' | 'end'>): readonly [number] {
  return [end - begin];
}

/**
 * The parts of all threads that measure some groups together, whose results are numbered from the first group on.
 * @param threads of all groups
 * @param work of a thread
 */
export function measuredParts(threads: number, work: number): Pick<Part, 'begin' | 'end'>[] {
  return partsOf({ first: 0, groups: 1 }, { threads, work }).map(({ begin, end }) => ({ begin, end }));
}
