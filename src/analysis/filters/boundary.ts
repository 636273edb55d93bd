/** How much of the weight of filters lies on the rim of the block, over independent runs, and at which temperature that peaks. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, jackknife, meanError } from '../../core/statistics.ts';
import { type Peak, type PeakOptions, peakOf } from '../curves/peak.ts';
import { boundarynessOfSums, type Weights } from './filter.ts';

/** The filters of independent runs at one temperature and buffer. */
export interface FilterRuns {
  temperature: number;
  buffer: number;
  /** [run][component], each (b, b · channels). */
  filters: readonly (readonly Weights[])[];
}

/** Options of `boundarynessOverRuns`. */
export interface BoundaryOptions {
  /**
   * 'means': mean |w| on the boundary over mean |w| in the bulk, 1 for a uniform filter of any side (default). 'sums': Σ|w| on the
   * boundary over Σ|w| in the bulk, as published, 3 for a uniform filter of side 4 (Gökmen et al., PRE 104, 064106 (2021), fig. 7).
   */
  definition?: 'means' | 'sums';
  /** Values of one site, side by side in a row of the filter: 2 for dimers (default 1). */
  channels?: number;
}

/** Boundaryness at one temperature and buffer. */
export interface BoundaryPoint {
  temperature: number;
  buffer: number;
  boundaryness: Estimate;
  /** Runs whose filters have weights that are finite and not all 0. */
  runs: number;
}

/**
 * Boundaryness over runs. The ratio of a single run has no finite mean where the bulk can vanish. So every run contributes the part
 * of Σ|w| that lies on the boundary, in [0, 1], and the mean of these parts is turned into a ratio, with its error by the jackknife
 * over runs. Components count equally.
 * @returns error NaN from a single run; Infinity (error NaN) where no run has weight in the bulk
 * @throws BlockspinError for a block without a bulk, b <= 2, or rows that are not b · channels long
 */
export function boundarynessOverRuns(
  { temperature, buffer, filters }: FilterRuns,
  { definition = 'means', channels = 1 }: BoundaryOptions = {},
): BoundaryPoint {
  const side = filters[0]?.[0]?.length ?? 0;
  if (side < 3 || filters.some((run) => run.some((filter) => filter.length !== side || filter.some((row) => row.length !== side * channels))))
    throw new BlockspinError({
      who: 'boundaryness',
      expected: `filters of b x ${channels} b weights, all of one b >= 3, for ${channels} channels`,
      got: filters[0]?.[0] ? `${side} rows of ${filters[0][0][0]?.length} and others` : 'no filter',
      remedy: 'a block of side 1 or 2 has no bulk; say how many channels a site has',
    });
  const parts = filters.map((run) => meanError(run.map((filter) => boundaryPart(sites(filter, channels)))).mean).filter(Number.isFinite);
  const uniform = definition === 'sums' ? 1 : boundarynessOfSums(Array.from({ length: side }, () => new Array<number>(side).fill(1)));
  const ratio = (part: number) => part / (1 - part) / uniform;
  return { temperature, buffer, boundaryness: overRuns(parts, ratio), runs: parts.length };
}

function overRuns(parts: readonly number[], ratio: (part: number) => number): Estimate {
  const plain = parts.length > 0 ? ratio(meanError(parts).mean) : Number.NaN;
  if (parts.length < 2 || !Number.isFinite(plain)) return { mean: plain, error: Number.NaN };
  const estimate = jackknife(
    parts.map((part) => [part]),
    ([part]) => ratio(part),
  );
  return Number.isFinite(estimate.mean) ? estimate : { mean: plain, error: Number.NaN };
}

/** The part of Σ|w| that lies on the boundary. */
function boundaryPart(filter: Weights): number {
  const ratio = boundarynessOfSums(filter);
  return ratio === Number.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio);
}

/** (b, b · channels) to (b, b): Σ|w| over the channels of a site. */
function sites(filter: Weights, channels: number): number[][] {
  return filter.map((row) =>
    Array.from({ length: row.length / channels }, (_, x) => row.slice(x * channels, (x + 1) * channels).reduce((a, w) => a + Math.abs(w), 0)),
  );
}

/**
 * The peak of boundaryness over temperature for every buffer with three usable temperatures, by ascending buffer.
 */
export function boundaryPeaks(points: readonly BoundaryPoint[], options: PeakOptions = {}): { buffer: number; peak: Peak }[] {
  const usable = points.filter(({ temperature, boundaryness: { mean, error } }) => Number.isFinite(temperature) && Number.isFinite(mean) && error > 0);
  const buffers = [...new Set(usable.map(({ buffer }) => buffer))].sort((a, b) => a - b);
  return buffers
    .map((buffer) => ({
      buffer,
      curve: usable.filter((point) => point.buffer === buffer).map(({ temperature, boundaryness }) => ({ x: temperature, value: boundaryness })),
    }))
    .filter(({ curve }) => curve.length >= 3)
    .map(({ buffer, curve }) => ({ buffer, peak: peakOf(curve, options) }));
}
