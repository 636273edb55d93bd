import { Waiting } from '../src/gpu/pieces.ts';
import { Plan } from '../src/gpu/plan.ts';
import type { Runner } from './row.ts';

/** Dispatches of one submission, at most: longer ones cost the host more than they tell. */
const MOST_DISPATCHES = 65_536;
/** How much longer a window may get from one to the next. */
const GROWTH = 16;

/** Something that is run in windows, each of which is as many runs as take about the wanted time. */
export class Mill {
  #count = 1;
  readonly #run: Runner;
  readonly #most: number;

  constructor(
    run: Plan | Runner,
    /** Wanted length of a window. */
    readonly seconds: number,
  ) {
    const waiting = run instanceof Plan ? new Waiting(run) : undefined;
    this.#run = waiting ? (repeats) => waiting.run(repeats) : (run as Runner);
    this.#most = run instanceof Plan ? Math.max(1, Math.floor(MOST_DISPATCHES / run.dispatches.length)) : Number.POSITIVE_INFINITY;
  }

  /** Runs of a window. */
  get count(): number {
    return this.#count;
  }

  /** Runs until a window is as long as it should be, and both ways of waiting are known; the first run compiles on some drivers. */
  async warm(): Promise<void> {
    await this.window();
    for (let time = await this.window(); time < this.seconds && this.#count < this.#most; time = await this.window()) {
      const factor = Math.min(GROWTH, Math.max(2, this.seconds / time));
      this.#count = Math.min(this.#most, Math.ceil(this.#count * factor));
    }
    await this.window();
  }

  /** Runs of the plan per second in one window. */
  async turn(): Promise<number> {
    return this.#count / (await this.window());
  }

  /** Seconds of one window. */
  async window(): Promise<number> {
    return (await this.#run(this.#count)) / 1000;
  }
}
