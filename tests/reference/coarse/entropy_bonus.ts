import { occupation } from '../bound/discrete.ts';

/** One replica: K samples, S states of H. */
interface Sizes {
  K: number;
  S: number;
}

/** H(m) of the mean m of p over the samples, nats. */
export function entropy(p: ArrayLike<number>, n: Sizes): number {
  return occupation(p, n).reduce((sum, m) => (m > 0 ? sum - m * Math.log(m) : sum), 0);
}

/** dkept_ks - b (ln m_s + 1) / K */
export function backward(p: ArrayLike<number>, dkept: ArrayLike<number>, b: number, n: Sizes): Float64Array {
  const m = occupation(p, n);
  return Float64Array.from({ length: n.K * n.S }, (_, i) => dkept[i] - (b * (Math.log(m[i % n.S]) + 1)) / n.K);
}
