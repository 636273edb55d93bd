import type { Estimate } from '../core/statistics.ts';
import type { TrainConfig } from './config.ts';

/** The critic whose value is reported: the one that was trained, or the one that says the same of every pair. */
export type CriticChoice = 'trained' | 'constant';

/** A held-out value and where it comes from. */
export interface Reported extends Estimate {
  critic: CriticChoice;
  /** What the trained critic scored on the held-out samples, nats, whether or not it is reported. */
  measured: number;
}

/** What says how validations are taken. */
type Validated = Pick<TrainConfig, 'bound' | 'components' | 'states' | 'evaluationBatch' | 'validations'>;

/** Standard deviations that are put down to chance. */
const CHANCE = 3;

/**
 * What the constant critic may score in a validation, nats. It knows nothing of e, is there without any training, and its
 * value is 0: exactly for InfoNCE, DV and SMILE with any constant, for NWJ, JS and I_alpha with the constant 1, and for
 * the discrete bound with q(h|e) = P(h), whose held-out cross-entropy is H(H) itself.
 *
 * A validation of the discrete bound subtracts the cross-entropy from the entropy of each minibatch, so there the same
 * critic scores -KL(minibatch | P) <= 0: 2 K KL is chi-squared distributed with S - 1 degrees of freedom, for K samples of S
 * states. What it reaches by chance in the mean over all minibatches is returned, never more than 0; for two states that
 * is 0. So many states, whose batch entropy is far too low, do not count against the trained critic.
 * Source: Wilks, Ann. Math. Stat. 9, 60 (1938); for the mean, -(S - 1) / 2K, Miller (1955).
 */
export function constantValidation({ bound, components, states, evaluationBatch, validations }: Validated): number {
  if (bound !== 'discrete') return 0;
  const freedom = states ** components - 1;
  return Math.min(0, (CHANCE * Math.sqrt((2 * freedom) / validations) - freedom) / (2 * evaluationBatch));
}

/**
 * What a validation has to exceed for the trained critic to be taken, nats: that of the constant one by 9 / 2N for its N
 * samples. Where H and E are independent, a critic that has learned noise loses c nats on fresh samples, give or take
 * sqrt(2 c / N), since the variance of a log-likelihood ratio near 0 is twice its mean. To gain t it has to be lucky by
 * (t + c) / sqrt(2 c / N) >= sqrt(2 t N) deviations, whatever c is: at t = 9 / 2N that is three.
 */
export function leastValidation(config: Validated): number {
  return constantValidation(config) + CHANCE ** 2 / (2 * config.validations * config.evaluationBatch);
}

/**
 * Chooses by validation, on samples that no value is reported from, between a replica's critic and the constant one. Where
 * the trained critic's best validation is no better than chance allows, what it has learned would only be subtracted from
 * what there is: zero is reported, with the error of the measured value, which says how precisely zero is known.
 * @param measured held-out value of the trained critic, nats; NaN where there is none yet, and then nothing is chosen
 * @param validation its best validation, nats; NaN where there was none
 */
export function reported(measured: Estimate, validation: number, config: Validated): Reported {
  const constant = Number.isFinite(measured.mean) && validation <= leastValidation(config);
  return { mean: constant ? 0 : measured.mean, error: measured.error, critic: constant ? 'constant' : 'trained', measured: measured.mean };
}
