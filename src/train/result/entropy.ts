/**
 * The entropy of H, nats, given its known components where there are any.
 * @param p probabilities of the states of H, the known components being the lowest digits
 * @param given states of the known components; 1 for none
 */
export function entropyBeyond(p: readonly number[], given: number): number {
  const known = new Float64Array(given);
  if (given > 1) for (const [s, one] of p.entries()) known[s % given] += one;
  else known[0] = 1;
  return p.reduce((sum, one, s) => (one > 0 ? sum - one * Math.log(one / known[s % given]) : sum), 0);
}
