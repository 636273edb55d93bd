/** A single trajectory in time, cut into segments that serve as samples. */
import type { ArrayData } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { Arranged } from './roles.ts';

/** Three words of samples: to train on, to validate on, held out. */
const FEWEST = 3 * CHAINS_PER_GROUP;
const MOST = 32 * CHAINS_PER_GROUP;
/** Steps of a segment where the trajectory is long enough. */
const STEPS = 64;
/** The part of a segment that is left out behind it, so that neighbours do not touch. */
const GAP = 1 / 8;

/**
 * Segments of a trajectory (1, T, ...), equally long, with a gap of an eighth of a segment between two of them: at least 96, and as many of
 * 64 steps as there are. Errors are those over segments.
 * @throws BlockspinError for a trajectory of fewer than 192 steps
 */
export function segmented(arranged: Arranged, name: string): Arranged {
  const { array, extents } = arranged;
  const [steps, ...rest] = extents;
  const wanted = CHAINS_PER_GROUP * Math.floor(steps / STEPS / CHAINS_PER_GROUP);
  const segments = Math.min(MOST, Math.max(FEWEST, wanted));
  const stride = Math.floor(steps / segments);
  if (stride < 2) {
    throw new BlockspinError({
      who: name,
      expected: `a trajectory of at least ${2 * FEWEST} steps: ${FEWEST} segments with gaps between them`,
      got: `${steps} steps`,
      remedy: phrase`give more steps; independent samples take ${setting('axes', 'nyx')}`,
    });
  }
  const length = stride - Math.max(1, Math.round(GAP * stride));
  const each = elements(array.shape.slice(2));
  const data = array.data.slice(0, segments * length * each) as ArrayData;
  for (let segment = 0; segment < segments; segment++) {
    // Both are of one type, which the compiler cannot know.
    data.set(array.data.subarray(segment * stride * each, (segment * stride + length) * each) as never, segment * length * each);
  }
  return { ...arranged, array: { ...array, shape: [segments, length, ...array.shape.slice(2)], data }, extents: [length, ...rest] };
}
