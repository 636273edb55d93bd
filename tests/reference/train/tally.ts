/**
 * Adds term_k of step t, k = 32 b + j, to chain (t K + k) mod 32 of group (t + b) mod G, G = C / 32: (C, 2) sums and counts. With a stride s to
 * chain ((t mod G + floor(t / G)) K + k) mod 32 of group (s t + b) mod G.
 */
export function tally(term: ArrayLike<number>, t: number, chains: number, stride?: number): Float64Array {
  const groups = chains / 32;
  const turn = stride === undefined ? t : (t % groups) + Math.floor(t / groups);
  const sums = new Float64Array(2 * chains);
  for (let k = 0; k < term.length; k++) {
    const group = ((stride ?? 1) * t + Math.floor(k / 32)) % groups;
    const chain = 32 * group + Number((BigInt(turn) * BigInt(term.length) + BigInt(k)) % 32n);
    sums[2 * chain] += term[k];
    sums[2 * chain + 1] += 1;
  }
  return sums;
}
