/** Adds term_k of step t to chain (t K + k) mod C: (C, 2) sums and counts. */
export function tally(term: ArrayLike<number>, t: number, chains: number): Float64Array {
  const sums = new Float64Array(2 * chains);
  for (let k = 0; k < term.length; k++) {
    const chain = Number((BigInt(t) * BigInt(term.length) + BigInt(k)) % BigInt(chains));
    sums[2 * chain] += term[k];
    sums[2 * chain + 1] += 1;
  }
  return sums;
}
