/** The error that samples make which a file of fixed data happens not to hold. Plain numbers. */
import type { Estimate } from '../../core/statistics.ts';

/** What decides how rare a sample may be that was not seen. */
interface Seen {
  /** Independent samples held out: their number over the factor of their correlation squared. */
  samples: number;
  /** Places of a window, 1 where it stays, and sites of its block. */
  places: number;
  block: number;
  /** Of all components of H together; Infinity where H is continuous. */
  states: number;
}

/** With odds of 95 % an event that none of n independent trials shows has a probability below 3 / n. */
const RULE_OF_THREE = 3;
/** Standard errors of the same odds. */
const ERRORS = 2;

/**
 * The least standard error of an information, nats. A file of m independent windows that shows no window of some kind, such as one whose H
 * disagrees with its environment, may come from an ensemble in which a part p = 3 / m of them are: H is then uncertain by as much as
 *
 *   h(p) = -p ln p - (1 - p) ln(1 - p) + p ln(S - 1),
 *
 * and the scatter of the samples, which shows nothing of them, gives an error that is too small, or none at all. Two errors must cover it. The
 * windows of a sample count as many as blocks fit beside each other into the places.
 * Source of the rule of three: Hanley and Lippman-Hand, JAMA 249, 1743 (1983).
 * @returns 0 for a continuous H, of which no such entropy is known
 */
export function unseenError({ samples, places, block, states }: Seen): number {
  if (!Number.isFinite(states)) return 0;
  const windows = samples * Math.max(1, places / block);
  const p = Math.min(RULE_OF_THREE / windows, 1 - 1 / states);
  return (p * Math.log((states - 1) / p) - (1 - p) * Math.log1p(-p)) / ERRORS;
}

/** An estimate whose error is no smaller than that. */
export function atLeast<E extends Estimate>(estimate: E, error: number): E {
  // Where there is no error yet it stays so.
  return estimate.error < error ? { ...estimate, error } : estimate;
}
