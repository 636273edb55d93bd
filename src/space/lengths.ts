/** Lengths that may differ from axis to axis: in words, and in an order. */
import type { PerAxis } from './window.ts';

/** '2', '2x2x1' or 'rest'. */
export function lengthWords(length: PerAxis | string): string {
  return Array.isArray(length) ? length.join('x') : String(length);
}

/** The number, or the numbers as '2x2x1': what tells lengths apart in lists and figures. */
export function lengthLabel(length: PerAxis): number | string {
  return typeof length === 'number' ? length : lengthWords(length);
}

/** By the largest entry, then by the entries in their order; negative, zero or positive. */
export function compareLengths(a: PerAxis, b: PerAxis): number {
  const [all, others] = [[a].flat(), [b].flat()] as [number[], number[]];
  const first = all.map((each, axis) => each - (others[axis] ?? others[0])).find((difference) => difference !== 0) ?? 0;
  return Math.max(...all) - Math.max(...others) || first;
}

/** Different lengths, in their order. */
export function differentLengths<T extends PerAxis>(all: readonly T[]): T[] {
  return [...new Map(all.map((length) => [lengthWords(length), length])).values()].sort(compareLengths);
}
