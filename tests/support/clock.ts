/** A clock that stands still unless moved, on a host whose event loop polls. */
import type { Clock, Naps } from '../../src/gpu/waiting.ts';

export class HandClock implements Clock {
  /** Milliseconds. */
  time = 0;
  /** Lengths of all sleeps and of all naps so far, milliseconds. */
  readonly slept: number[] = [];
  readonly rested: number[] = [];
  /** What the event loop is asked to call back in its next turn. */
  turns: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.time += milliseconds;
  }

  readonly naps: Naps = {
    rest: (milliseconds) => {
      this.rested.push(milliseconds);
      this.time += milliseconds;
    },
    turn: (next) => {
      this.turns.push(next);
    },
  };

  /**
   * Turns the event loop, which costs a hundredth of a millisecond a turn, until a moment.
   * @returns how many turns that took
   */
  async turnUntil(time: number): Promise<number> {
    let count = 0;
    for (; this.time < time; count++) {
      this.time += 0.01;
      for (const next of this.turns.splice(0)) next();
      // What was settled in this turn is heard of before the next one.
      await Promise.resolve();
    }
    return count;
  }
}
