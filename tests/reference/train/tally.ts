/** Adds term_k of step t, k = 32 b + j, to chain (t K + k) mod 32 of group (t + b) mod C / 32: (C, 2) sums and counts. */
export function tally(term: ArrayLike<number>, t: number, chains: number): Float64Array {
  const sums = new Float64Array(2 * chains);
  for (let k = 0; k < term.length; k++) {
    const group = (t + Math.floor(k / 32)) % (chains / 32);
    const chain = 32 * group + Number((BigInt(t) * BigInt(term.length) + BigInt(k)) % 32n);
    sums[2 * chain] += term[k];
    sums[2 * chain + 1] += 1;
  }
  return sums;
}
