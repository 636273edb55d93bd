/**
 * All ways of waiting for the GPU. Dawn polls the driver while one of its promises is open, on a core that a software adapter
 * could compute on. So compilations, readbacks and first runs are awaited in naps of the whole process (`Napping`). Plans are
 * awaited asleep or awake, whichever has been faster (`Waiting`). Long runs are cut into submissions of about a quarter of a
 * second (`Pacer`).
 */

/** Timers that waiting needs from the host. Tests pass a clock that is moved by hand. */
export interface Clock {
  /** Milliseconds since some moment. */
  now(): number;
  /** Resolves after this many milliseconds; timers, signals and the page are served meanwhile. */
  sleep(milliseconds: number): Promise<void>;
  /** Present where the event loop polls for promises of the GPU; elsewhere they resolve by themselves. */
  readonly naps?: Naps;
  /** Of submissions of long runs, milliseconds, where someone waits for the same GPU: a page that is drawn. */
  readonly pieces?: Pieces;
}

/** Submissions shorter than the first are doubled, those longer than the second halved; milliseconds. */
export interface Pieces {
  readonly shortest: number;
  readonly longest: number;
}

/** About a quarter of a second. */
const PIECES: Pieces = { shortest: 120, longest: 500 };

/** Naps for a process whose event loop polls. */
export interface Naps {
  /** Stops the whole process for this many milliseconds. */
  rest(milliseconds: number): void;
  /** Calls back in the next turn of the event loop. */
  turn(next: () => void): void;
}

/** The clock and the timers that every host has. */
export const hostClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Longest nap, milliseconds: signals and timers wait for its end. */
const LONGEST_NAP = 2;
/** Length of a nap as a part of the time since the last event; a promise is noticed later by this part at most. */
const NAP_PART = 1 / 16;
/** Resolution of timers that stop the process, milliseconds. */
const SHORTEST_NAP = 0.06;

/** Waits for promises of the GPU with one nap per poll of the host: both run in the event loop. */
export class Napping {
  #waits = 0;
  #quietSince = 0;
  #napping = false;

  constructor(readonly clock: Clock) {}

  /** @returns what the promise resolves to, noticed later by 2 ms at most */
  wait<T>(promise: Promise<T>): Promise<T> {
    const { naps } = this.clock;
    if (!naps) return promise;
    this.#waits += 1;
    this.#quietSince = this.clock.now();
    if (!this.#napping) {
      this.#napping = true;
      naps.turn(() => this.#nap(naps));
    }
    return promise.finally(() => {
      this.#waits -= 1;
      this.#quietSince = this.clock.now();
    });
  }

  #nap(naps: Naps): void {
    if (this.#waits === 0) {
      this.#napping = false;
      return;
    }
    const nap = Math.min(LONGEST_NAP, NAP_PART * (this.clock.now() - this.#quietSince));
    if (nap >= SHORTEST_NAP) naps.rest(nap);
    naps.turn(() => this.#nap(naps));
  }
}

/** Part of an expected time that is slept through: work that finishes early should not wait. */
const SLEPT = 0.9;
/** Resolution of timers, milliseconds. */
const SHORTEST_SLEEP = 2;
/**
 * Upper limit of an expected time, milliseconds. A process that was stopped for an hour, or a machine that was suspended, must
 * not take that hour for the duration of its plans and sleep for another one. Submissions should last a tenth of it at most.
 */
const LONGEST_SLEEP = 5000;
/** How much later than asked a sleep may end. */
const LATE = 1.05;
/** After this many runs the slower way of waiting is tried again: which one is faster changes with the load. */
const RETRY = 16;

/** What is run and waited for: a plan. */
interface Work {
  /** Submits the work a number of times. */
  run(repeats: number): void;
  readonly device: {
    readonly clock: Clock;
    /** Waits until all submitted work is done, with naps where `patient`. */
    idle(patient?: boolean): Promise<void>;
  };
}

/**
 * Runs a plan and waits for it, asleep or awake, whichever has been faster. The cores of a virtual machine rest while it
 * sleeps, and are slow to wake for short dispatches. Measured on two cores with lavapipe: sleeping is 1.4 times faster with 64
 * replicas; with one replica it varied, by the hour, between equally fast and 0.6 times as fast.
 */
export class Waiting {
  /** Milliseconds per repeat; undefined until tried. */
  readonly #costs: { awake?: number; asleep?: number } = {};
  #runs = 0;

  constructor(readonly work: Work) {}

  /** @returns milliseconds until the repeats were done */
  async run(repeats: number): Promise<number> {
    const { clock } = this.work.device;
    const way = this.#choose();
    const known = Math.min(this.#costs.awake ?? 0, this.#costs.asleep ?? Number.POSITIVE_INFINITY);
    const expected = way === 'asleep' ? Math.min(LONGEST_SLEEP, repeats * known) : 0;
    const start = clock.now();
    this.work.run(repeats);
    // Some drivers compile during the first run.
    const first = this.#runs++ === 0;
    // The GPU has worked while the rest was recorded.
    const rest = SLEPT * expected - (clock.now() - start);
    if (rest >= SHORTEST_SLEEP) await clock.sleep(rest);
    await this.work.device.idle(first || expected > 0);
    const milliseconds = clock.now() - start;
    // If the work was already done after the sleep, its end is unknown: the expected time was too long.
    const overslept = expected > 0 && milliseconds < LATE * SLEPT * expected + 2;
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
 * Replays plans in submissions of about a quarter of a second, or as short as the host says, so that progress is seen, an abort is heard and the
 * queue stays short. It remembers from call to call how much fits into one submission.
 */
export class Pacer {
  #piece = 1;
  readonly #waiting = new WeakMap<Work, Waiting>();

  /** @param progress called after each submission with the number of repeats done */
  async run(plan: Work, repeats: number, progress: (done: number) => Promise<void>): Promise<void> {
    for (let done = 0; done < repeats; ) {
      done += await this.piece(plan, repeats - done);
      await progress(done);
    }
  }

  /** Submits at most this many repeats, waits for them and returns their number. */
  async piece(plan: Work, most = Number.POSITIVE_INFINITY): Promise<number> {
    const waiting = this.#waiting.get(plan) ?? new Waiting(plan);
    this.#waiting.set(plan, waiting);
    const count = Math.min(this.#piece, most);
    const milliseconds = await waiting.run(count);
    const { shortest, longest } = plan.device.clock.pieces ?? PIECES;
    if (milliseconds < shortest && count === this.#piece) this.#piece *= 2;
    else if (milliseconds > longest) this.#piece = Math.max(1, Math.floor(this.#piece / 2));
    return count;
  }
}

/** Replays one plan in submissions of this kind; calls back after each of them with the fraction done. */
export async function runInPieces(plan: Work, repeats: number, progress: (fraction: number) => Promise<void>): Promise<void> {
  await new Pacer().run(plan, repeats, (done) => progress(done / repeats));
}

/**
 * Replays a plan in submissions of about a quarter of a second until its work is done.
 * @param fraction reads from the GPU how much is done; 1 ends the run
 * @param progress called after each submission with that fraction
 */
export async function runUntil(plan: Work, fraction: () => Promise<number>, progress: (fraction: number) => Promise<void>): Promise<void> {
  const pacer = new Pacer();
  for (let done = 0; done < 1; ) {
    await pacer.piece(plan);
    done = await fraction();
    await progress(done);
  }
}
