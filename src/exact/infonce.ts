import { BlockspinError } from '../core/errors.ts';
import { xlogx } from './information.ts';

/** Step of the integral over ln t, and its range. The integrand is analytic, so the error of the step is below rounding. */
const STEP = 0.1;
const FIRST = -45;
const LAST = 60;
const NEGLIGIBLE = 1e-18;

/**
 * InfoNCE with the optimal critic ln p(h,e) / (p(h) p(e)), the value of a perfectly trained estimator at batch size K:
 *   E[ln r(h,e) - ln (1/K) (r(h,e) + Σ_{j=2..K} r(h,e_j))], r = p(h,e) / (p(h) p(e)), e_j ~ p(e);
 * I - χ²/2K for large K, and at most ln K. The logarithm of the sum S is E ln S = ∫ (e^-t - E e^-tS) dt / t, in which the
 * K samples factorise. Source: van den Oord et al., arXiv:1807.03748, eq. 4, averaged exactly.
 * @param joint (H, E) p(h, e); its sum need not be 1
 * @param K pairs in a batch, 1 or more
 * @param anchor 'h' where one h is scored against K environments, as in training; 'e' for one environment against K states of H
 * @returns nats
 * @throws BlockspinError unless K is a whole number from 1 on
 */
export function optimalInfonce(joint: readonly ArrayLike<number>[], K: number, anchor: 'h' | 'e' = 'h'): number {
  if (!(Number.isInteger(K) && K >= 1))
    throw new BlockspinError({ who: 'K', expected: 'a whole number of pairs, 1 or more', got: K, remedy: 'use the batch size' });
  const rows = anchor === 'h' ? joint : Array.from({ length: joint[0].length }, (_, e) => joint.map((row) => row[e]));
  const total = rows.reduce((a, row) => a + sum(row), 0);
  const columns = Float64Array.from({ length: rows[0].length }, (_, c) => rows.reduce((a, row) => a + row[c], 0) / total);
  let value = Math.log(K);
  for (const row of rows) {
    const weight = sum(row) / total;
    if (weight > 0) value += weight * rowValue(row, columns, weight, total, K);
  }
  return value;
}

/** E[ln r - ln S] given the anchor. */
function rowValue(row: ArrayLike<number>, columns: Float64Array, weight: number, total: number, K: number): number {
  // Partners with the same r are merged, which leaves only a few.
  const shares = new Map<number, { p: number; q: number }>();
  let information = 0;
  columns.forEach((p, c) => {
    if (p === 0) return;
    const ratio = row[c] / total / weight / p;
    information += p * xlogx(ratio);
    const key = Number(ratio.toPrecision(12));
    const { p: others, q } = shares.get(key) ?? { p: 0, q: 0 };
    shares.set(key, { p: others + p, q: q + ratio * p });
  });
  const entries = [...shares.values()];
  let logarithm = 0;
  for (let u = FIRST; u <= LAST; u += STEP) {
    const t = Math.exp(u);
    let [other, own] = [0, 0];
    for (const { p, q } of entries) {
      const term = Math.exp((-t * q) / p);
      other += p * term;
      own += q * term;
    }
    const both = own * other ** (K - 1);
    const single = Math.exp(-t);
    logarithm += STEP * (single - both);
    if (single < NEGLIGIBLE && both < NEGLIGIBLE) break;
  }
  return information - logarithm;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
