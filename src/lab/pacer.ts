/** How many steps a frame may take. */

/** Milliseconds of a frame: most of what 120 Hz leave on a GPU; on a software adapter, which also draws the page, 40 Hz. */
const BUDGET = { hardware: 8, software: 24 };
/** Part of the newest time in the running mean: a frame that something else held up counts for less than one that was fast. */
const NEWEST = { slower: 1 / 8, faster: 1 / 2 };
/** A frame takes at most so many times the steps of the last one. */
const GROWTH = 2;

/** Chooses the steps of each frame from the running mean of what a step has taken. */
export class FramePacer {
  #cost: number | undefined;
  #last = 1;
  #started = false;
  /** Part of the budget that steps may take, 1 for all of it. */
  speed = 1;

  /** @param most steps of a frame */
  constructor(
    readonly software: boolean,
    readonly most: number,
  ) {}

  /** Steps of the next frame, one at least. */
  get steps(): number {
    if (this.#cost === undefined) return 1;
    const fitting = Math.floor((this.speed * BUDGET[this.software ? 'software' : 'hardware']) / this.#cost);
    return Math.max(1, Math.min(fitting, GROWTH * this.#last, this.most));
  }

  /** Milliseconds to wait after a frame that took so long: where even one step is more than the speed allows. */
  pause(milliseconds: number): number {
    return this.speed < 1 && this.#last === 1 ? milliseconds / this.speed - milliseconds : 0;
  }

  /** A frame of so many steps took so long. The first one does not count: some drivers compile in it. */
  took(steps: number, milliseconds: number): void {
    const cost = milliseconds / steps;
    const before = this.#cost ?? cost;
    const newest = cost < before ? NEWEST.faster : NEWEST.slower;
    if (this.#started) this.#cost = (1 - newest) * before + newest * cost;
    this.#started = true;
    this.#last = steps;
  }

  /** Forgets what steps have taken: other ones follow. */
  forget(): void {
    this.#cost = undefined;
    this.#last = 1;
    this.#started = false;
  }
}
