/** Flat filters as vectors, for every part of the analysis of an ensemble. */
import { BlockspinError } from '../../core/errors.ts';
import type { Weights } from './filter.ts';

/** One filter component, flat: the rows of `Weights` behind one another. */
export type Vector = readonly number[];
/** One filter per run, all of one length. */
export type Vectors = readonly Vector[];
/** One filter of C components, each flat. */
export type Components = readonly Vector[];

/** Filters of one run as results hold them, [component][row][column], as C flat components. */
export function flatComponents(filter: readonly Weights[]): number[][] {
  return filter.map((component) => component.flat());
}

/** The scalar product of two vectors of one length. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The vector divided by its length; a vector of zeros stays zero. */
export function unit(a: Vector): number[] {
  const length = Math.sqrt(dot(a, a));
  return length > 0 ? a.map((x) => x / length) : [...a];
}

/**
 * Checks that filters can be compared.
 * @param who name of the caller in messages
 * @throws BlockspinError for fewer than `least` filters, filters of different lengths and weights that are not finite
 */
export function checkVectors(vectors: Vectors, who: string, least = 1): void {
  const length = vectors[0]?.length ?? 0;
  if (vectors.length < least || length === 0) {
    const expected = `${least} or more filters with one weight or more`;
    throw new BlockspinError({ who, expected, got: `${vectors.length} of ${length}`, remedy: 'train more replicas' });
  }
  vectors.forEach((vector, i) => {
    if (vector.length !== length) {
      const remedy = 'compare filters of one geometry only';
      throw new BlockspinError({ who, expected: `${length} weights in every filter`, got: `${vector.length} in filter ${i}`, remedy });
    }
    const bad = vector.find((w) => !Number.isFinite(w));
    if (bad !== undefined) {
      throw new BlockspinError({ who, expected: 'finite weights', got: `${bad} in filter ${i}`, remedy: 'leave out replicas that diverged' });
    }
  });
}
