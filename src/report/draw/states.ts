/** Pictures of the filter of a point: one for each component of H, and of one-hot values one for each state. */
import { gauge, normalise, type Weights } from '../../analysis/filters/filter.ts';
import { picturesByState } from '../../analysis/filters/states.ts';
import type { Alphabet } from '../../space/encoding.ts';
import type { PointSummary } from '../../train/result/summary.ts';
import { slicesOf } from './block.ts';

/** States of a value that have weights of their own, in their order; empty for values of one weight each. */
export function statesOf(alphabet: Alphabet): readonly number[] {
  return alphabet.kind === 'states' ? alphabet.values : [];
}

/**
 * The pictures of the best replica, each component divided by its largest |weight|. The sign of a binary or continuous component is chosen, because
 * H and -H say the same; the logits of a Potts component have no such freedom.
 *
 * @returns component by component, the states of each in their order, the slices of a block with three axes in theirs
 */
export function picturesOf(point: PointSummary): Weights[] {
  const { filters, best, states = 2, coupling, alphabet } = point;
  const each = Math.max(1, statesOf(alphabet).length);
  return filters[best]
    .flatMap((component) => picturesByState(normalise(states === 2 ? gauge(component, coupling) : component), each))
    .flatMap((picture) => slicesOf(picture, point));
}
