/**
 * Whether samples lie in an order along their file: sorted by temperature, run or label, or with a recorded burn-in. Then a part of the
 * file is another ensemble than the rest, and what holds for one does not hold for the other. Plain arrays, no GPU.
 */

import { elements } from '../../core/shape.ts';
import { autocorrelationTime } from '../../core/statistics.ts';
import type { DataSet } from './data_set.ts';
import { comparedParts, type DataParts, type Part } from './drift_parts.ts';
import { scoreOf, tiltedScore } from './drift_score.ts';
import { averages, followedValues, places, type Quantity } from './quantities.ts';
import type { Symmetry } from './symmetry.ts';

/** Two parts of a file that differ. */
export interface Drift {
  /** What differs most, in words. */
  quantity: string;
  /** The two parts, in words. */
  parts: [first: string, second: string];
  /** Means of the quantity over the parts. */
  means: [first: number, second: number];
  /** Their difference in standard errors. */
  score: number;
}

/** What is compared. */
interface DriftOptions {
  /** The parts of a training. Samples behind the last of them are left out. */
  parts?: DataParts;
  /** That of the ensemble: means that differ between images of a sample say nothing. */
  symmetry?: Symmetry;
}

/** Parts that differ by more standard errors than this differ. */
const LIMIT = 5;
/** With many quantities the limit grows so that a file of independent samples passes it with a probability of at most this. */
const ODDS = 1e-4;
/** Segments of a file over whose means errors are taken: the more, the better an abrupt change shows. */
const MOST_SEGMENTS = 96;
/** Fewer would make the error itself too uncertain. */
const FEWEST_SEGMENTS = 24;
/** A segment is this many autocorrelation times long where the file allows it. */
const SEGMENT_TIMES = 20;

/**
 * The largest difference between two parts of a file (`comparedParts`), where it is beyond 5 standard errors. Compared are means over
 * a sample: magnetisation and its square, parts of the values, pair correlations along each axis; and means over samples at
 * each place: values and products of neighbours.
 *
 * The error of a mean is taken from the means of neighbouring segments of the file: half their mean squared difference is the variance
 * of the mean of a segment, whatever the correlation within it (von Neumann, Ann. Math. Stat. 12, 367 (1941)), and a slow drift
 * hardly enlarges it. It is no smaller than the same for neighbouring samples. Segments are 20 autocorrelation times long, as
 * far as the file is long enough for 24 of them. The time is the median over 24 pieces of the file, each about its own mean, so
 * that a step between two pieces does not count as correlation; of several quantities the slowest one's is taken.
 *
 * Odds of a difference by chance: below 1e-4 for a file of independent samples, and about that for one of 480 autocorrelation
 * times or more. A shorter file may be called ordered because its parts do differ by more than their samples tell.
 *
 * @returns undefined where nothing differs
 */
export function driftOf(data: DataSet, options: DriftOptions = {}): Drift | undefined {
  const { parts } = options;
  const samples = parts ? parts.training + parts.validation + parts.heldOut : data.samples;
  const compared = comparedParts(samples, parts);
  const whole = averages(data, options);
  const single = places(data, options);
  const limit = limitOf((whole.length + single.length) * compared.length);
  const values = followedValues(data, samples);
  const length = elements(data.shape);
  const seriesOf = ({ of }: Quantity) => {
    const series = new Float64Array(samples);
    for (let n = 0; n < samples; n++) series[n] = of(values, n * length);
    return series;
  };
  const ofWhole = whole.map((quantity) => ({ quantity, series: seriesOf(quantity) }));
  const segments = segmentsOf(
    ofWhole.map(({ series }) => series),
    samples,
  );
  let found: Drift | undefined;
  const look = (quantity: Quantity, series: Float64Array) => {
    const drift = largest(quantity, series, compared, segments, limit);
    if (drift && drift.score > (found?.score ?? 0)) found = drift;
  };
  for (const { quantity, series } of ofWhole) look(quantity, series);
  for (const quantity of single) look(quantity, seriesOf(quantity));
  return found;
}

/** Segments of 20 autocorrelation times of the slowest series, as far as there are enough samples. */
export function segmentsOf(series: readonly Float64Array[], samples: number): number {
  const tau = Math.max(...series.map(localTime));
  return Math.max(FEWEST_SEGMENTS, Math.min(MOST_SEGMENTS, Math.floor(samples / (SEGMENT_TIMES * tau + 1))));
}

/** The limit for so many comparisons of normal variables: P(|z| > x) < 0.16 exp(-x²/2) for x >= 5. */
function limitOf(comparisons: number): number {
  return Math.max(LIMIT, Math.sqrt(2 * Math.log((0.16 * comparisons) / ODDS)));
}

/** Integrated autocorrelation time, samples: the median over pieces of the series, each about its own mean. */
function localTime(series: Float64Array): number {
  const edge = (i: number) => Math.floor((i * series.length) / FEWEST_SEGMENTS);
  const times = Array.from({ length: FEWEST_SEGMENTS }, (_, i) => autocorrelationTime([series.subarray(edge(i), edge(i + 1))]));
  return times.sort((a, b) => a - b)[FEWEST_SEGMENTS / 2];
}

/** The largest difference of one quantity, where it is beyond the limit. */
function largest(quantity: Quantity, series: Float64Array, compared: readonly [Part, Part][], segments: number, limit: number): Drift | undefined {
  const score = scoreOf(series, segments);
  let found: Drift | undefined;
  for (const [a, b] of compared) {
    const plain = score.difference(a, b);
    if (!(Math.abs(plain) > Math.max(limit, found?.score ?? 0))) continue;
    const sure = Math.min(Math.abs(plain), tiltedScore(series, a, b, score.variance));
    if (sure > Math.max(limit, found?.score ?? 0))
      found = { quantity: quantity.name, parts: [a.name, b.name], means: [score.mean(a), score.mean(b)], score: sure };
  }
  return found;
}
