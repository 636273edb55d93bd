import { type Estimate, meanError } from '../core/statistics.ts';
import type { Ensemble } from './ensemble.ts';
import { filterSize } from './geometry.ts';
import type { TrainingCurve } from './summary.ts';

/** Intervals a training curve is averaged over. */
const CURVE_POINTS = 100;

/** What has been read back of a run so far: objectives of all steps, the state of the replicas, their filters. */
export class TrainingLog {
  /** Steps finished, of all phases. */
  steps = 0;
  status: Uint32Array;
  /** [replica][component * block values] */
  filters: number[][];
  /** Held-out I(H:E) by replica, nats; empty until it has been evaluated. */
  heldOut: Estimate[] = [];
  #objectives = new Float32Array(0);

  constructor(readonly ensemble: Ensemble) {
    const { config, replicas } = ensemble;
    this.status = new Uint32Array(replicas);
    this.filters = Array.from({ length: replicas }, () => new Array<number>(config.components * filterSize(config)).fill(0));
  }

  /** Reads what is new since the last call. */
  async update(steps: number): Promise<void> {
    const { history, status, device, replicas } = this.ensemble;
    this.steps = steps;
    const have = this.#objectives.length;
    const want = 2 * replicas * steps;
    const grown = new Float32Array(want);
    grown.set(this.#objectives);
    if (want > have) grown.set(new Float32Array(await device.readBytes(history.buffer, 4 * have, 4 * (want - have))), have);
    this.#objectives = grown;
    this.status = await status.read();
  }

  async updateFilters(): Promise<void> {
    this.filters = await this.ensemble.filters();
  }

  /** Reduces the held-out sums: chains are independent, so the error is that of the mean over chains. */
  async updateHeldOut(): Promise<void> {
    const { replicas, tally, config } = this.ensemble;
    const sums = await tally.read();
    this.heldOut = Array.from({ length: replicas }, (_, r) => {
      const means: number[] = [];
      for (let c = 0; c < config.heldOut; c++) {
        const at = 2 * (r * config.heldOut + c);
        if (sums[at + 1] > 0) means.push(sums[at] / sums[at + 1]);
      }
      return meanError(means);
    });
  }

  /** In-sample objective of one step, nats. */
  objective(step: number, replica: number): number {
    return this.#objectives[2 * (step * this.ensemble.replicas + replica)];
  }

  /** Mean and standard error of the objective over steps from .. to. */
  estimate(replica: number, from: number, to: number): Estimate {
    return meanError(Array.from({ length: to - from }, (_, i) => this.objective(from + i, replica)));
  }

  /** Mean objective over the last part of the steps from .. to; NaN when there are none. */
  tail(replica: number, from: number, to: number, part: number): number {
    const start = Math.max(from, Math.min(to - 1, Math.floor(to - part * (to - from))));
    return to > from ? this.estimate(replica, start, to).mean : Number.NaN;
  }

  /** The curve of the training phase, averaged over short intervals. */
  curve(replica: number): TrainingCurve {
    const steps = Math.min(this.steps, this.ensemble.config.steps);
    const width = Math.max(1, Math.ceil(steps / CURVE_POINTS));
    const curve: TrainingCurve = { step: [], objective: [] };
    for (let to = width; to <= steps; to += width) {
      curve.step.push(to);
      curve.objective.push(this.estimate(replica, to - width, to).mean);
    }
    return curve;
  }
}
