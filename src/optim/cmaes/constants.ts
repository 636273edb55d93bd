import { ln } from './elementary.ts';

/** The constants of a search, which depend on the dimension and the population alone. */
export interface Constants {
  /** Weights of the ranks, best first: the first `parents` sum to 1, the others are negative or, without active learning, 0. */
  readonly weights: readonly number[];
  readonly parents: number;
  /** Variance effective selection mass. */
  readonly mueff: number;
  /** Rates of the two paths, of the rank-one and the rank-mu update of C, and the damping of sigma. */
  readonly cc: number;
  readonly cs: number;
  readonly c1: number;
  readonly cmu: number;
  readonly ds: number;
  /** Expected length of a standard normal vector. */
  readonly chiN: number;
}

/** The usual population for a dimension. */
export function usualPopulation(n: number): number {
  return 4 + Math.floor(3 * ln(n));
}

/** Source: Hansen, The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772, table 1. */
export function constantsOf(n: number, population: number, active: boolean): Constants {
  const parents = Math.floor(population / 2);
  const raw = Array.from({ length: population }, (_, i) => ln((population + 1) / 2) - ln(i + 1));
  const mueff = effective(raw.slice(0, parents));
  const mueffMinus = effective(raw.slice(parents));
  const cc = (4 + mueff / n) / (n + 4 + (2 * mueff) / n);
  const cs = (mueff + 2) / (n + mueff + 5);
  const c1 = 2 / ((n + 1.3) ** 2 + mueff);
  const cmu = Math.min(1 - c1, (2 * (0.25 + mueff + 1 / mueff - 2)) / ((n + 2) ** 2 + mueff));
  const ds = 1 + 2 * Math.max(0, Math.sqrt((mueff - 1) / (n + 1)) - 1) + cs;
  const chiN = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
  const positive = total(raw.slice(0, parents));
  const negative = -total(raw.slice(parents));
  const most = active ? Math.min(1 + c1 / cmu, 1 + (2 * mueffMinus) / (mueff + 2), (1 - c1 - cmu) / (n * cmu)) : 0;
  const weights = raw.map((w, i) => (i < parents ? w / positive : (w * most) / negative));
  return { weights, parents, mueff, cc, cs, c1, cmu, ds, chiN };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** (Σ w)² / Σ w². */
function effective(weights: readonly number[]): number {
  return total(weights) ** 2 / weights.reduce((sum, w) => sum + w * w, 0);
}
