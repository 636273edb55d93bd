/** The messages of `sample` about a requested error. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Precision } from '../sample/precision.ts';

/** The recommended limit is longer than the square root law asks for by this factor: the error is itself uncertain. */
const MARGIN = 1.5;

/** Whether the error was reached; otherwise what ended the measurement. */
export function precisionLine({ observable, wanted, error, reached, ended, samples, limit }: Precision): string {
  const made = `after ${samples} measurements of each chain`;
  if (reached) return `  the error of ${observable} is below ${wanted}, as asked for, ${made}`;
  const first = ended === 'seconds' ? `the limit of ${limit} s came first` : 'no more measurements fit in memory';
  return `  NOT REACHED: the error of ${observable} is ${error.toPrecision(3)}, not below ${wanted}: ${first}, ${made}`;
}

/**
 * Ends a run that printed its result without reaching the requested error.
 * @throws BlockspinError where the error was not reached at every point: which, how large it is, and how to reach it
 */
export function refuseUnreached(points: readonly { place: string; precision?: Precision | undefined }[]): void {
  const missed = points.flatMap(({ place, precision }) => (precision && !precision.reached ? [{ place, ...precision }] : []));
  if (missed.length === 0) return;
  const [{ observable, wanted, limit }] = missed;
  const full = missed.some(({ ended }) => ended === 'memory');
  const seconds = Math.max(...missed.map((one) => one.seconds * Math.max(1, (one.error / wanted) ** 2) * MARGIN));
  const longer = Number.isFinite(seconds) ? setting('limit', Math.ceil(Math.max(seconds, limit))) : phrase`a larger ${setting('limit')}`;
  throw new BlockspinError({
    setting: setting('error', wanted),
    expected: `a standard error of ${observable} below it within ${limit} s at each point`,
    got: missed.map(({ place, error }) => `${error.toPrecision(3)} at ${place}`).join(', '),
    remedy: full ? phrase`use a larger ${setting('spacing')} or a larger ${setting('error')}` : phrase`use ${longer}, or a larger ${setting('error')}`,
    code: 'unreached',
  });
}
