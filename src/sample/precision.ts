/** Measuring on until an error is small enough, or the time is up. */
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
/** Part of the time left that a piece may take: what else the machine does can make it several times slower than the last one. */
const CAUTION = 1 / 2;
/** Where there is time for less than this part of what is there, the rest is not worth a piece. */
const WORTH = 1 / 20;
/** A little more than the square root of the number asks for, so that one piece too few is rare. */
const SPARE = 1.05;
/** Numbers that are kept at most unless given, 8 bytes each: half a gigabyte. */
const MOST_NUMBERS = 2 ** 26;

export interface PrecisionOptions {
  /** Value of the control parameter of the chains. */
  point: number;
  /** Standard error that is wanted. */
  error: number;
  /** Seconds that all of it may take; those that are over, by default 0; and those that one measurement of all chains took. */
  limit: number;
  spent?: number;
  each: number;
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
 * Goes on measuring chains, in pieces, until the standard error of the energy is at most what is wanted and its bins are long
 * enough for it to be believed. The error is looked at between pieces only, a few times in all: looking more often would stop at moments
 * when it happens to be small.
 * @param measured what `Chains.measure` returned for this range, all at one point; the chains have not moved since
 * @param progress called after each submission with the part of the limit that is over; may throw to stop
 * @returns all measurements as if they were made at once, also where the limit came first: `precision.reached` tells
 */
export async function measureUntil(
  chains: Chains,
  range: GroupRange,
  measured: Readonly<Record<string, Series>>,
  options: PrecisionOptions,
  progress: OnProgress,
): Promise<PreciseSeries> {
  const { point, error: wanted, limit, numbers = MOST_NUMBERS, now = () => performance.now() } = options;
  const began = now() - 1000 * (options.spent ?? 0);
  const spent = () => (now() - began) / 1000;
  let { each } = options;
  let series = { ...measured };
  const [{ values, spacing }] = Object.values(measured);
  for (let done = values[0].length; ; ) {
    const { observable, estimate } = watched(chains, series, point);
    const report = (ended: Precision['ended']): PreciseSeries => ({
      series,
      precision: { observable, wanted, error: estimate.error, reached: ended === 'error', ended, samples: done, limit, seconds: spent() },
    });
    if (estimate.error <= wanted && isBelievable(estimate)) return report('error');
    const columns = Object.values(series).reduce((sum, one) => sum + one.values.length, 0);
    const room = Math.floor(numbers / columns) - done;
    const time = Math.floor((limit - spent()) / each);
    if (time < 1 || time < WORTH * done) return report('seconds');
    if (room < 1) return report('memory');
    const more = Math.min(wantedMore(estimate, wanted, done), Math.ceil(CAUTION * time), room);
    const before = now();
    series = joined(series, await chains.measure(range, more, spacing, () => progress(Math.min(1, spent() / limit))));
    each = (now() - before) / 1000 / more;
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
