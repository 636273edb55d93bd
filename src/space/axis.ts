/** One axis of a space as windows are cut along it: which corners there are, and where sites of a window then lie. */
import type { Space } from './space.ts';
import { isTime, type PerAxis, type Stretch, stretches, type Window } from './window.ts';

/** Where windows are cut, beside what the space decides. Lists have one entry for each axis of space, the slowest first. */
export interface Cutting {
  /** First site of the block. With a stride, a place from which it is counted. Anywhere unless given. */
  readonly at?: readonly number[] | undefined;
  /** The first sites of blocks are this far apart; 1 unless given. */
  readonly stride?: PerAxis | undefined;
  /** The environment lies this many steps of time after the block. */
  readonly lag?: number | undefined;
}

/** An axis of a space. */
export interface Axis {
  readonly extent: number;
  readonly periodic: boolean;
  /** Whether the environment lies in the future along this axis. */
  readonly time: boolean;
  /** First site of the block, where it is fixed. */
  readonly fixed: number | undefined;
  /** Where the corner may lie. */
  readonly corners: readonly number[];
  /** The coordinate of a site relative to the corner. @param offset from the first site of the block */
  coordinate(offset: number): number;
}

/** The axes of a space, the slowest first. On open axes windows with the same block use the places of the largest. */
export function axesIn(windows: readonly Window[], space: Space, { at, stride = 1, lag }: Cutting): Axis[] {
  const all = windows.map((window) => stretches(window, space, lag));
  const step = stretches({ block: stride, buffer: 0, shell: 0 }, space, lag);
  const first = at && stretches({ block: at, buffer: 0, shell: 0 }, space, lag);
  const strides = step.some(({ block }) => block > 1);
  return space.extents.map((extent, axis): Axis => {
    const time = isTime(space, axis, lag);
    const periodic = space.boundary[axis] === 'periodic';
    const fixed = first && !strides && !time ? first[axis].block : undefined;
    const margin = Math.max(...all.map((window) => window[axis].buffer + window[axis].shell));
    // Of the first sites of blocks.
    const [low, high] = time ? [0, extent - 1 - (lag as number)] : periodic ? [0, extent - 1] : [margin, extent - all[0][axis].block - margin];
    const [every, from] = time ? [1, 0] : [step[axis].block, first?.[axis].block ?? 0];
    const starts = Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i).filter((start) => (start - from) % every === 0);
    return {
      extent,
      periodic,
      time,
      fixed,
      corners: fixed === undefined ? starts.map((start) => start - (periodic || time ? 0 : margin)) : [0],
      coordinate: (offset) => {
        if (fixed !== undefined) return (fixed + offset + extent) % extent;
        return periodic ? (offset + extent) % extent : offset + (time ? 0 : margin);
      },
    };
  });
}

/**
 * First and last offset, the last not included, of block, buffer and environment along an axis.
 * @param rest whether the environment is everything beyond the buffer
 */
export function endsOf({ block, buffer, shell }: Stretch, { extent, periodic, fixed }: Axis, rest: boolean): [from: number, to: number] {
  if (rest && periodic) {
    // Around the block, so that every site has the shorter of its two distances from it.
    const before = Math.floor((extent - block) / 2);
    return [-before, extent - before];
  }
  const [from, to] = [-(buffer + shell), block + buffer + shell];
  if (periodic || fixed === undefined) return [from, to];
  return rest ? [-fixed, extent - fixed] : [Math.max(from, -fixed), Math.min(to, extent - fixed)];
}
