import { Plan } from '../src/gpu/plan.ts';
import { Waiting } from '../src/gpu/waiting.ts';
import type { Runner } from './row.ts';

/** Most dispatches of an interval: more cost time on the host and make the result no more accurate. */
const MOST_DISPATCHES = 65_536;
/** An interval has at most so many times the runs of the one before it. */
const GROWTH = 16;

/** Times a plan or a function in intervals: so many runs, one after the other, as take about the wanted time. */
export class Timer {
  #count = 1;
  #run: Runner;
  readonly #most: number;

  constructor(
    readonly what: Plan | Runner,
    /** Wanted length of an interval. */
    readonly seconds: number,
  ) {
    this.#run = runner(what);
    this.#most = what instanceof Plan ? Math.max(1, Math.floor(MOST_DISPATCHES / what.dispatches.length)) : Number.POSITIVE_INFINITY;
  }

  /** Runs in an interval. */
  get count(): number {
    return this.#count;
  }

  /**
   * Finds the number of runs in an interval, and how to wait for them: asleep or awake, each tried once. Some drivers compile at
   * the first run, which is timed here as well.
   */
  async warm(): Promise<void> {
    await this.interval();
    for (let time = await this.interval(); time < this.seconds && this.#count < this.#most; time = await this.interval()) {
      const factor = Math.min(GROWTH, Math.max(2, this.seconds / time));
      this.#count = Math.min(this.#most, Math.ceil(this.#count * factor));
      // The better way of waiting for few runs says nothing about many.
      this.#run = runner(this.what);
    }
    for (let i = 0; i < 2; i++) await this.interval();
  }

  /** Runs per second in one interval. */
  async rate(): Promise<number> {
    return this.#count / (await this.interval());
  }

  /** Seconds of one interval. */
  async interval(): Promise<number> {
    return (await this.#run(this.#count)) / 1000;
  }
}

function runner(what: Plan | Runner): Runner {
  if (!(what instanceof Plan)) return what;
  const waiting = new Waiting(what);
  return (repeats) => waiting.run(repeats);
}
