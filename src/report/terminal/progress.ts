/** The progress of a run on one line. */
import { duration, fixed, isNumber } from '../draw/numbers.ts';

/** The progress of a run. */
export interface ProgressState {
  phase: string;
  /** Part of the whole run that is done, 0 to 1. */
  fraction: number;
  /** Recent in-sample objective, nats. */
  estimate?: number;
  /** Temperature of the relaxed variable. */
  tau?: number;
  secondsLeft?: number;
  /** Columns of the terminal. */
  width?: number;
  colour?: boolean;
  /** Whether lines go to a terminal; without a terminal there is no bar. */
  interactive?: boolean;
}

const LEAST_BAR = 8;
const MOST_BAR = 30;
/** Phase names are padded to this, so that the bar does not jump from one phase to the next. */
const PHASE_COLUMNS = 10;

/**
 * The progress as text. With a bar: 'training   [#########-----------]  45%  in-sample 0.512 nats  tau 0.21  12 s left', shorter than the width
 * by one, since a full line would wrap. Parts that do not fit are left out: tau first, then the estimate, then the time left.
 * Without: 'training 45%, in-sample 0.512 nats, tau 0.21, 12 s left'.
 * The estimate is labelled in-sample because it is not the result.
 */
export function progressLine({ phase, fraction, estimate, tau, secondsLeft, width = 80, colour = false, interactive = true }: ProgressState): string {
  const done = isNumber(fraction) ? Math.max(0, Math.min(1, fraction)) : 0;
  const percent = `${Math.floor(100 * done)}%`;
  const texts = [
    isNumber(estimate) ? `in-sample ${fixed(estimate, 3)} nats` : '',
    isNumber(tau) ? `tau ${fixed(tau, 2)}` : '',
    isNumber(secondsLeft) ? `${duration(secondsLeft)} left` : '',
  ];
  if (!interactive) return [`${phase} ${percent}`, ...texts].filter((text) => text !== '').join(', ');

  const name = phase.padEnd(PHASE_COLUMNS);
  const [value, relaxation, time] = texts;
  for (const kept of [[value, relaxation, time], [value, time], [time], []]) {
    const tail = [percent.padStart(4), ...kept.filter((text) => text !== '')].join('  ');
    const bar = Math.min(MOST_BAR, width - 1 - name.length - tail.length - 4);
    if (bar < LEAST_BAR) continue;
    const full = Math.round(bar * done);
    const drawn = `[${'#'.repeat(full)}${'-'.repeat(bar - full)}]`;
    return `${name} ${colour ? `\x1b[36m${drawn}\x1b[0m` : drawn} ${tail}`;
  }
  return `${phase} ${percent}`.slice(0, Math.max(0, width - 1));
}
