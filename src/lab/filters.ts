/** Filters as the page shows them: of one sign and scale, named by the patterns they resemble. */
import { gauge, LEAST_INFORMATION, normalise } from '../analysis/filters/filter.ts';
import { namedPatterns } from '../analysis/filters/patterns.ts';
import { dot, unit } from '../analysis/filters/vectors.ts';
import type { Estimate } from '../core/statistics.ts';

/** Errors by which an information has to differ from zero before its filter means anything. */
const ERRORS = 3;

/** Whether a value is consistent with no information; then its filter is noise. */
export function isNoise(value: Estimate | undefined): boolean {
  return value === undefined || !(value.mean >= Math.max(ERRORS * value.error, LEAST_INFORMATION));
}

/**
 * A filter with its free sign fixed, divided by its largest weight.
 * @param filter (rows, columns), row by row
 * @param columns by default those of a square
 */
export function shownFilter(filter: ArrayLike<number>, coupling = 1, columns = Math.round(Math.sqrt(filter.length))): number[] {
  const rows = Array.from({ length: filter.length / columns }, (_, y) => Array.from({ length: columns }, (_, x) => filter[y * columns + x]));
  return normalise(gauge(rows, coupling)).flat();
}

/**
 * The sign that `shownFilter` gives a filter.
 * @param filter (rows, columns), row by row
 */
export function gaugeSign(filter: ArrayLike<number>, rows: number, coupling = 1): 1 | -1 {
  const shown = shownFilter(filter, coupling, Math.max(1, filter.length / rows));
  return shown.some((w, i) => w * filter[i] < 0) ? -1 : 1;
}

/** A direction in the plane of the ensemble. */
interface Direction {
  name: string;
  x: number;
  y: number;
}

/** The plane of two patterns: unit vectors along it, and where the patterns lie. */
export interface Plane {
  axes: readonly [number[], number[]];
  patterns: readonly Direction[];
}

/**
 * The plane that the uniform (staggered) pattern and the rim of the block span; of a block without a bulk, the two patterns of both
 * sublattices.
 * @param coupling negative: the staggered pattern is in the place of the uniform one
 */
export function planeOf(block: number, coupling = 1): Plane {
  const all = namedPatterns({ dimension: 2, side: block });
  const alternate = (w: readonly number[]) => w.map((x, i) => (((i % block) + Math.floor(i / block)) % 2 === 0 ? x : -x));
  const [uniform, staggered, rim] = all.map(({ filter }) => filter);
  const pair = rim ? [uniform, rim].map((w) => (coupling < 0 ? alternate(w) : w)) : coupling < 0 ? [staggered, uniform] : [uniform, staggered];
  const names = [coupling < 0 ? 'staggered' : 'uniform', rim ? 'rim' : coupling < 0 ? 'uniform' : 'staggered'];
  const first = unit(pair[0]);
  const along = dot(pair[1], first);
  const second = unit(pair[1].map((w, i) => w - along * first[i]));
  const axes = [first, second] as const;
  return { axes, patterns: pair.map((w, i) => ({ name: names[i], ...inPlane(w, axes) })) };
}

/** Where a filter lies in a plane, divided by its own length: within the unit circle. */
export function inPlane(filter: ArrayLike<number>, axes: Plane['axes']): { x: number; y: number } {
  const w = unit(Array.from(filter));
  return { x: dot(w, axes[0]), y: dot(w, axes[1]) };
}

/** |cosine| of the angle between two filters. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.min(1, Math.abs(dot(unit(Array.from(a)), unit(Array.from(b)))));
}
