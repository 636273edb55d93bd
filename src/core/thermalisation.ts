/** Whether chains have forgotten where they started: two halves, two kinds of start. Plain numbers, no GPU. */
import { chainEstimate, type Estimate, meanError } from './statistics.ts';

/** The check of one observable; scores are differences in standard errors. */
export interface Thermalisation {
  /** The second half of the measurement minus the first. */
  halves: number;
  /** Chains that started in order minus chains that started at random; absent where all started the same way. */
  starts?: number;
  /** Both scores lie within ±4: odds of 6e-5 each to fail by chance. */
  thermal: boolean;
}

const LIMIT = 4;
/** Differences of chain means are compared directly from this many chains on; fewer are cut into bins first. */
const ENOUGH_CHAINS = 8;
/** Stands for a difference without any spread. */
const CERTAIN = 1e6;

function score({ mean, error }: Estimate): number {
  if (error > 0) return mean / error;
  return mean === 0 ? 0 : Math.sign(mean) * CERTAIN;
}

function difference(a: Estimate, b: Estimate): Estimate {
  return { mean: a.mean - b.mean, error: Math.hypot(a.error, b.error) };
}

/**
 * Compares the halves of the series, and the two kinds of start where there are two. A drift shows in the first, a
 * barrier that neither start has crossed in the second.
 * @param chains `chains[c]` is the series of one observable in chain c, all of one length, at least 2 measurements
 * @param started whether each chain started in order; left out where all started the same way
 * @returns scores that are always finite: ±1e6 where a difference has no spread at all
 */
export function thermalisation(chains: readonly ArrayLike<number>[], started?: readonly boolean[]): Thermalisation {
  const series = chains.map((chain) => Float64Array.from(chain));
  const middle = Math.floor(series[0].length / 2);
  const halves = score(series.length >= ENOUGH_CHAINS ? pairedHalves(series, middle) : binnedHalves(series, middle));
  const kinds = [true, false].map((kind) => series.filter((_, c) => started?.[c] === kind));
  if (kinds.some((kind) => kind.length === 0)) return { halves, thermal: Math.abs(halves) < LIMIT };
  const [ordered, random] = kinds.map((kind) => (kind.length >= ENOUGH_CHAINS ? meanError(kind.map((chain) => meanError(chain).mean)) : binned(kind)));
  const starts = score(difference(ordered, random));
  return { halves, starts, thermal: Math.abs(halves) < LIMIT && Math.abs(starts) < LIMIT };
}

/** Differences within each chain, averaged over chains: differences between chains do not contribute. */
function pairedHalves(series: readonly Float64Array[], middle: number): Estimate {
  return meanError(series.map((chain) => meanError(chain.subarray(middle)).mean - meanError(chain.subarray(0, middle)).mean));
}

function binnedHalves(series: readonly Float64Array[], middle: number): Estimate {
  return difference(binned(series.map((chain) => chain.subarray(middle))), binned(series.map((chain) => chain.subarray(0, middle))));
}

/** A single value has no spread to be judged by; it counts as exact. */
function binned(series: readonly Float64Array[]): Estimate {
  const { mean, error } = chainEstimate(series);
  return { mean, error: Number.isFinite(error) ? error : 0 };
}
