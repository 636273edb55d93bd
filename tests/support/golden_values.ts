/** Estimates held against exact values, one by one and all together. */
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { meanError } from '../../src/core/statistics.ts';

/** Samples of each system: the last 16384 of them are held out. */
export const SAMPLES = 98304;

/**
 * A filter that is kept, and a critic for it. A minibatch begins one word of 32 samples after the one before: so 512 of them, each one word
 * long, hold every held-out sample once.
 */
export const KEPT_CRITIC = {
  hidden: [16],
  replicas: 1,
  freeze: true,
  steps: 10,
  refine: 700,
  batch: 128,
  heldOutPart: 1 / 6,
  evaluationBatch: 32,
  evaluations: 512,
  validations: 64,
  validateEvery: 100,
  seed: 7,
};

/** Where q(h|e) is a less simple function: for frustrated bonds, and for states on a circle. */
export const LARGER_CRITIC = { ...KEPT_CRITIC, hidden: [32], refine: 2500, heldOutPart: 1 / 12 };
export const MORE_SAMPLES = 2 * SAMPLES;

/** Where it is nearly a parity: blocks of several frustrated spins, pairs of states on a circle, and these modulo 2 or 3. */
export const LARGEST_CRITIC = { ...LARGER_CRITIC, hidden: [128, 16], refine: 8000 };

/** What a critic may miss, nats. */
const missed = (exact: number) => Math.max(0.01 * exact, 0.003);

/** Comparisons so far. */
export class Comparison {
  values = 0;
  /** How often another exact value was told apart. */
  controls = 0;
  readonly #shortfalls: number[] = [];

  /**
   * Compares one estimate.
   * @param others values that it must not agree with, where they are further from the exact one than the allowance on both sides
   * @param missing what a critic may miss, nats
   */
  add(name: string, { mean, error }: Estimate, exact: number, others: readonly number[] = [], missing = missed(exact)): void {
    this.values++;
    this.#shortfalls.push(exact - mean);
    const message = `${name}: ${mean} ± ${error}, exact ${exact}`;
    assert.ok(error < 0.008, `too wide an error: ${message}`);
    assert.ok(mean < exact + 3 * error, `above the exact value: ${message}`);
    assert.ok(mean > exact - missing - 3 * error, `too low: ${message}`);
    for (const other of others.filter((value) => Math.abs(value - exact) > 2 * missed(value) + 6 * error)) {
      this.controls++;
      assert.ok(mean > other + 3 * error || mean < other - missed(other) - 3 * error, `as at another temperature: ${message}, there ${other}`);
    }
  }

  /**
   * The mean of what was missed: chance cancels, so that it shows what single comparisons cannot.
   * @param controls how many other values must have been told apart
   */
  check(controls: number): void {
    assert.ok(this.controls >= controls, `${this.controls} controls`);
    const { mean, error } = meanError(this.#shortfalls);
    assert.ok(mean < 0.003, `critics miss ${mean} ± ${error} nats`);
    assert.ok(mean > -3 * error, `above the exact values by ${-mean} ± ${error} nats`);
  }
}
