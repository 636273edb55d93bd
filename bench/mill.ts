import { Plan } from '../src/gpu/plan.ts';
import { Waiting } from '../src/gpu/waiting.ts';
import type { Runner } from './row.ts';

/** Dispatches of one submission, at most: longer ones cost the host more than they tell. */
const MOST_DISPATCHES = 65_536;
/** How much longer a window may get from one to the next. */
const GROWTH = 16;

/** Something that is run in windows, each of which is as many runs as take about the wanted time. */
export class Mill {
  #count = 1;
  #run: Runner;
  readonly #most: number;

  constructor(
    readonly what: Plan | Runner,
    /** Wanted length of a window. */
    readonly seconds: number,
  ) {
    this.#run = runner(what);
    this.#most = what instanceof Plan ? Math.max(1, Math.floor(MOST_DISPATCHES / what.dispatches.length)) : Number.POSITIVE_INFINITY;
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
      // What a run of few costs says nothing about many: the way of waiting is learnt anew.
      this.#run = runner(this.what);
    }
    for (let i = 0; i < 2; i++) await this.window();
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

function runner(what: Plan | Runner): Runner {
  if (!(what instanceof Plan)) return what;
  const waiting = new Waiting(what);
  return (repeats) => waiting.run(repeats);
}
