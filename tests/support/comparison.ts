/** Estimates held against exact values, and what is asked of them. */
import type { Estimate } from '../../src/core/statistics.ts';

export interface Comparison {
  label: string;
  /** nats */
  exact: number;
  /** Standard error of a value that is itself a mean over a simulation; 0 unless given. */
  exactError?: number;
  estimate: Estimate;
}

/** How far a critic of finite training may stay below the truth: the larger of the two. */
export const SHORTFALL = { part: 0.01, nats: 0.003 };

/** What a lower bound may lie above the truth, in its errors; one-sided odds 1.3e-3 each, seeds are pinned. */
export const ABOVE = 3;

export function scoreOf({ exact, exactError = 0, estimate: { mean, error } }: Comparison): number {
  return (mean - exact) / Math.hypot(error, exactError);
}

/** The row of docs/estimates.md. */
export function rowOf(comparison: Comparison): string {
  const { label, exact, estimate } = comparison;
  const digits = (x: number) => x.toFixed(5);
  return `| ${label} | ${digits(exact)} | ${digits(estimate.mean)} ± ${digits(estimate.error)} | ${scoreOf(comparison).toFixed(1)} |`;
}

/**
 * Prints all rows, then throws unless every estimate is less than `ABOVE` errors above the truth and at most `SHORTFALL` and two errors below it: what the critic falls short by and how the samples
 * fell add up. With errors of 0.001 a critic that falls short by half of 0.003 fails with odds of 2e-4.
 */
export function assertTight(comparisons: readonly Comparison[], shortfall = SHORTFALL): void {
  console.log(comparisons.map(rowOf).join('\n'));
  const wrong = comparisons.filter((comparison) => {
    const { exact, exactError = 0, estimate } = comparison;
    const below = Math.max(shortfall.part * exact, shortfall.nats) + 2 * Math.hypot(estimate.error, exactError);
    return !(scoreOf(comparison) < ABOVE && exact - estimate.mean < below);
  });
  if (wrong.length > 0) throw new Error(`above the truth, or not tight:\n${wrong.map(rowOf).join('\n')}`);
}

/** Mean of the scores of n comparisons times sqrt(n): a small excess of all of them shows up here. */
export function commonScore(comparisons: readonly Comparison[]): number {
  return comparisons.reduce((sum, comparison) => sum + scoreOf(comparison), 0) / Math.sqrt(comparisons.length);
}
