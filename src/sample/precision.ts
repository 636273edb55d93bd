/** Measuring until an error is small enough, or the time is up. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { ChainEstimate, Estimate } from '../core/statistics.ts';
import { type Clock, hostClock } from '../gpu/waiting.ts';
import type { Chains, Series } from './chains.ts';
import type { GroupRange } from './groups.ts';

/** Seconds that a measurement may take unless given. */
export const LIMIT_SECONDS = 60;

/** The observable whose error is checked unless given. */
const USUAL = 'energy';
/** The error of few measurements is uncertain, and so is the number still needed: a piece is at most this multiple of all before it. */
const GROWTH = 3;
/** A smaller piece, relative to the measurements so far, changes the error by less than its own uncertainty. */
const LEAST = 1 / 4;
/** Part of the time left that a piece may take: other work on the machine can make it several times slower than the last one. */
const CAUTION = 1 / 2;
/** No further piece is made where there is time for less than this part of the measurements so far. */
const WORTH = 1 / 20;
/** A little more than the square root law asks for, so that a piece rarely ends just above the error. */
const SPARE = 1.05;
/** Numbers kept at most unless given, 8 bytes each: a quarter of a gigabyte. Estimates need several times as much memory. */
const MOST_NUMBERS = 2 ** 25;
/** Numbers of one piece at most: they lie in one buffer of the GPU, 4 bytes each, and every adapter binds 128 MiB. */
const PIECE_NUMBERS = 2 ** 23;

/** The requested precision. */
export interface Until {
  /** Standard error to fall below, in the unit of the observable: J per site for an energy. */
  error: number;
  /** Seconds after which the measurement ends, 60 unless given. */
  limit?: number;
  /** Name of the observable, one of those of `Chains.observables`; the energy per site unless given. */
  observable?: string;
  /** The clock of the limit, by default that of the host. */
  clock?: Pick<Clock, 'now'>;
}

/** A measurement that continues until an error is reached. */
export interface PrecisionOptions extends Until {
  /** Value of the control parameter of these chains, e.g. their temperature in J / k_B. */
  point: number;
  /** Sweeps between measurements. */
  spacing: number;
  /** Measurements of every chain to begin with, at least two: they are made whatever the limit. */
  samples: number;
  /** Seconds of the limit that have passed already, by default 0. */
  spent?: number;
  /** Numbers kept at most, of all chains and observables. */
  numbers?: number;
}

/** Whether the error was reached, and otherwise what ended the measurement. */
export interface Precision {
  observable: string;
  /** Requested standard error. */
  wanted: number;
  /** Standard error reached. */
  error: number;
  reached: boolean;
  /** What ended the measurement. */
  ended: 'error' | 'seconds' | 'memory';
  /** Measurements of every chain. */
  samples: number;
  /** Seconds allowed, and seconds taken. */
  limit: number;
  seconds: number;
}

/** Measurements up to a precision. */
export interface PreciseSeries {
  /** As from `Chains.measure`. */
  series: Record<string, Series>;
  precision: Precision;
}

/**
 * Measures chains in equilibrium until the standard error of an observable is below the requested one. The error is that of
 * `Chains.observables`, which takes the autocorrelation into account. It counts only where its bins are long enough to
 * be reliable. It is checked only between pieces, a few times in all: a check after every measurement would stop
 * where the error happens to be small. The pieces of all chains follow one another as in one measurement.
 * @param range chains of one point
 * @param progress called after each submission with the part of the limit that has passed; may throw to stop
 * @returns all measurements, also where the limit ended them: `precision.reached` tells
 * @throws BlockspinError for an error or a limit that is not positive, fewer than two measurements, or an unknown observable
 */
export async function measureUntil(
  chains: Chains,
  range: GroupRange,
  options: PrecisionOptions,
  progress: (fraction: number) => Promise<void>,
): Promise<PreciseSeries> {
  checkPrecision(options);
  const { spacing, samples, error: wanted, limit = LIMIT_SECONDS, numbers = MOST_NUMBERS, clock = hostClock } = options;
  const began = clock.now() - 1000 * (options.spent ?? 0);
  const spent = () => (clock.now() - began) / 1000;
  /** One further piece, and the seconds per measurement in it. */
  const piece = async (slots: number) => {
    const before = spent();
    const measured = await chains.measure(range, slots, spacing, () => progress(Math.min(1, spent() / limit)));
    return { measured, each: (spent() - before) / slots };
  };
  let { measured: series, each } = await piece(samples);
  const columns = Object.values(series).reduce((sum, { values }) => sum + values.length, 0);
  for (let done = samples; ; ) {
    const { observable, estimate } = watched(chains, series, options);
    const report = (ended: Precision['ended']): PreciseSeries => ({
      series,
      precision: { observable, wanted, error: estimate.error, reached: ended === 'error', ended, samples: done, limit, seconds: spent() },
    });
    if (estimate.error < wanted && isReliable(estimate)) return report('error');
    const left = limit - spent();
    const time = left > 0 ? Math.floor(left / each) : 0;
    if (time < 1 || time < WORTH * done) return report('seconds');
    const room = Math.floor(numbers / columns) - done;
    if (room < 1) return report('memory');
    const more = Math.min(wantedMore(estimate, wanted, done), Math.ceil(CAUTION * time), room, Math.max(1, Math.floor(PIECE_NUMBERS / columns)));
    const next = await piece(more);
    series = joined(series, next.measured);
    each = next.each;
    done += more;
  }
}

/** @throws BlockspinError for an error or a limit that is not positive, or fewer than two measurements to begin with */
export function checkPrecision({ error, limit = LIMIT_SECONDS, samples = 2 }: { error: number; limit?: number; samples?: number }): void {
  if (!(error > 0 && Number.isFinite(error))) {
    throw new BlockspinError({
      setting: 'error',
      expected: 'a standard error above zero',
      got: String(error),
      remedy: phrase`use for example ${setting('error', 0.001)}`,
    });
  }
  if (!(limit > 0)) {
    throw new BlockspinError({
      setting: 'limit',
      expected: 'seconds, more than zero',
      got: String(limit),
      remedy: phrase`use for example ${setting('limit', LIMIT_SECONDS)}`,
    });
  }
  if (!(Number.isInteger(samples) && samples >= 2)) {
    throw new BlockspinError({
      setting: 'samples',
      expected: 'a whole number of measurements, two or more',
      got: String(samples),
      remedy: phrase`use for example ${setting('samples', 64)}`,
    });
  }
}

/** The estimate whose error is checked. */
function watched(
  chains: Chains,
  series: Readonly<Record<string, Series>>,
  { observable = USUAL, point }: PrecisionOptions,
): { observable: string; estimate: ChainEstimate | Estimate } {
  const all = chains.observables(series, point);
  if (Object.hasOwn(all, observable)) return { observable, estimate: all[observable] };
  throw new BlockspinError({
    setting: 'observable',
    expected: `one of ${Object.keys(all).join(', ')}`,
    got: observable,
    remedy: phrase`use for example ${setting('observable', Object.keys(all)[0])}`,
  });
}

function isReliable(estimate: ChainEstimate | Estimate): boolean {
  return !('reliable' in estimate) || estimate.reliable;
}

/** Further measurements of every chain: as many as the error needs, as far as it is known. */
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
