/** Filters of one-hot values, which have a weight for every state. Plain arrays, no GPU. */
import { bestGauge } from '../symmetry/gauge_order.ts';
import type { Weights } from './filter.ts';

/**
 * One picture for each state.
 *
 * @param filter (b, b · q): the weights of the states of a site side by side
 * @param states q; 1 for values of a single weight
 * @returns q pictures (b, b), in the order of the states
 */
export function picturesByState(filter: Weights, states: number): Weights[] {
  if (states === 1) return [filter];
  return Array.from({ length: states }, (_, state) => filter.map((row) => row.filter((_weight, i) => i % states === state)));
}

/** Pictures whose largest |weight| is less than this part of that of their component are ignored when its kind is determined. */
const NEGLIGIBLE = 0.05;

/**
 * The pictures of a component that determine its kind: a state whose weights are all close to zero is left out.
 *
 * @param filter (b, b · q), in the gauge of zero sum over the states
 * @param states q
 * @returns pictures (b, b); all of them where the weights are zero or not finite
 */
export function tellingPictures(filter: Weights, states: number): Weights[] {
  const sizes = (weights: Weights) => Math.max(...weights.flat().map(Math.abs));
  const least = NEGLIGIBLE * sizes(filter);
  const pictures = picturesByState(filter, states);
  const telling = pictures.filter((picture) => sizes(picture) >= least);
  return telling.length > 0 ? telling : pictures;
}

/**
 * The state that a filter tells from all others: of all states the one for which the cosine between the filter and "this state, at any site
 * alike, against the others" is largest.
 *
 * @param filter (b, b · q), in the gauge of zero sum over the states
 * @returns the number of the state and that cosine, 0 to 1, without its sign
 */
export function oneAgainstRest(filter: Weights, states: number): { state: number; cosine: number } {
  const sums = sumsByState(filter, states);
  const state = sums.reduce((best, sum, s) => (Math.abs(sum) > Math.abs(sums[best]) ? s : best), 0);
  const sites = filter.flat().length / states;
  return { state, cosine: Math.abs(sums[state]) / Math.sqrt(sites * (1 - 1 / states) * squared(filter)) };
}

/**
 * The state of values that each state of H stands for, and the cosine between the logits and "each for one, at any site alike".
 *
 * @param logits (q, b, b · q), in the gauge of zero sum over the states of values
 */
export function permutationOfStates(logits: readonly Weights[]): { order: number[]; cosine: number } {
  const states = logits.length;
  const mean = logits[0].map((row, y) => row.map((_, i) => logits.reduce((sum, logit) => sum + logit[y][i], 0) / states));
  const differences = logits.map((logit) => logit.map((row, y) => row.map((w, i) => w - mean[y][i])));
  const { order, sum } = bestGauge(
    differences.map((logit) => sumsByState(logit, states)),
    false,
  );
  const sites = logits[0].flat().length / states;
  const length = Math.sqrt(differences.reduce((total, logit) => total + squared(logit), 0));
  return { order, cosine: sum / (Math.sqrt(sites * (states - 1)) * length) };
}

function sumsByState(filter: Weights, states: number): number[] {
  return picturesByState(filter, states).map((picture) => picture.flat().reduce((sum, w) => sum + w, 0));
}

const squared = (filter: Weights) => filter.flat().reduce((sum, w) => sum + w * w, 0);
