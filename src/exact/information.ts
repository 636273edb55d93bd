/** Mutual information from joint weights, nats. */
import { type Channel, through } from './channel.ts';
import { flipsOf, type Joint, type Pause } from './joint.ts';

/** x ln x, with the limit 0 at 0. */
export function xlogx(x: number): number {
  return x > 0 ? x * Math.log(x) : 0;
}

/** -Σ p ln p, nats. */
export function entropyOf(distribution: Float64Array): number {
  return Math.max(0, -distribution.reduce((sum, p) => sum + xlogx(p), 0));
}

/** Terms of a partial sum: adding partial sums loses fewer digits than one long sum. */
const PUT_ASIDE = 4096;

/** A long sum of positive or negative numbers. */
class Sum {
  #aside = 0;
  #sum = 0;
  #terms = 0;

  add(term: number): void {
    this.#sum += term;
    if (++this.#terms % PUT_ASIDE !== 0) return;
    this.#aside += this.#sum;
    this.#sum = 0;
  }

  get value(): number {
    return this.#aside + this.#sum;
  }
}

/** Adds up I(S:E) for a function S of the block, environment by environment. */
export class Tally {
  /** Σ_e p(e) Σ_s p(s|e) ln p(s|e), up to the norm. */
  readonly #conditional = new Sum();
  readonly #total = new Sum();
  readonly #marginal: Float64Array;

  constructor(readonly states: number) {
    this.#marginal = new Float64Array(states);
  }

  /** @param values weights of the states together with one environment, from index `at` on */
  add(values: Float64Array, at = 0): void {
    let sum = 0;
    let pairs = 0;
    for (let s = 0; s < this.states; s++) {
      const weight = values[at + s];
      sum += weight;
      this.#marginal[s] += weight;
      if (weight > 0) pairs += weight * Math.log(weight);
    }
    this.#conditional.add(pairs - xlogx(sum));
    this.#total.add(sum);
  }

  /**
   * I(S:E) in nats; rounding may not make it negative.
   * @param mirrored whether every environment stands for its opposite too, and S is the rim itself
   */
  information(mirrored = false): number {
    const last = this.states - 1;
    const total = this.#total.value;
    const p = (s: number) => (mirrored ? (this.#marginal[s] + this.#marginal[last - s]) / 2 : this.#marginal[s]) / total;
    const own = this.#marginal.reduce((a, _, s) => a + xlogx(p(s)), 0);
    return Math.max(0, this.#conditional.value / total - own);
  }

  /** The distribution of S itself, where no environment stands for its opposite. */
  get distribution(): Float64Array {
    return this.#marginal.map((weight) => weight / this.#total.value);
  }

  /** Weights of all environments that were added. */
  get total(): number {
    return this.#total.value;
  }
}

/** Calls `each` with every stored environment, one of each pair e and -e, and pauses between parts. */
export async function overEnvironments({ states, parts }: Joint, pause: Pause, each: (values: Float64Array, at: number) => void): Promise<void> {
  for (const values of parts()) {
    for (let at = 0; at < values.length; at += states) each(values, at);
    await pause();
  }
}

/**
 * The joint distribution of a function of the block and of the environment.
 * @returns (states, e) p(state, e), normalised; opposite environments are neighbours
 */
export async function jointDistribution(joint: Joint, channel: Channel, pause: Pause = async () => {}): Promise<Float64Array[]> {
  const rows = Array.from({ length: channel.states }, () => new Float64Array(flipsOf(joint).length * joint.environments));
  const column = new Float64Array(channel.states);
  let [e, total] = [0, 0];
  await overEnvironments(joint, pause, (values, at) => {
    for (const flipped of flipsOf(joint)) {
      through(channel, values, at, flipped, column);
      for (let s = 0; s < rows.length; s++) {
        rows[s][e] = column[s];
        total += column[s];
      }
      e += 1;
    }
  });
  for (const row of rows) for (let i = 0; i < row.length; i++) row[i] /= total;
  return rows;
}
