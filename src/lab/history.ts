/** Readings of one training for its chart: thinned, so that hours of it stay as small as minutes. */
import type { Reading } from './scene.ts';

/** One moment of a training. Nats. */
interface Moment {
  step: number;
  /** Mean over replicas, in-sample. */
  inSample: number;
  /** Of the best replica. */
  validation?: { mean: number; error: number };
  /** Filters of all replicas, for their trails. */
  filters: readonly Float32Array[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The readings so far, the oldest first. */
export class History {
  readonly moments: Moment[] = [];
  #every = 1;
  #seen = 0;

  /** @param most moments kept; when there are as many, every second one is left out from then on */
  constructor(readonly most = 400) {}

  add({ step, inSample, validation, best, filters }: Reading): void {
    if (this.#seen++ % this.#every !== 0) return;
    this.moments.push({ step, inSample: mean(inSample), ...(validation ? { validation: validation[best] } : {}), filters });
    if (this.moments.length < this.most) return;
    const kept = this.moments.filter((_, i) => i % 2 === 0);
    this.moments.splice(0, this.moments.length, ...kept);
    this.#every *= 2;
  }

  clear(): void {
    this.moments.length = 0;
    this.#every = 1;
    this.#seen = 0;
  }
}
