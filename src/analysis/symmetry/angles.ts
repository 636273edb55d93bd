/** Whether a circle of filters on angles is what a common turn of all angles makes of one of them. */
import { subspaceOverlap } from '../filters/overlaps.ts';
import type { Components, Vector } from '../filters/vectors.ts';

/** Least overlap at which two planes count as the same: cosines of about 0.95. */
const SAME = 0.9;

/**
 * Whether a turn of all angles takes a plane of filters into itself. A turn by a small angle ε changes the weights (a, b) of cos mθ and sin mθ
 * by mε (-b, a).
 * @param plane weights of the cosines and sines of 1, 2, ... times each angle side by side
 * @param harmonics how many multiples
 */
export function isTurned(plane: Components, harmonics: number): boolean {
  return (
    subspaceOverlap(
      plane,
      plane.map((filter) => turned(filter, harmonics)),
    ) > SAME
  );
}

function turned(filter: Vector, harmonics: number): number[] {
  return filter.map((_, i) => {
    const multiple = 1 + Math.floor((i % (2 * harmonics)) / 2);
    return multiple * (i % 2 === 0 ? 0 - filter[i + 1] : filter[i - 1]);
  });
}
