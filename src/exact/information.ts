/** Mutual information from joint weights, nats. */
import { type Channel, through } from './channel.ts';
import type { Joint, Pause } from './joint.ts';

/** x ln x, 0 for 0. */
export function xlogx(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}

/** Adds up I(S:E) for one or more functions S of the rim, environment by environment; all share one normalisation. */
export class Tally {
  /** Σ over e and s of p ln p. */
  #pairs = 0;
  /** Σ over e of p ln p. */
  #environments = 0;
  #total = 0;
  readonly #marginal: Float64Array;

  constructor(states: number) {
    this.#marginal = new Float64Array(states);
  }

  /** @param weights of the states together with one environment */
  add(weights: Float64Array): void {
    let sum = 0;
    for (let s = 0; s < weights.length; s++) {
      const weight = weights[s];
      sum += weight;
      this.#marginal[s] += weight;
      if (weight > 0) this.#pairs += weight * Math.log(weight);
    }
    this.#environments += xlogx(sum);
    this.#total += sum;
  }

  /** I(S:E) in nats; rounding may not make it negative. */
  get information(): number {
    const states = this.#marginal.reduce((a, p) => a + xlogx(p / this.#total), 0);
    return Math.max(0, (this.#pairs - this.#environments) / this.#total - states);
  }

  /** Weights of all environments together. */
  get total(): number {
    return this.#total;
  }
}

/** I(V:E), where e and -e count once: the weights of -e are those of e in another order. */
export class RimTally {
  #pairs = 0;
  #environments = 0;
  readonly #marginal: Float64Array;

  constructor(readonly states: number) {
    this.#marginal = new Float64Array(states);
  }

  add(values: Float64Array, at: number): void {
    let sum = 0;
    let pairs = 0;
    for (let r = 0; r < this.states; r++) {
      const value = values[at + r];
      sum += value;
      this.#marginal[r] += value;
      if (value > 0) pairs += value * Math.log(value);
    }
    this.#pairs += pairs;
    this.#environments += xlogx(sum);
  }

  /** Half of the weights of all environments. */
  get total(): number {
    return this.#marginal.reduce((a, p) => a + p, 0);
  }

  get information(): number {
    const { total, states } = this;
    let own = 0;
    for (let r = 0; r < states; r++) own += xlogx((this.#marginal[r] + this.#marginal[states - 1 - r]) / (2 * total));
    return Math.max(0, (this.#pairs - this.#environments) / total - own);
  }
}

/** Calls `each` with every environment of the stored half, and pauses between parts. */
export async function overEnvironments({ rim, parts }: Joint, pause: Pause, each: (values: Float64Array, at: number) => void): Promise<void> {
  const states = 2 ** rim.length;
  for (const values of parts()) {
    for (let at = 0; at < values.length; at += states) each(values, at);
    await pause();
  }
}

/**
 * The joint distribution of a function of the block and of the environment, for whoever wants more than its information.
 * @returns for each state of the channel p(state, e) over all e, normalised
 */
export async function jointDistribution(joint: Joint, channel: Channel, pause: Pause = async () => {}): Promise<Float64Array[]> {
  const columns: Float64Array[] = [];
  await overEnvironments(joint, pause, (values, at) => {
    for (const flipped of [false, true]) {
      const column = new Float64Array(channel.states);
      through(channel, values, at, flipped, column);
      columns.push(column);
    }
  });
  const total = columns.reduce((a, column) => a + column.reduce((b, p) => b + p, 0), 0);
  return Array.from({ length: channel.states }, (_, s) => Float64Array.from(columns, (column) => column[s] / total));
}
