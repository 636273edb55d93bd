import { BlockspinError } from '../../core/errors.ts';

/** Bounds of coordinates: one number for all, or one per coordinate; infinite or left out where there is none. */
export interface Bounds {
  readonly lower?: number | readonly number[] | undefined;
  readonly upper?: number | readonly number[] | undefined;
}

/** The bounds of one coordinate; null where there is none. */
export interface Range {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** @throws BlockspinError for bounds of another number of coordinates, or without room between them */
export function rangesOf({ lower, upper }: Bounds, n: number): Range[] {
  const side = (bound: number | readonly number[] | undefined, name: string): (number | null)[] => {
    const all = typeof bound === 'object' ? bound : Array.from({ length: n }, () => bound);
    if (all.length !== n || all.some((one) => Number.isNaN(one))) {
      throw new BlockspinError({ who: `evolution: bounds.${name}`, expected: `a number, or ${n} of them`, got: bound, remedy: 'give one per coordinate' });
    }
    return all.map((one) => (one !== undefined && Number.isFinite(one) ? one : null));
  };
  const [lowers, uppers] = [side(lower, 'lower'), side(upper, 'upper')];
  const ranges = lowers.map((one, i) => ({ lower: one, upper: uppers[i] }));
  const empty = ranges.findIndex((one) => one.lower !== null && one.upper !== null && !(one.lower < one.upper));
  if (empty < 0) return ranges;
  const got = `${ranges[empty].lower} and ${ranges[empty].upper} for coordinate ${empty}`;
  throw new BlockspinError({ who: 'evolution: bounds', expected: 'lower bounds below upper ones', got, remedy: 'exchange them, or leave the coordinate out' });
}

/** Width of the margin within a bound in which coordinates are bent. */
function margins({ lower, upper }: Range): [number, number] {
  if (lower !== null && upper !== null) return [(upper - lower) / 20, (upper - lower) / 20];
  return [(1 + Math.abs(lower ?? 0)) / 20, (1 + Math.abs(upper ?? 0)) / 20];
}

/**
 * The allowed coordinate of a free one: itself away from the bounds, a parabola in the margins, which reaches a bound with slope 0, and mirrored and periodic
 * beyond. It is continuous with its slope, so that what the search learns of the objective stays right near a bound. This kind of bending is that of Hansen's
 * programs; the width of the margin, a twentieth of the range, is our choice.
 */
export function bent(x: number, range: Range): number {
  const { lower, upper } = range;
  const [low, high] = margins(range);
  let y = x;
  if (lower !== null && upper !== null) {
    const [first, period] = [lower - low, 2 * (upper - lower + low + high)];
    const turned = (((y - first) % period) + period) % period;
    y = first + Math.min(turned, period - turned);
  } else if (lower !== null && y < lower - low) y = 2 * (lower - low) - y;
  else if (upper !== null && y > upper + high) y = 2 * (upper + high) - y;
  if (lower !== null && y < lower + low) return Math.max(lower, lower + (y - (lower - low)) ** 2 / (4 * low));
  if (upper !== null && y > upper - high) return Math.min(upper, upper - (y - (upper + high)) ** 2 / (4 * high));
  return y;
}

/** The free coordinate nearest to its allowed one. */
export function unbent(x: number, range: Range): number {
  const { lower, upper } = range;
  const [low, high] = margins(range);
  if (lower !== null && x < lower + low) return lower - low + 2 * Math.sqrt(low * Math.max(0, x - lower));
  if (upper !== null && x > upper - high) return upper + high - 2 * Math.sqrt(high * Math.max(0, upper - x));
  return x;
}
