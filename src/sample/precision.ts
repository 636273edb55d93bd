/** Measuring until an error is small enough, or the time is up. */
import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import type { OnProgress } from './advance.ts';
import type { Chains, Series } from './chains.ts';
import type { GroupRange } from './groups.ts';

/** What is watched where a model has one; else the first of its observables. */
const USUAL = 'energy';
/** An error of few measurements is uncertain, and so is how many more are needed: each piece makes at most so many of all before it. */
const GROWTH = 3;
/** Pieces smaller than this part of what is there change the error by less than one knows it. */
const LEAST = 1 / 4;
/** A little more than the square root of the number asks for, so that one piece too few is rare. */
const SPARE = 1.05;
/** Numbers that are kept at most unless given, 8 bytes each: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

export interface PrecisionOptions {
  /** Value of the control parameter of the chains. */
  point: number;
  /** Sweeps between measurements. */
  spacing: number;
  /** Measurements of every chain to begin with: they are made whatever the limit. */
  samples: number;
  /** Standard error that is wanted. */
  error: number;
  /** Seconds from the call on after which no more is measured. */
  seconds: number;
  /** Numbers that are kept at most, of all chains and observables. */
  numbers?: number;
  /** Milliseconds of a clock; for tests. */
  now?: () => number;
}

/** Whether an error was reached, and what came first where it was not. */
export interface Precision {
  observable: string;
  /** Standard errors: the one that was asked for, and the one that was reached. */
  wanted: number;
  error: number;
  reached: boolean;
  /** What ended the measurement. */
  ended: 'error' | 'seconds' | 'memory';
  /** Measurements of every chain. */
  samples: number;
  /** Seconds it may take, and took. */
  limit: number;
  seconds: number;
}

export interface PreciseSeries {
  series: Record<string, Series>;
  precision: Precision;
}

/**
 * Measures chains in equilibrium in pieces, until the standard error of the energy is at most what is wanted and its bins are
 * long enough to be believed. The error is looked at between pieces only, a few times in all: looking more often would stop at moments when
 * it happens to be small. The pieces of all chains follow one another as in one measurement.
 * @param range chains of one point
 * @param progress called after each submission with the part of the limit that is over; may throw to stop
 * @returns all measurements, also where the limit came first: `precision.reached` tells
 */
export async function measureUntil(chains: Chains, range: GroupRange, options: PrecisionOptions, progress: OnProgress): Promise<PreciseSeries> {
  const { point, spacing, samples, error: wanted, seconds: limit, numbers = MOST_NUMBERS, now = () => performance.now() } = options;
  const began = now();
  const spent = () => (now() - began) / 1000;
  const here = () => progress(Math.min(1, spent() / limit));
  let series = await chains.measure(range, samples, spacing, here);
  for (let done = samples; ; ) {
    const { observable, estimate } = watched(chains, series, point);
    const report = (ended: Precision['ended']): PreciseSeries => ({
      series,
      precision: { observable, wanted, error: estimate.error, reached: ended === 'error', ended, samples: done, limit, seconds: spent() },
    });
    if (estimate.error <= wanted && isBelievable(estimate)) return report('error');
    const columns = Object.values(series).reduce((sum, { values }) => sum + values.length, 0);
    const room = Math.floor(numbers / columns) - done;
    const time = Math.floor((limit - spent()) / (spent() / done));
    if (time < 1) return report('seconds');
    if (room < 1) return report('memory');
    const more = Math.min(wantedMore(estimate, wanted, done), time, room);
    series = joined(series, await chains.measure(range, more, spacing, here));
    done += more;
  }
}

/** The estimate that is to become precise. */
function watched(chains: Chains, series: Readonly<Record<string, Series>>, point: number): { observable: string; estimate: Estimate } {
  const all = chains.observables(series, point);
  const observable = Object.hasOwn(all, USUAL) ? USUAL : Object.keys(all)[0];
  return { observable, estimate: all[observable] };
}

function isBelievable(estimate: Estimate | ChainEstimate): boolean {
  return !('reliable' in estimate) || estimate.reliable;
}

/** Further measurements of every chain: as many as the error asks for, within what is known of it. */
function wantedMore({ error }: Estimate, wanted: number, done: number): number {
  const needed = Math.ceil(done * (SPARE * (error / wanted) ** 2 - 1));
  const most = GROWTH * done;
  return Math.max(1, Math.ceil(LEAST * done), Math.min(Number.isFinite(needed) ? needed : most, most));
}

/** One measurement after another, chain by chain. */
function joined(first: Readonly<Record<string, Series>>, second: Readonly<Record<string, Series>>): Record<string, Series> {
  return Object.fromEntries(
    Object.entries(first).map(([name, { values, spacing }]) => [
      name,
      {
        spacing,
        values: values.map((before, chain) => {
          const after = second[name].values[chain];
          const all = new Float64Array(before.length + after.length);
          all.set(before);
          all.set(after, before.length);
          return all;
        }),
      },
    ]),
  );
}
