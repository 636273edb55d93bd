import { SLEPT } from './device.ts';
import type { Plan } from './plan.ts';

/** How late a nap may end. */
const LATE = 1.05;
/**
 * No nap is longer, milliseconds: a process that was stopped for an hour, or a machine that slept, must not take that for the
 * time its plans need, and sleep for as long again. Pieces are meant to be a tenth of it at most.
 */
const LONGEST_NAP = 5000;
/** Every so many runs the way of waiting that has been slower is tried again: machines change their mood. */
const RETRY = 16;

/**
 * Runs a plan and waits for it, asleep or awake, whichever has been faster. Awake, Dawn asks the driver again and again, on
 * a core that a software adapter could compute on; asleep, the cores of a virtual machine rest, and are slow to wake for
 * dispatches that are short. Measured on two cores with lavapipe: asleep 1.4 times faster with 64 replicas, and between
 * equal and 0.6 with one, by the hour.
 */
export class Waiting {
  /** Milliseconds per repeat; undefined until tried. */
  readonly #costs: { awake?: number; asleep?: number } = {};
  #runs = 0;

  constructor(readonly plan: Plan) {}

  /** @returns milliseconds until the repeats were done */
  async run(repeats: number): Promise<number> {
    const way = this.#choose();
    const known = Math.min(this.#costs.awake ?? 0, this.#costs.asleep ?? Number.POSITIVE_INFINITY);
    const nap = way === 'asleep' ? Math.min(LONGEST_NAP, repeats * known) : 0;
    const start = performance.now();
    this.plan.run(repeats);
    // The first run is the one in which some drivers compile.
    const first = this.#runs++ === 0;
    await this.plan.device.idle(nap, first || nap > 0);
    const milliseconds = performance.now() - start;
    // Where nothing is left to wait for after the nap, the work was done before, nobody knows when: what was known is too much.
    const overslept = nap > 0 && milliseconds < LATE * SLEPT * nap + 2;
    const cost = milliseconds / repeats;
    if (!first) this.#costs[way] = overslept ? cost / 2 : (cost + (this.#costs[way] ?? cost)) / 2;
    return milliseconds;
  }

  #choose(): 'awake' | 'asleep' {
    const { awake, asleep } = this.#costs;
    if (awake === undefined) return 'awake';
    if (asleep === undefined) return 'asleep';
    return asleep < awake === (this.#runs % RETRY !== 0) ? 'asleep' : 'awake';
  }
}

/**
 * Replays plans in submissions of about a quarter of a second, so that progress is seen, an abort is heard and the
 * queue never grows long. It remembers how much fits into one from call to call.
 */
export class Pacer {
  #piece = 1;
  readonly #waiting = new WeakMap<Plan, Waiting>();

  /** @param progress called after each submission with the number of repeats done */
  async run(plan: Plan, repeats: number, progress: (done: number) => Promise<void>): Promise<void> {
    for (let done = 0; done < repeats; ) {
      done += await this.piece(plan, repeats - done);
      await progress(done);
    }
  }

  /** One submission of at most so many repeats; waits until it is done and returns how many they were. */
  async piece(plan: Plan, most = Number.POSITIVE_INFINITY): Promise<number> {
    const waiting = this.#waiting.get(plan) ?? new Waiting(plan);
    this.#waiting.set(plan, waiting);
    const count = Math.min(this.#piece, most);
    const milliseconds = await waiting.run(count);
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
