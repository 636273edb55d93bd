/** Whether samples contradict a symmetry that a person states for them. */
import { BlockspinError } from '../../core/errors.ts';
import { setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';
import { autocorrelationTime, meanError } from '../../core/statistics.ts';
import type { DataSet } from './data_set.ts';
import { segmentsOf } from './drift.ts';
import { scoreOf } from './drift_score.ts';
import { followedValues, orders } from './quantities.ts';
import type { Symmetry } from './symmetry.ts';

/** Standard errors beyond which a mean contradicts a symmetry: odds of 6e-7 for each mean. */
const LIMIT = 5;

/** Symmetries that a data set does not contradict: a completed configuration is checked again, and the samples are the same. */
const passed = new WeakMap<DataSet, Set<Symmetry>>();

/**
 * Compares the means that a symmetry determines with their values: the magnetisation with 0, the parts of q states with 1 / q, mean cosine
 * and sine with 0. Their errors contain the correlation along the file, as those of `driftOf`; in files too short for its segments the
 * autocorrelation time tells more of it.
 * @throws BlockspinError where one of them is more than 5 errors away
 */
export function checkMeans(data: DataSet, symmetry: Symmetry): void {
  if (symmetry === 'none' || passed.get(data)?.has(symmetry)) return;
  const { samples, name } = data;
  const values = followedValues(data, samples);
  const length = elements(data.shape);
  const all = orders(data).map((quantity) => ({ ...quantity, series: Float64Array.from({ length: samples }, (_, n) => quantity.of(values, n * length)) }));
  const segments = segmentsOf(
    all.map(({ series }) => series),
    samples,
  );
  for (const { name: what, symmetric, series } of all) {
    const score = scoreOf(series, segments);
    const mean = score.mean({ from: 0, to: samples });
    const correlated = meanError(series).error * Math.sqrt(1 + 2 * autocorrelationTime([series]));
    const error = Math.max(Math.sqrt(score.variance / samples), correlated);
    const z = Math.abs(mean - symmetric) / error;
    if (!(z > LIMIT)) continue;
    throw new BlockspinError({
      setting: setting('symmetry', symmetry),
      expected: `samples in ${name} of which ${what} is ${symmetric} within its error`,
      got: `${mean.toPrecision(4)} +- ${error.toPrecision(2)}, ${z.toFixed(0)} errors away`,
      remedy: 'leave it out: the samples do not have this symmetry, or come from one of several phases',
    });
  }
  passed.set(data, (passed.get(data) ?? new Set()).add(symmetry));
}
