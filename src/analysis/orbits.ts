/** Tests on the orbits of a group: whether all members are chosen alike often, and carry the same information. */

import { chiSquaredTail } from '../core/statistics.ts';
import type { Cluster } from './clusters.ts';
import { fTail } from './tails.ts';

/** A test of a hypothesis. */
export interface HypothesisTest {
  statistic: number;
  /** Degrees of freedom: of χ², or of numerator and denominator of F. */
  degrees: number[];
  /** Probability of a statistic as large as this, were the hypothesis true. */
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
 * Whether the means of several groups of values agree: the F test of the analysis of variance in one direction. It takes
 * the spread of runs from within the groups and needs no errors of theirs. Source: Scheffé, The Analysis of Variance (1959), chapter 3.
 *
 * @returns undefined with fewer than two groups, or no more values than groups
 */
export function equalMeansTest(groups: readonly (readonly number[])[]): HypothesisTest | undefined {
  const filled = groups.filter((group) => group.length > 0);
  const all = filled.flat();
  const degrees = [filled.length - 1, all.length - filled.length];
  if (degrees[0] < 1 || degrees[1] < 1) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const total = mean(all);
  const between = filled.reduce((sum, group) => sum + group.length * (mean(group) - total) ** 2, 0);
  const within = filled.reduce((sum, group) => sum + group.reduce((s, x) => s + (x - mean(group)) ** 2, 0), 0);
  if (!(within > 0)) return { statistic: between > 0 ? Number.POSITIVE_INFINITY : 0, degrees, p: between > 0 ? 0 : 1 };
  const statistic = between / degrees[0] / (within / degrees[1]);
  return { statistic, degrees, p: fTail(statistic, degrees[0], degrees[1]) };
}

/** An orbit: optima that elements of the group take to one another, and how they are chosen. */
export interface Orbit {
  /** Indices of the optima in it. */
  optima: number[];
  /** Members that the orbit must have, since the elements that link its optima lead there, but that no run found. */
  missing: number;
  /** Runs of each optimum, then a zero for each missing one. */
  populations: number[];
  uniform: HypothesisTest;
  /** Whether its optima carry the same information; needs informations, and two optima. */
  information?: HypothesisTest;
}

/** Informations of the runs of each optimum. */
export function informationsOf(clusters: readonly Cluster[], information: readonly number[]): number[][] {
  return clusters.map(({ runs }) => runs.map((i) => information[i]));
}
