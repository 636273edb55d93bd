/** What the filters of a run look like, in words: a name where the shape has it, and what H then is where the weights prove it. */

import { ERRORS } from '../../analysis/curves/verdicts.ts';
import { type FilterKind, uniformity, type Weights } from '../../analysis/filters/filter.ts';
import { alternated, formOf, thirdness } from '../../analysis/filters/form.ts';
import { majority } from '../../analysis/filters/majority.ts';
import { oneAgainstRest, permutationOfStates } from '../../analysis/filters/states.ts';
import { meanError } from '../../core/statistics.ts';
import { lengthWords } from '../../space/lengths.ts';
import type { PointSummary, Summary } from '../../train/result/summary.ts';
import { sidesOf } from '../draw/block.ts';
import { concise, fixed } from '../draw/numbers.ts';
import { list } from '../draw/words.ts';
import { knownOfRun } from '../published/known.ts';
import { valueNoun } from './places.ts';

type OfRun = Pick<Summary, 'config'>;

const BOUNDARY = 'boundary-coupled: it weights the rim of the block more than its bulk';
const OTHERS = { mixed: 'of no simple pattern', none: 'arbitrary' } as const;

/** The same of values with several weights. @param every each state, or the cosine and the sine of an angle */
function looksOf(every: string, noun: string): Record<FilterKind, string> {
  return {
    uniform: `uniform: for ${every} the ${noun}s of the block count about alike`,
    boundary: `boundary-coupled: for ${every} it weights the rim of the block more than its bulk`,
    staggered: `staggered: for ${every} its weights alternate in sign between the two sublattices`,
    'three-sublattice': `three-sublattice: for ${every} its weights differ between the three sublattices and sum to zero over them`,
    localised: `localised: for ${every} it reads a part of the block more than the rest`,
    ...OTHERS,
  };
}

/** What tells filters by their states or angles apart. */
const SEVERAL: Partial<Record<PointSummary['alphabet']['kind'], string>> = { states: 'every state', angles: 'cosine and sine' };
/** Least cosine at which it is said which states H stands for. */
const LIKE = 0.9;

/** The filters in words, grouped by kind in the order of the buffers. */
export function looks(run: OfRun, points: readonly PointSummary[]): string {
  const kinds = [...new Set(points.map(({ filter }) => filter))];
  const parts = kinds.map((kind) => {
    const here = points.filter(({ filter }) => filter === kind);
    const every = SEVERAL[here[0].alphabet.kind];
    const look = every ? looksOf(every, valueNoun(run.config))[kind] : lookOf(run, kind, here);
    const whole = kind === 'uniform' ? `${look}${rolesOf(here)}` : look;
    return kinds.length === 1 ? whole : `at buffer ${list(here.map(({ buffer }) => lengthWords(buffer)))} ${whole}`;
  });
  return `the filter is ${parts.join('; ')}`;
}

function lookOf(run: OfRun, kind: FilterKind, points: readonly PointSummary[]): string {
  if (kind === 'boundary') return BOUNDARY;
  if (kind === 'localised') return `localised: it reads a part of the block more than the rest (${cosineWords(points, plain, 'the mean of the block')})`;
  if (kind === 'three-sublattice')
    return `three-sublattice: its weights differ between the three sublattices and sum to zero over them (${thirdWords(points)})`;
  if (kind === 'uniform') return alike(run, points, plain, ['uniform', 'the mean of the block', 'magnetisation']);
  if (kind === 'staggered') return alike(run, points, staggeredOf, ['staggered', 'the difference of the sublattices', 'sublattice magnetisation']);
  return OTHERS[kind];
}

/** A filter with its signs as they are, or as on the two sublattices of its lattice. */
type Seen = (filter: Weights, point: PointSummary) => Weights;
const plain: Seen = (filter) => filter;
const staggeredOf: Seen = (filter, point) => [alternated(filter.flat(), formOf(sidesOf(point), point.cell))];

/** The least cosine of the points with patterns of three sublattices. */
function thirdWords(points: readonly PointSummary[]): string {
  const cosines = points.flatMap((point) => point.filters[point.best].map((component) => thirdness(component.flat(), formOf(sidesOf(point), point.cell))));
  return `cosine with such patterns ${fixed(Math.min(...cosines), 2)}${points.length > 1 ? ' or more' : ''}`;
}

/**
 * The kind of a filter, with its cosine where it is named after a pattern: 'uniform  0.97'. One sign of all weights alone makes no filter uniform, and how near
 * it is to the pattern differs.
 */
export function kindWithCosine(point: PointSummary): string {
  const { filter, filters, best, alphabet } = point;
  if (alphabet.kind !== 'binary' || (filter !== 'uniform' && filter !== 'staggered')) return filter;
  const seen = filter === 'uniform' ? plain : staggeredOf;
  return `${filter}  ${fixed(Math.min(...filters[best].map((component) => uniformity(seen(component, point)))), 2)}`;
}

/** Which states of values H tells apart, of a uniform filter; empty where the weights do not say it, or buffers differ. */
function rolesOf(points: readonly PointSummary[]): string {
  const each = points.map((point) => {
    const { alphabet, filters, best, components, states } = point;
    if (alphabet.kind !== 'states' || components > 1) return '';
    const [first] = filters[best];
    if (states === 2) {
      const { state, cosine } = oneAgainstRest(first, alphabet.values.length);
      return alphabet.values.length > 2 && cosine >= LIKE ? `, and H tells the state ${alphabet.values[state]} from the others` : '';
    }
    if (states !== alphabet.values.length) return '';
    const { order, cosine } = permutationOfStates(filters[best]);
    return cosine >= LIKE ? `, and each state of H stands for one of the values: ${order.map((h) => alphabet.values[h]).join(', ')}` : '';
  });
  return each.every((one) => one === each[0]) ? each[0] : '';
}

/** A filter like the uniform one, of values as `seen`: its cosine, and what H is. */
function alike(run: OfRun, points: readonly PointSummary[], seen: Seen, [name, mean, order]: [string, string, string]): string {
  const cosine = cosineWords(points, seen, mean);
  const proved = points.map((point) => signOf(run, point, seen));
  if (proved.some((one) => one === 'no')) return `${name}: ${cosine}`;
  const tied = proved.some((one) => one === 'unless tied') ? ' wherever that is not 0' : '';
  return `${name}: H is the sign of the ${order} of the block${tied} (${cosine})`;
}

/** The least cosine of the points, with its error over the replicas that found something. */
function cosineWords(points: readonly PointSummary[], seen: Seen, pattern: string): string {
  const each = points.map((point) => {
    const { filters, replicas, best } = point;
    const cosine = (filter: readonly Weights[]) => Math.min(...filter.map((component) => uniformity(seen(component, point))));
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
function signOf(run: OfRun, point: PointSummary, seen: Seen): ReturnType<typeof majority> {
  const { components, states, variable, filterHidden } = run.config;
  // The proof is of values -1 and 1.
  if (point.alphabet.kind !== 'binary') return 'no';
  if (components !== 1 || states !== 2 || variable !== 'discrete' || filterHidden.length > 0) return 'no';
  const known = knownOfRun(run, point);
  const { mean, error } = point.information;
  if (known?.kind === 'uniform filter' && !(Math.abs(mean - known.value) <= ERRORS * error)) return 'no';
  return majority(seen(point.filters[point.best][0], point), point.biases?.[point.best]?.[0] ?? 0);
}
