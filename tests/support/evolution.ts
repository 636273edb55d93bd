/** Numbers of evaluations of searches by CMA-ES, as in tests/golden/cmaes.ts. */
import { CmaEs } from '../../src/optim/cmaes/cmaes.ts';
import { type CountRow, EVALUATIONS_10 } from '../golden/cmaes.ts';

type Objective = (x: ArrayLike<number>) => number;
const total = (x: ArrayLike<number>, of: (value: number, i: number) => number) => Array.from(x).reduce((sum, value, i) => sum + of(value, i), 0);

/** Test functions by their names in the table. */
export const FUNCTIONS: Readonly<Record<string, Objective>> = {
  sphere: (x) => total(x, (value) => value * value),
  ellipsoid: (x) => total(x, (value, i) => 10 ** ((6 * i) / (x.length - 1)) * value * value),
  rosenbrock: (x) => total(x, (value, i) => (i + 1 < x.length ? 100 * (x[i + 1] - value * value) ** 2 + (1 - value) ** 2 : 0)),
};

/** @param population undefined for the usual one */
export function rowOf(name: string, active: boolean, population?: number): CountRow {
  const found = EVALUATIONS_10.find((row) => row.function === name && row.active === active && row.population === population);
  if (!found) throw new Error(`no row for ${name}`);
  return found;
}

/** Runs of seeds 1, 2, ...: the evaluation that reached the target first, and the best values of runs that did not reach it. */
export function evaluationsOf(row: CountRow, runs: number): { counts: number[]; failed: number[] } {
  const counts: number[] = [];
  const failed: number[] = [];
  const objective = FUNCTIONS[row.function];
  const { sigma, target, active, population } = row;
  for (let seed = 1; seed <= runs; seed++) {
    const search = new CmaEs({
      start: new Array(10).fill(row.start),
      sigma,
      seed,
      active,
      target,
      evaluations: 100_000,
      ...(population ? { population } : {}),
    });
    let first = 0;
    while (search.stopped === undefined) {
      const values = search.ask().map(objective);
      const hit = values.findIndex((value) => value < target);
      if (hit >= 0) first = search.evaluations + hit + 1;
      search.tell(values);
    }
    if (first > 0) counts.push(first);
    else failed.push(search.best?.value ?? Number.NaN);
  }
  return { counts, failed };
}

/** The difference of the means, in errors of this difference. */
export function scoreOf(counts: readonly number[], { mean, sd, runs, failed }: CountRow['ours']): number {
  const own = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const spread = counts.reduce((sum, count) => sum + (count - own) ** 2, 0) / (counts.length - 1);
  return Math.abs(own - mean) / Math.sqrt(spread / counts.length + sd ** 2 / (runs - failed));
}
