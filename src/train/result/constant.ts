import type { Estimate } from '../../core/statistics.ts';

/**
 * The critic whose value is reported: the trained one, the constant one (the same score for every pair), or 'half' where
 * the two halves of the held-out samples disagree.
 */
export type CriticChoice = 'trained' | 'constant' | 'half';

/** The value of the trained critic of a replica on held-out samples, nats. */
export interface HeldOut extends Estimate {
  /** The means over two halves of the chains, which are independent of each other. */
  halves: readonly [number, number];
  /** For a learning curve: the pseudo-values of the jackknife by sample, whose mean is the value. */
  samples?: Float64Array;
}

/** A held-out value and the critic that it belongs to. */
export interface Reported extends Estimate {
  critic: CriticChoice;
  /** The value of the trained critic on all held-out samples, nats, whether or not it is reported. */
  measured: number;
}

export const UNMEASURED: HeldOut = { mean: Number.NaN, error: Number.NaN, halves: [Number.NaN, Number.NaN] };

/**
 * Chooses between the trained critic of a replica and the constant one. The constant critic gives every pair the same score,
 * needs no training, and has the value 0: for InfoNCE, DV and SMILE with any constant, for NWJ, JS and I_alpha with
 * the constant 1, for the discrete bound with q(h|e) = P(h). Where there is no information, a trained critic has fitted
 * noise, which makes it slightly worse on fresh samples, and the constant critic is better.
 *
 * The choice is made by cross-fitting: each half of the held-out chains is reported with the critic that is better on the
 * other half, so that no sample decides over its own value. The mean of the halves is a lower bound because each of
 * them is. The error stays that of the measurement: it says how precisely zero is known.
 * @param measured the held-out value of the trained critic; NaN where there is none yet, and then nothing is chosen
 */
export function reported(measured: HeldOut): Reported {
  const { mean, error, halves } = measured;
  const taken = halves.map((_, i) => !(halves[1 - i] <= 0));
  if (taken.every(Boolean)) return { mean, error, critic: 'trained', measured: mean };
  if (!taken.some(Boolean)) return { mean: 0, error, critic: 'constant', measured: mean };
  return { mean: halves[taken.indexOf(true)] / 2, error, critic: 'half', measured: mean };
}
