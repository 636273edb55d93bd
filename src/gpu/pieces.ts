import type { Plan } from './plan.ts';

/**
 * Replays plans in submissions of about a quarter of a second, so that progress is seen, an abort is heard and the
 * queue never grows long. It remembers how much fits into one from call to call.
 */
export class Pacer {
  #piece = 1;
  /** Milliseconds that one repeat of a plan is expected to take; 0 after its first run, in which drivers compile. */
  readonly #costs = new WeakMap<Plan, number>();

  /** @param progress called after each submission with the number of repeats done */
  async run(plan: Plan, repeats: number, progress: (done: number) => Promise<void>): Promise<void> {
    for (let done = 0; done < repeats; ) {
      done += await this.piece(plan, repeats - done);
      await progress(done);
    }
  }

  /** One submission of at most so many repeats; waits until it is done and returns how many they were. */
  async piece(plan: Plan, most = Number.POSITIVE_INFINITY): Promise<number> {
    const count = Math.min(this.#piece, most);
    const start = performance.now();
    plan.run(count);
    const expected = this.#costs.get(plan);
    await plan.device.idle(count * (expected ?? 0));
    const milliseconds = performance.now() - start;
    // A hiccup should not be slept through the next time.
    this.#costs.set(plan, expected === undefined ? 0 : Math.min(milliseconds / count, 1.5 * expected || Number.POSITIVE_INFINITY));
    if (milliseconds < 120 && count === this.#piece) this.#piece *= 2;
    else if (milliseconds > 500) this.#piece = Math.max(1, Math.floor(this.#piece / 2));
    return count;
  }
}

/** Replays one plan in such submissions; calls back after each of them with the fraction done. */
export async function runInPieces(plan: Plan, repeats: number, progress: (fraction: number) => Promise<void>): Promise<void> {
  await new Pacer().run(plan, repeats, (done) => progress(done / repeats));
}

/**
 * Replays a plan in submissions of about a quarter of a second until what it works on is done.
 * @param fraction reads from the GPU how much is done; 1 ends the run
 * @param progress called after each submission with that fraction
 */
export async function runUntil(plan: Plan, fraction: () => Promise<number>, progress: (fraction: number) => Promise<void>): Promise<void> {
  const pacer = new Pacer();
  for (let done = 0; done < 1; ) {
    await pacer.piece(plan);
    done = await fraction();
    await progress(done);
  }
}
