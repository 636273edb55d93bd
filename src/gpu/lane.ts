import { stopped } from '../core/async.ts';

/** A piece of work that has not begun. */
interface Waiting {
  begin: () => void;
  drop: (error: unknown) => void;
  signal: AbortSignal;
}

/** Work that stands back: only some pieces of it go on at the same time, and one that is needed now begins now. */
export class Lane {
  #going = 0;
  readonly #waiting = new Map<string, Waiting>();

  constructor(readonly most: number) {}

  /**
   * Begins a piece of work once fewer than `most` others go on.
   * @param key no other piece that waits has it
   * @param signal drops the piece as long as it has not begun
   * @throws BlockspinError with code 'stopped' where it is dropped
   */
  later<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return new Promise((done, drop) => {
      const begin = () => {
        this.#waiting.delete(key);
        this.#going += 1;
        const end = () => {
          this.#going -= 1;
          this.#next();
        };
        const going = work();
        going.then(end, end);
        going.then(done, drop);
      };
      this.#waiting.set(key, { begin, drop, signal });
      this.#next();
    });
  }

  /** Begins a piece that waits, if there is one of this name, however many others go on. */
  now(key: string): void {
    this.#waiting.get(key)?.begin();
  }

  #next(): void {
    for (const [key, { begin, drop, signal }] of this.#waiting) {
      if (signal.aborted) {
        this.#waiting.delete(key);
        drop(stopped());
      } else if (this.#going < this.most) begin();
    }
  }
}
