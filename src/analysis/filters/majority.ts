/** Whether the sign of a filtered block is that of its magnetisation. Plain arrays, no GPU. */
import type { Weights } from './filter.ts';

/** What H = sign(Λ·v + bias) says of the magnetisation Σv of v = ±1. */
type Majority =
  /** Its sign, or everywhere the opposite one; an odd number of sites has no ties. */
  | 'always'
  /** The same wherever the magnetisation is not 0. */
  | 'unless tied'
  /** For some blocks it is not. */
  | 'no';

/**
 * Compares the sign of a filtered block with that of its magnetisation over all blocks, exactly. Of all blocks with k spins up the one with the
 * smallest Λ·v has them where the weights are smallest: twice the sum of the k smallest weights less the sum of all. That has to
 * exceed |bias| for every k > n / 2; by the flip of all spins the same holds for k < n / 2.
 *
 * @param filter (b, b); its sign does not matter
 */
export function majority(filter: Weights, bias = 0): Majority {
  const all = filter.flat();
  const sum = all.reduce((total, w) => total + w, 0);
  const weights = all.map((w) => (sum < 0 ? -w : w)).sort((a, b) => a - b);
  const ups = Math.floor(weights.length / 2) + 1;
  let worst = Number.POSITIVE_INFINITY;
  let up = weights.slice(0, ups - 1).reduce((total, w) => total + w, 0);
  for (let k = ups - 1; k < weights.length; k++) {
    up += weights[k];
    worst = Math.min(worst, 2 * up - Math.abs(sum));
  }
  if (!(worst > Math.abs(bias))) return 'no';
  return weights.length % 2 === 1 ? 'always' : 'unless tied';
}
