/** What filters look like: their sign, their symmetry, and how much weight lies on the rim of the block. Plain arrays, no GPU. */
import { type Estimate, meanError } from '../../core/statistics.ts';
import { alternated, type Form, formOf, thirdness } from './form.ts';

/** One component of a filter Λ: (b, b) weights, row by row. */
export type Weights = readonly (readonly number[])[];

/** Kinds of filters. Stores of studies hold these words by their numbers: append new ones at the end. */
export const FILTER_KINDS = ['uniform', 'boundary', 'staggered', 'mixed', 'none', 'localised', 'three-sublattice'] as const;
/** The kind of a filter; see `classifyFilter`. */
export type FilterKind = (typeof FILTER_KINDS)[number];

/** Below this information, nats, a filter counts as noise: a finite batch of correlated samples gives about as much. */
export const LEAST_INFORMATION = 0.005;
/** A filter couples to the boundary when its mean |weight| there exceeds that of the bulk by this factor. */
const BOUNDARY_THRESHOLD = 1.5;
/** Least cosine at which a filter is called by the name of a pattern. */
const LIKE = 0.9;
/** The signs of weights below this fraction of the largest one are ignored: training leaves noise of this size. */
const NEGLIGIBLE = 0.05;

/**
 * (mean |w| over the block's boundary sites) / (mean |w| over its bulk sites): 1 for a uniform filter of any side.
 *
 * @param filter (b, b)
 * @returns Infinity where all weight lies on the boundary; NaN for b <= 2, which has no bulk, for a filter of zeros and for
 *   weights that are not finite
 */
export function boundaryness(filter: Weights): number {
  const { boundary, bulk, boundarySites, bulkSites } = rim(filter);
  return bulkSites === 0 ? Number.NaN : boundary / boundarySites / (bulk / bulkSites);
}

/**
 * (sum of |w| over the boundary) / (sum of |w| over the bulk), the definition of Gökmen et al., PRE 104, 064106 (2021),
 * fig. 7. A uniform filter has boundary sites / bulk sites, 3 for b = 4. Exceptions as for `boundaryness`.
 *
 * @param filter (b, b)
 */
export function boundarynessOfSums(filter: Weights): number {
  const { boundary, bulk, bulkSites } = rim(filter);
  return bulkSites === 0 ? Number.NaN : boundary / bulk;
}

/**
 * The filter times (-1)^(row + column): takes a staggered filter to a uniform one and back.
 *
 * @param filter (b, b)
 * @returns (b, b), a new array
 */
export function checkerboard(filter: Weights): number[][] {
  return filter.map((row, y) => row.map((w, x) => ((x + y) % 2 === 0 ? w : -w)));
}

/**
 * Fixes the overall sign of a filter, which training chooses by chance because H and -H carry the same information. The sum of the
 * weights is made positive, or the largest weight where the sum is less than a tenth of Σ|w|. For an antiferromagnet both are taken
 * after multiplication by the checkerboard.
 *
 * @param filter (b, b)
 * @param coupling J; negative: antiferromagnet
 * @returns (b, b), a new array
 */
export function gauge(filter: Weights, coupling = 1): number[][] {
  const weights = (coupling < 0 ? checkerboard(filter) : filter).flat();
  const sum = weights.reduce((a, w) => a + w, 0);
  const size = weights.reduce((a, w) => a + Math.abs(w), 0);
  const largest = weights.reduce((a, w) => (Math.abs(w) > Math.abs(a) ? w : a), 0);
  const flip = (Math.abs(sum) >= 0.1 * size ? sum : largest) < 0;
  return filter.map((row) => row.map((w) => (flip ? 0 - w : w)));
}

/**
 * The filter divided by its largest |w|; zeros stay zeros.
 *
 * @param filter (b, b)
 * @returns (b, b) in [-1, 1], a new array
 */
export function normalise(filter: Weights): number[][] {
  const largest = Math.max(...filter.flat().map(Math.abs));
  return filter.map((row) => row.map((w) => (largest > 0 ? w / largest : w)));
}

/**
 * The kind of a filter. In this order:
 *   'none'      the information is consistent with zero, mean < max(3 error, 0.005 nats), or unknown;
 *   'staggered' all weights have one sign after multiplication by the checkerboard, but not before, and the cosine with the
 *               checkerboard is 0.9 or more;
 *   'three-sublattice'  the weights have both signs, and the cosine with the patterns of three sublattices that sum to zero is 0.9 or more:
 *               only on lattices with three sublattices, which have no checkerboard;
 *   'boundary'  all weights, or all those on the boundary, have one sign (for J < 0: times the checkerboard), `boundaryness` > 1.5,
 *               and the cosine with the span of rim and bulk is 0.9 or more; never where there is no bulk;
 *   'uniform'   all weights have one sign, and the cosine with the uniform filter is 0.9 or more;
 *   'localised' all weights have one sign, before or after the checkerboard, but lie on a part of the block;
 *   'mixed'     anything else, and components that differ in kind.
 * Signs of weights below 5 % of the largest are ignored. With replicas a cosine has to reach 0.9 by its standard error over them.
 *
 * @param filter (C, b, b), the components of one replica
 * @param information held-out I(H:E) of that replica, nats
 * @param coupling J; negative: antiferromagnet
 * @param replicas (R, C, b, b): all that found something, this one included
 * @param form of the block; that of a line or rectangle unless given
 */
export function classifyFilter(
  filter: readonly Weights[],
  information: Estimate,
  coupling = 1,
  replicas: readonly (readonly Weights[])[] = [],
  form: Form = formOf([filter[0]?.length ?? 0, filter[0]?.[0]?.length ?? 0]),
): FilterKind {
  if (!(information.mean >= Math.max(3 * information.error, LEAST_INFORMATION))) return 'none';
  const kinds = filter.map((component, c) =>
    shapeOf(component.flat(), {
      coupling,
      replicas: replicas.flatMap((other) => other.slice(c, c + 1).map((one) => one.flat())),
      form,
    }),
  );
  return kinds.every((kind) => kind === kinds[0]) ? (kinds[0] ?? 'none') : 'mixed';
}

/**
 * The cosine between a filter and the uniform one, 0 to 1: Σw / (√sites |w|), without its sign. One row of a 2 x 2 block has 0.71, a
 * single site of 4 x 4 has 0.25.
 *
 * @param filter (b, b)
 * @returns NaN for a filter of zeros
 */
export function uniformity(filter: Weights): number {
  return meanness(filter.flat());
}

/** The same of a flat filter. */
function meanness(all: readonly number[]): number {
  const sum = all.reduce((total, w) => total + w, 0);
  return Math.abs(sum) / Math.sqrt(all.length * squared(all));
}

/** The cosine between a filter and the span of the rim and the bulk of its block. */
function rimmedness(all: readonly number[], { edge }: Form): number {
  const parts = [true, false].map((rim) => all.filter((_, i) => edge[i] === rim));
  const along = parts.map((weights) => (weights.length > 0 ? weights.reduce((sum, w) => sum + w, 0) ** 2 / weights.length : 0));
  return Math.sqrt((along[0] + along[1]) / squared(all));
}

const squared = (weights: readonly number[]) => weights.reduce((sum, w) => sum + w * w, 0);

/** What the kind of a component depends on beside its weights; filters are flat. */
interface Circumstances {
  coupling: number;
  replicas: readonly (readonly number[])[];
  form: Form;
}

function shapeOf(all: readonly number[], { coupling, replicas, form }: Circumstances): FilterKind {
  const largest = Math.max(...all.map(Math.abs));
  if (!(largest > 0) || !Number.isFinite(largest)) return 'mixed';
  const oneSign = (weights: readonly number[]) => {
    const counted = weights.filter((w) => Math.abs(w) >= NEGLIGIBLE * largest);
    return counted.length > 0 && counted.every((w) => w > 0 === counted[0] > 0);
  };
  const like = (cosine: (filter: readonly number[]) => number) => {
    const known = replicas.map(cosine).filter(Number.isFinite);
    return cosine(all) - (known.length > 1 ? meanError(known).error : 0) >= LIKE;
  };
  const alike = oneSign(all);
  const alternating = !alike && form.parity !== undefined && oneSign(alternated(all, form));
  if (alternating && like((one) => meanness(alternated(one, form)))) return 'staggered';
  if (!alike && like((one) => thirdness(one, form))) return 'three-sublattice';
  const natural = (one: readonly number[]) => (coupling < 0 ? alternated(one, form) : one);
  const rim = natural(all).filter((_, i) => form.edge[i]);
  if ((alike || oneSign(rim)) && rimRatio(all, form) > BOUNDARY_THRESHOLD && like((one) => rimmedness(natural(one), form))) return 'boundary';
  if (alike && like(meanness)) return 'uniform';
  return alike || alternating ? 'localised' : 'mixed';
}

/** Mean |w| on the rim over mean |w| in the bulk; NaN without a bulk. */
function rimRatio(all: readonly number[], { edge }: Form): number {
  const mean = (rim: boolean) => {
    const weights = all.filter((_, i) => edge[i] === rim);
    return weights.reduce((sum, w) => sum + Math.abs(w), 0) / weights.length;
  };
  return mean(true) / mean(false);
}

function onBoundary(y: number, x: number, filter: Weights): boolean {
  return y === 0 || x === 0 || y === filter.length - 1 || x === filter[y].length - 1;
}

/** Sums of |w| and numbers of sites, on the boundary and in the bulk. */
function rim(filter: Weights) {
  const sums = { boundary: 0, bulk: 0, boundarySites: 0, bulkSites: 0 };
  filter.forEach((row, y) => {
    row.forEach((w, x) => {
      const edge = onBoundary(y, x, filter);
      sums[edge ? 'boundary' : 'bulk'] += Math.abs(w);
      sums[edge ? 'boundarySites' : 'bulkSites']++;
    });
  });
  return sums;
}
