/** What the filters of a run look like, in words: a name where the shape has it, and what H then is where the weights prove it. */

import { ERRORS } from '../../analysis/curves/verdicts.ts';
import { checkerboard, type FilterKind, uniformity, type Weights } from '../../analysis/filters/filter.ts';
import { majority } from '../../analysis/filters/majority.ts';
import { meanError } from '../../core/statistics.ts';
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { concise, fixed } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { knownOfRun } from '../published/known.ts';

type OfRun = Pick<Summary, 'config'>;

const BOUNDARY = 'boundary-coupled: it weights the rim of the block more than its bulk';
const OTHERS = { mixed: 'of no simple pattern', none: 'arbitrary' } as const;

/** The same of one-hot values. */
const LOOKS_OF_STATES: Record<FilterKind, string> = {
  uniform: 'uniform: for every state the sites of the block count about alike',
  boundary: 'boundary-coupled: for every state it weights the rim of the block more than its bulk',
  staggered: 'staggered: for every state its weights alternate in sign between the two sublattices',
  localised: 'localised: for every state it reads a part of the block more than the rest',
  ...OTHERS,
};

/** The same of angles, each of which is two numbers or more. */
const LOOKS_OF_ANGLES: Record<FilterKind, string> = {
  uniform: 'uniform: the cosines of the block count about alike, and so do its sines; H tells the direction of their mean',
  boundary: 'boundary-coupled: it weights cosines and sines of the rim of the block more than those of its bulk',
  staggered: 'staggered: the weights of cosines and those of sines alternate in sign between the two sublattices',
  localised: 'localised: it reads the angles of a part of the block more than the rest',
  ...OTHERS,
};

const LOOKS: Partial<Record<PointSummary['alphabet']['kind'], Record<FilterKind, string>>> = { states: LOOKS_OF_STATES, angles: LOOKS_OF_ANGLES };

/** The filters in words, grouped by kind in the order of the buffers. */
export function looks(run: OfRun, points: readonly PointSummary[]): string {
  const kinds = [...new Set(points.map(({ filter }) => filter))];
  const parts = kinds.map((kind) => {
    const here = points.filter(({ filter }) => filter === kind);
    const look = LOOKS[here[0].alphabet.kind]?.[kind] ?? lookOf(run, kind, here);
    return kinds.length === 1 ? look : `at buffer ${list(here.map(({ buffer }) => lengthWords(buffer)))} ${look}`;
  });
  return `the filter is ${parts.join('; ')}`;
}

function lookOf(run: OfRun, kind: FilterKind, points: readonly PointSummary[]): string {
  if (kind === 'boundary') return BOUNDARY;
  if (kind === 'localised') return `localised: it reads a part of the block more than the rest (${cosineWords(points, plain, 'the mean of the block')})`;
  if (kind === 'uniform') return alike(run, points, plain, ['uniform', 'the mean of the block', 'magnetisation']);
  if (kind === 'staggered') return alike(run, points, checkerboard, ['staggered', 'the difference of the sublattices', 'sublattice magnetisation']);
  return OTHERS[kind];
}

const plain = (filter: Weights): Weights => filter;

/** A filter like the uniform one, of values as `seen`: its cosine, and what H is. */
function alike(run: OfRun, points: readonly PointSummary[], seen: (filter: Weights) => Weights, [name, mean, order]: [string, string, string]): string {
  const cosine = cosineWords(points, seen, mean);
  const proved = points.map((point) => signOf(run, point, seen));
  if (proved.some((one) => one === 'no')) return `${name}: ${cosine}`;
  const tied = proved.some((one) => one === 'unless tied') ? ' wherever that is not 0' : '';
  return `${name}: H is the sign of the ${order} of the block${tied} (${cosine})`;
}

/** The least cosine of the points, with its error over the replicas that found something. */
function cosineWords(points: readonly PointSummary[], seen: (filter: Weights) => Weights, pattern: string): string {
  const cosine = (filter: readonly Weights[]) => Math.min(...filter.map((component) => uniformity(seen(component))));
  const each = points.map(({ filters, replicas, best }) => {
    const found = filters.filter((_, r) => replicas[r]?.status === 'ok').map(cosine);
    return { mean: cosine(filters[best]), error: found.length > 1 ? meanError(found).error : Number.NaN };
  });
  const least = each.reduce((a, b) => (b.mean < a.mean ? b : a));
  // An error that two decimals do not show is none.
  const value = least.error >= 0.005 ? concise(least) : fixed(least.mean, 2);
  return `cosine with ${pattern} ${value}${points.length > 1 ? ' or more' : ''}`;
}

/**
 * Whether H of a point is the sign of the (sublattice) magnetisation: by its weights, for every block. Where the value of the uniform filter
 * is known, ours has to agree with it.
 */
function signOf(run: OfRun, point: PointSummary, seen: (filter: Weights) => Weights): ReturnType<typeof majority> {
  const { components, states, variable, filterHidden } = run.config;
  if (components !== 1 || states !== 2 || variable !== 'discrete' || filterHidden.length > 0) return 'no';
  const known = knownOfRun(run, point);
  const { mean, error } = point.information;
  if (known?.kind === 'uniform filter' && !(Math.abs(mean - known.value) <= ERRORS * error)) return 'no';
  return majority(seen(point.filters[point.best][0]), point.biases?.[point.best]?.[0] ?? 0);
}
