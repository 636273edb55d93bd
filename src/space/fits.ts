/** What may be cut from a space: the checks of windows and of where they lie, before any place is listed. */
import { BlockspinError } from '../core/errors.ts';
import { type Phrase, phrase, setting } from '../core/phrase.ts';
import type { Cutting } from './axis.ts';
import { lengthWords } from './lengths.ts';
import { axisNames, type Space, sideOf } from './space.ts';
import { isTime, type PerAxis, stretches, type Window } from './window.ts';

/**
 * Checks a window and where it is cut.
 * @throws BlockspinError when the window is empty or does not fit the space, where shell and block would meet around it, for lists of
 *   another length than the space has axes, and for places, strides and lags that the space does not have
 */
export function checkWindow(window: Window, space: Space, cutting: Cutting = {}): void {
  const { at, stride, lag } = cutting;
  checkLag(space, lag);
  const names = axisNames(space).filter((_, axis) => !isTime(space, axis, lag));
  for (const [name, length] of Object.entries({ ...window, at, stride })) checkCount(name, length, names);
  const all = stretches(window, space, lag);
  const bad = (name: string, expected: string, got: PerAxis | string) =>
    new BlockspinError({ setting: name, expected, got: lengthWords(got), remedy: 'give a whole number of lattice sites' });
  const isWhole = (least: number) => (value: number) => Number.isInteger(value) && value >= least;
  for (const { block, buffer } of all) {
    if (!isWhole(1)(block)) throw bad('block', 'a block side of at least 1', block);
    if (!isWhole(0)(buffer)) throw bad('buffer', 'a buffer width of at least 0', buffer);
  }
  const shells = all.map(({ shell }) => shell);
  const someShell = window.shell === 'rest' || lag !== undefined || shells.some((shell) => shell > 0);
  if (!(shells.every(isWhole(0)) && someShell)) throw bad('shell', 'a shell width of at least 1', window.shell);
  checkPlace(window, space, cutting);
  const fixed = at !== undefined && stride === undefined;
  for (const [axis, { block, buffer, shell, side }] of all.entries()) {
    const open = space.boundary[axis] === 'open';
    const needed = window.shell === 'rest' || (open && fixed) ? block : side;
    if (needed <= space.extents[axis]) continue;
    const whole = sideOf(space);
    throw new BlockspinError({
      who: 'window',
      expected: `${needed === side ? 'block + 2 (buffer + shell)' : 'block'} <= ${whole === undefined ? `${space.extents[axis]} on ${space.extents.join(' x ')} sites` : `size = ${whole}`}`,
      got: needed === side ? `${block} + 2 (${buffer} + ${shell}) = ${side}` : block,
      remedy: phrase`use a larger ${setting('size')} or a smaller ${setting('block')}, ${setting('buffer')} or ${setting('shell')}`,
    });
  }
}

/** @throws BlockspinError unless a list has one entry for each axis */
function checkCount(name: string, length: PerAxis | 'rest' | undefined, names: readonly string[]): void {
  if (!Array.isArray(length) || length.length === names.length) return;
  throw new BlockspinError({
    setting: name,
    expected: `${names.length === 1 ? 'one number' : `${names.length} numbers, one for each axis ${names.join(', ')}`}`,
    got: lengthWords(length),
    remedy: 'give as many numbers as there are axes, the slowest first',
  });
}

function checkLag(space: Space, lag: number | undefined): void {
  if (lag === undefined) return;
  const time = axisNames(space).indexOf('t');
  const most = space.extents[time] - 1;
  if (time >= 0 && Number.isInteger(lag) && lag >= 1 && lag <= most) return;
  throw new BlockspinError({
    setting: 'lag',
    expected: time < 0 ? 'configurations with an axis of time' : `a whole number of steps from 1 to ${most}, since there are ${most + 1} times`,
    got: lag,
    remedy: time < 0 ? 'leave it out, or name the axis of time t' : 'use fewer steps',
  });
}

function checkPlace({ block, shell }: Window, space: Space, { at, stride, lag }: Cutting): void {
  const fixed = at !== undefined && stride === undefined;
  const lengths = (length: PerAxis) => stretches({ block: length, buffer: 0, shell: 0 }, space, lag).map(({ block: each }) => each);
  const [sides, first, steps] = [lengths(block), lengths(at ?? 0), lengths(stride ?? 1)];
  for (const [axis, extent] of space.extents.entries()) {
    if (isTime(space, axis, lag)) continue;
    const [name, open] = [axisNames(space)[axis], space.boundary[axis] === 'open'];
    const most = open && fixed ? extent - sides[axis] : extent - 1;
    const wrong = (key: string, expected: string, got: number, remedy: Phrase) => new BlockspinError({ setting: key, expected, got, remedy });
    if (at && !(Number.isInteger(first[axis]) && first[axis] >= 0 && first[axis] <= most)) {
      throw wrong('at', `the first site of the block along ${name}, from 0 to ${most}`, first[axis], 'count sites from 0; the block begins there');
    }
    if (!(Number.isInteger(steps[axis]) && steps[axis] >= 1 && steps[axis] <= extent && (open || extent % steps[axis] === 0))) {
      const expected = open ? `a stride along ${name} from 1 to ${extent}` : `a stride along ${name} that divides the ${extent} sites of the period`;
      throw wrong('stride', expected, steps[axis], 'use the sides of the unit cell');
    }
    if (shell === 'rest' && open && !fixed) {
      const remedy = phrase`say where the block lies, for example ${setting('at', 0)}, or give a width of ${setting('shell')}`;
      throw new BlockspinError({ setting: setting('shell', 'rest'), expected: `a fixed place, since ${name} is open`, got: 'blocks anywhere', remedy });
    }
  }
}

/** The error for windows that touch holes or the ends of the lattice wherever they lie. @param fits whether windows have a place */
export function noPlace(windows: readonly Window[], fits: (windows: readonly Window[]) => boolean): BlockspinError {
  const [{ block, shell }] = windows;
  const buffer = windows.map((window) => window.buffer).reduce((a, b) => (size(b) > size(a) ? b : a));
  const largest = largestFit({ block, buffer, shell }, fits);
  const what = `block ${lengthWords(block)} with buffer ${lengthWords(buffer)}`;
  const most = largest ? `block ${lengthWords(largest.block)} with buffer ${lengthWords(largest.buffer)}` : 'none';
  const remedy = largest
    ? phrase`use ${setting('block', lengthWords(largest.block))} and ${setting('buffer', lengthWords(largest.buffer))}, or a fixed place with ${setting('at')}`
    : phrase`use a fixed place with ${setting('at')}: holes are then left out of block and environment`;
  return new BlockspinError({ who: 'window', expected: `a window that somewhere touches neither hole nor end; the largest is ${most}`, got: what, remedy });
}

const size = (length: PerAxis) => (typeof length === 'number' ? length : Math.max(...length));

/** The largest block, and then the largest buffer, no larger than those of a window along any axis. */
function largestFit({ block, buffer, shell }: Window, fits: (windows: readonly Window[]) => boolean): Window | undefined {
  const upTo = (length: PerAxis, most: number) => (typeof length === 'number' ? Math.min(length, most) : length.map((each) => Math.min(each, most)));
  for (let side = size(block); side >= 1; side--) {
    for (let gap = size(buffer); gap >= 0; gap--) {
      const window = { block: upTo(block, side), buffer: upTo(buffer, gap), shell };
      if (fits([window])) return window;
    }
  }
  return undefined;
}
