import { type ChainEstimate, derivedEstimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';

/**
 * The correlation length by the second moment, in sites: ξ = √(<M²> / <|S(k)|²> - 1) / (2 sin(π / L)), k = 2π / L. In a field
 * <M>² is subtracted from <M²>. Without one nothing is, as is usual: in an ordered phase ξ then grows with L like the order.
 * 0 where <M²> is below <|S(k)|²>, as at infinite temperature half of all measurements are; infinite, with the error NaN, where
 * S(k) was never seen.
 * @param order the order parameter per site
 * @param structure |S(k)|² / N² of the same spins, from the origin for m and from (π, π) for the staggered order
 * @param connected whether <M>² is subtracted
 * Source: Cooper, Freedman, Preston, Nucl. Phys. B 210, 210 (1982).
 */
export function correlationLength(order: Series, structure: Series, size: number, connected: boolean): ChainEstimate {
  const squares = order.values.map((chain) => chain.map((m) => m * m));
  const unit = (2 * Math.sin(Math.PI / size)) ** 2;
  const square = ([m, m2, s2]: number[]) => ((m2 - (connected ? m * m : 0)) / s2 - 1) / unit;
  const estimate = derivedEstimate([order.values, squares, structure.values], square, order.spacing);
  if (!Number.isFinite(estimate.mean)) return { ...estimate, mean: Number.POSITIVE_INFINITY, error: Number.NaN };
  // The square has no singularity at zero, so the jackknife is of it; the error is the one upwards, which is finite at zero, too.
  const mean = Math.sqrt(Math.max(0, estimate.mean));
  return { ...estimate, mean, error: Math.sqrt(mean * mean + estimate.error) - mean };
}
