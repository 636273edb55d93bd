import type { Plan } from './plan.ts';

/**
 * Replays plans in submissions of about a quarter of a second, so that progress is seen, an abort is heard and the
 * queue never grows long. It remembers how much fits into one from call to call.
 */
export class Pacer {
  #piece = 1;

  /** @param progress called after each submission with the number of repeats done */
  async run(plan: Plan, repeats: number, progress: (done: number) => Promise<void>): Promise<void> {
    for (let done = 0; done < repeats; ) {
      const count = Math.min(this.#piece, repeats - done);
      const start = performance.now();
      plan.run(count);
      await plan.device.idle();
      done += count;
      const seconds = (performance.now() - start) / 1000;
      if (seconds < 0.12 && count === this.#piece) this.#piece *= 2;
      else if (seconds > 0.5) this.#piece = Math.max(1, Math.floor(this.#piece / 2));
      await progress(done);
    }
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
  let piece = 1;
  for (let done = 0; done < 1; ) {
    const start = performance.now();
    plan.run(piece);
    done = await fraction();
    const seconds = (performance.now() - start) / 1000;
    if (seconds < 0.12) piece *= 2;
    else if (seconds > 0.5) piece = Math.max(1, Math.floor(piece / 2));
    await progress(done);
  }
}
