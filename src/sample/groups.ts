/** Chains packed in one word of a group. */
export const CHAINS_PER_GROUP = 32;

/** Chains of one temperature at most. */
export const MOST_CHAINS = 2 ** 20;

/** A contiguous run of groups of chains. */
export interface GroupRange {
  first: number;
  groups: number;
}

/** The part of a tensor (G, ...) that belongs to the groups of a range. */
export function ofRange(words: Uint32Array, groups: number, range: GroupRange): Uint32Array {
  const stride = words.length / groups;
  return words.subarray(range.first * stride, (range.first + range.groups) * stride);
}

/** Groups between the first ones of two minibatches of K samples that lie side by side: those that a minibatch fills. */
export function groupsBetween(K: number): number {
  return Math.max(1, Math.floor(K / CHAINS_PER_GROUP));
}
