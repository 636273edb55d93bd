/** Filters of one-hot values, which have a weight for every state. Plain arrays, no GPU. */
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
