/** Tests on the orbits of a group: whether runs choose all members equally often, and find the same information there. */

import { chiSquaredTail } from '../../core/statistics.ts';
import { fTail } from '../curves/tails.ts';
import type { Cluster } from './clusters.ts';

/** A test of a hypothesis. */
export interface HypothesisTest {
  statistic: number;
  /** Degrees of freedom: of χ², or of numerator and denominator of F. */
  degrees: number[];
  /** Probability of a statistic as large as this if the hypothesis is true. */
  p: number;
}

/**
 * Pearson's χ² of populations against equal ones. The p-value is that of the limit of many runs; below five expected runs
 * per member it is too small by up to a factor of two or so.
 */
export function uniformTest(populations: readonly number[]): HypothesisTest {
  const expected = populations.reduce((sum, n) => sum + n, 0) / populations.length;
  const statistic = populations.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  const degrees = populations.length - 1;
  return { statistic, degrees: [degrees], p: chiSquaredTail(statistic, degrees) };
}

/**
 * Whether the means of several groups of values agree: the F test of the one-way analysis of variance. It takes the spread from within
 * the groups, so that the values need no errors. Source: Scheffé, The Analysis of Variance (1959), chapter 3.
 *
 * With a band the hypothesis is that all means lie in one interval of that width, wherever it is. The squares are then those of the
 * distances of means from the interval, placed so that their sum is smallest. That sum is at most the sum about the true means, so the
 * test is conservative: the returned p is never too small.
 *
 * @param band by how much means may differ, in the units of the values
 * @returns undefined with fewer than two groups, or no more values than groups
 */
export function equalMeansTest(groups: readonly (readonly number[])[], band = 0): HypothesisTest | undefined {
  const filled = groups.filter((group) => group.length > 0);
  const all = filled.flat();
  const degrees = [filled.length - 1, all.length - filled.length];
  if (degrees[0] < 1 || degrees[1] < 1) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const means = filled.map((group) => ({ n: group.length, mean: mean(group) }));
  const between = squaresBeyond(means, centreOfBand(means, band, mean(all)), band);
  const within = filled.reduce((sum, group) => sum + group.reduce((s, x) => s + (x - mean(group)) ** 2, 0), 0);
  if (!(within > 0)) return { statistic: between > 0 ? Number.POSITIVE_INFINITY : 0, degrees, p: between > 0 ? 0 : 1 };
  const statistic = between / degrees[0] / (within / degrees[1]);
  return { statistic, degrees, p: fTail(statistic, degrees[0], degrees[1]) };
}

interface GroupMean {
  n: number;
  mean: number;
}

function squaresBeyond(means: readonly GroupMean[], centre: number, band: number): number {
  return means.reduce((sum, { n, mean }) => sum + n * Math.max(0, Math.abs(mean - centre) - band / 2) ** 2, 0);
}

/** Halvings of an interval: 1e-15 of it is left. */
const HALVINGS = 50;

/** The centre of the band for which the sum of squares outside of it is least. The sum is convex, and its slope changes sign there. */
function centreOfBand(means: readonly GroupMean[], band: number, total: number): number {
  if (!(band > 0)) return total;
  const beyond = (distance: number) => Math.sign(distance) * Math.max(0, Math.abs(distance) - band / 2);
  let [low, high] = [Math.min(...means.map(({ mean }) => mean)), Math.max(...means.map(({ mean }) => mean))];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (means.reduce((sum, { n, mean }) => sum + n * beyond(mean - middle), 0) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** An orbit: optima that elements of the group map to one another, and how runs choose among them. */
export interface Orbit {
  /** Indices of its optima. */
  optima: number[];
  /** Number of members that no run found, but to which the elements that link its optima lead. */
  missing: number;
  /** Runs of each optimum, then a zero for each missing one. */
  populations: number[];
  uniform: HypothesisTest;
  /** Whether its optima carry the same information; needs informations, and two optima. */
  information?: HypothesisTest;
  /** Difference of information that the finite block explains without a broken symmetry, nats, since images miss the optima there. */
  band: number;
  /** Whether it is a single optimum that symmetries of the others map to filters which no run found. */
  alone: boolean;
}

/** The informations of the runs of each optimum, nats. */
export function informationsOf(clusters: readonly Cluster[], information: readonly number[]): number[][] {
  return clusters.map(({ runs }) => runs.map((i) => information[i]));
}
