import type { Constants } from './constants.ts';
import type { Ranked } from './distribution.ts';

/** A value to rank by. What is not finite ranks last, whatever its sign: an objective that is not defined must not win. */
export function ranking(value: number): number {
  return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
}

/**
 * Weights of candidates by the ranks of their keys, lowest first. Equal keys share the mean of the weights of their ranks, so that the order in which
 * candidates were drawn decides nothing (our choice; the tutorial leaves ties open).
 */
export function weightsOf(keys: readonly number[], { weights, parents }: Constants): Omit<Ranked, 'steps'> {
  const order = keys.map((_, i) => i).sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
  const forMean = new Array<number>(keys.length);
  const forCovariance = new Array<number>(keys.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && keys[order[end]] === keys[order[first]]) end++;
    const ofRanks = weights.slice(first, end);
    const mean = ofRanks.slice(0, Math.max(0, parents - first)).reduce((sum, w) => sum + w, 0) / (end - first);
    const covariance = ofRanks.reduce((sum, w) => sum + w, 0) / (end - first);
    for (; first < end; first++) [forMean[order[first]], forCovariance[order[first]]] = [mean, covariance];
  }
  return { forMean, forCovariance };
}

/** Ranks from 1 on; equal values share the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((one) => one < value).length;
    return below + (values.filter((one) => one === value).length + 1) / 2;
  });
}
