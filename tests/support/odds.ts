import type { Estimate } from '../../src/core/statistics.ts';

/** Two-sided odds of |z| >= 4 for a Gaussian: 6e-5 for one comparison, so below 1 % for a hundred of them. */
export const LIMIT = 4;

/** The standard score of an estimate against an exact value; NaN where the estimate is not finite. */
export function standardScore({ mean, error }: Estimate, exact: number): number {
  return (mean - exact) / error;
}

/** Throws unless every estimate lies within four standard errors of its exact value. */
export function assertWithin(label: string, estimates: Record<string, Estimate>, exact: Record<string, number>): void {
  const far = Object.entries(exact).filter(([name, value]) => !(Math.abs(standardScore(estimates[name], value)) < LIMIT));
  if (far.length > 0) {
    const list = far.map(
      ([name, value]) => `${name} ${estimates[name].mean} ± ${estimates[name].error}, exact ${value}, z = ${standardScore(estimates[name], value).toFixed(2)}`,
    );
    throw new Error(`${label}: ${list.join('; ')}`);
  }
}
