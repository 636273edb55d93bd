import type { Axes, Distribution } from './distribution.ts';

/**
 * Why a search has ended: the target was reached; evaluations are used up; all values of a generation, or the best ones of many generations, agree (flat); steps no longer change the candidates (narrow); steps have
 * grown beyond all measure (wide); C has become singular, or its condition is beyond double precision (degenerate); neither the best nor the median value of
 * generations gets better (stalled); generations without any finite value (undefined).
 */
export type StopReason = 'target' | 'evaluations' | 'flat' | 'narrow' | 'wide' | 'degenerate' | 'stalled' | 'undefined';

/** What is watched beside the distribution. */
export interface Watched {
  /** Best and median values of the last generations, oldest first. */
  readonly bests: readonly number[];
  readonly medians: readonly number[];
  /** Generations in a row without any finite value. */
  readonly barren: number;
}

/** Limits of a search. */
export interface Limits {
  readonly population: number;
  /** Sigma at the start. */
  readonly sigma: number;
  /** Values that differ by less are equal, in the units of the objective. */
  readonly tolerance: number;
  /** Steps below this length are none, in the units of the coordinates. */
  readonly resolution: number;
}

/** Generations whose values are kept. */
export const KEPT = 20_000;
const MOST_BARREN = 3;
/** Largest condition of C: beyond it, eigenvectors in double precision mean nothing. */
const MOST_CONDITION = 1e14;
/** Growth of the largest step beyond which a search has left its range. */
const MOST_GROWTH = 1e4;

/**
 * Reasons of the distribution itself.
 * @param axes of C, undefined where there are none
 */
export function stopOfShape({ mean, sigma }: Distribution, axes: Axes | undefined, limits: Limits): StopReason | undefined {
  if (!axes || !Number.isFinite(sigma) || !(sigma > 0) || !mean.every(Number.isFinite)) return 'degenerate';
  const [shortest, longest] = [Math.min(...axes.lengths), Math.max(...axes.lengths)];
  if (sigma * longest < limits.resolution) return 'narrow';
  if ((longest / shortest) ** 2 > MOST_CONDITION) return 'degenerate';
  if (sigma * longest > MOST_GROWTH * limits.sigma) return 'wide';
  const step = 0.1 * sigma;
  const moves = axes.vectors.some((vector, k) => mean.some((m, i) => m + step * axes.lengths[k] * vector[i] !== m));
  return moves ? undefined : 'narrow';
}

/**
 * Reasons of the values. Source of the numbers: Hansen, arXiv:1604.00772, appendix B.3 (EqualFunValues, TolFun, Stagnation).
 * @param values of the last generation
 */
export function stopOfValues(values: readonly number[], { bests, medians, barren }: Watched, n: number, limits: Limits): StopReason | undefined {
  if (barren >= MOST_BARREN) return 'undefined';
  if (barren > 0) return undefined;
  const { population, tolerance } = limits;
  if (values.every(Number.isFinite) && spread(values) <= tolerance) return 'flat';
  const recent = 10 + Math.ceil((30 * n) / population);
  if (bests.length >= recent && spread(bests.slice(-recent)) <= tolerance) return 'flat';
  const least = Math.ceil(120 + (30 * n) / population);
  const looked = Math.min(KEPT, Math.max(least, Math.ceil(bests.length / 5)));
  if (bests.length < looked) return undefined;
  const stalled = [bests, medians].every((all) => {
    const last = all.slice(-looked);
    const part = Math.ceil(0.3 * looked);
    return medianOf(last.slice(-part)) >= medianOf(last.slice(0, part));
  });
  return stalled ? 'stalled' : undefined;
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

/** The middle of some values, the upper one of two. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
