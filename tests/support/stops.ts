/** SIGTERM at random times: how soon each verb ends, and whether what it leaves is whole. */
import * as assert from 'uvu/assert';
import { messages, run, stackLines } from './program.ts';

/** A verb that is stopped. */
export interface Stopped {
  words: readonly string[];
  /** The latest time of a stop, seconds after the start. */
  within: number;
  /** Looks at what is left. */
  left?: () => void | Promise<void>;
}

/** How soon a verb ended, in seconds. */
export interface Heard {
  stops: number;
  /** Runs that had ended before. */
  late: number;
  /** While kernels were compiled, and at all other times; the longest and the mean. */
  compiling: number[];
  other: number[];
}

/** The most that is promised, seconds. */
export const PROMISED = { compiling: 10, other: 2 };

/** What a run says while it compiles: the last line of its progress. */
function isCompiling(err: string): boolean {
  const phases = err.match(/^(?:cell \d+ |.*\bcell \d+ )?(?:compiling|sampling|training|refining|evaluating)\b/gm) ?? [];
  return phases.at(-1)?.endsWith('compiling') === true || (phases.length === 0 && /^adapter: /m.test(err));
}

/** Stops a verb so often. @param seed of the times */
export async function stop({ words, within, left }: Stopped, count: number, seed: number): Promise<Heard> {
  const heard: Heard = { stops: 0, late: 0, compiling: [], other: [] };
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // One stop in each part of the time.
    const pauseMs = (1000 * within * (i + state / 2 ** 32)) / count;
    const ran = await run(words, { interrupt: { signal: 'SIGTERM', pauseMs } });
    const place = `${words[0]} stopped after ${(pauseMs / 1000).toFixed(1)} s: ${ran.code} ${ran.signal} ${ran.err}`;
    await left?.();
    heard.stops += 1;
    if (ran.code === 0) {
      heard.late += 1;
      continue;
    }
    assert.ok(ran.signal === 'SIGTERM' || ran.code === 130 || ran.code === 75, place);
    assert.equal(stackLines(ran), [], place);
    assert.ok(messages(ran).length <= 1, place);
    heard[isCompiling(ran.err) ? 'compiling' : 'other'].push(ran.heardAfter as number);
  }
  return heard;
}

/** The longest of some times, in words. */
export function longest(times: readonly number[]): string {
  return times.length === 0 ? 'none' : `${times.length}, at most ${Math.max(...times).toFixed(2)} s`;
}
