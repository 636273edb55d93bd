/** One line that says how far a run has come. */
import { duration, fixed, isNumber } from './numbers.ts';

export interface ProgressState {
  phase: string;
  done: number;
  /** In the unit of `done`; with 1, `done` is a fraction and is not written out. */
  total: number;
  /** Recent in-sample objective, nats. */
  estimate?: number;
  /** Temperature of the relaxed variable. */
  tau?: number;
  secondsLeft?: number;
  /** Columns of the terminal; without it the line has no bar and is meant for a log. */
  width?: number;
  colour?: boolean;
}

const LEAST_BAR = 8;
const MOST_BAR = 30;
/** Phase names are padded to this, so that the bar does not jump from one phase to the next. */
const PHASE_COLUMNS = 10;

/**
 * With a width: 'training   [#########-----------]  45%  in-sample 0.512 nats  tau 0.21  12 s left', never longer than the
 * width; what does not fit is left out, tau first, then the estimate, the count, the time left.
 * Without: 'training 45% (360 of 800), in-sample 0.512 nats, tau 0.21, 12 s left'.
 * The estimate is labelled in-sample because it is not the result.
 */
export function progressLine(state: ProgressState): string {
  const { phase, done, total, estimate, tau, secondsLeft, width } = state;
  const fraction = total > 0 ? Math.max(0, Math.min(1, done / total)) : 0;
  const percent = `${Math.floor(100 * fraction)}%`;
  // By importance, the last is dropped first.
  const parts = [
    { at: 3, text: isNumber(secondsLeft) ? `${duration(secondsLeft)} left` : '' },
    { at: 0, text: total > 1 ? `${done} of ${total}` : '' },
    { at: 1, text: isNumber(estimate) ? `in-sample ${fixed(estimate, 3)} nats` : '' },
    { at: 2, text: isNumber(tau) ? `tau ${fixed(tau, 2)}` : '' },
  ].filter(({ text }) => text !== '');
  const inOrder = (kept: typeof parts) => [...kept].sort((a, b) => a.at - b.at).map(({ text }) => text);

  if (width === undefined) {
    const [count, rest] = [inOrder(parts.filter(({ at }) => at === 0)), inOrder(parts.filter(({ at }) => at !== 0))];
    return [`${phase} ${percent}${count.map((text) => ` (${text})`).join('')}`, ...rest].join(', ');
  }
  const name = phase.padEnd(PHASE_COLUMNS);
  for (let kept = parts.length; kept >= 0; kept--) {
    const tail = [percent.padStart(4), ...inOrder(parts.slice(0, kept))].join('  ');
    const bar = Math.min(MOST_BAR, width - name.length - tail.length - 4);
    if (bar < LEAST_BAR) continue;
    const full = Math.round(bar * fraction);
    const drawn = `[${'#'.repeat(full)}${'-'.repeat(bar - full)}]`;
    return `${name} ${state.colour ? `\x1b[36m${drawn}\x1b[0m` : drawn} ${tail}`;
  }
  return `${phase} ${percent}`.slice(0, Math.max(0, width));
}
