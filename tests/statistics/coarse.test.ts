/**
 * The noise of the coarse variable: straight-through spins are up with probability sigmoid(a), Potts states come with
 * softmax(a), and so do the largest entries of the relaxed values at every tau; small tau makes these nearly discrete.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { categorical, straightThroughCategorical } from '../../src/coarse/categorical.ts';
import { relaxed, straightThrough } from '../../src/coarse/relaxed.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Op } from '../../src/graph/op.ts';
import { Tape } from '../../src/graph/tape.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { LIMIT } from '../support/odds.ts';
import { keys } from '../support/random.ts';

/** Samples per replica; all of a replica have the same logits. */
const K = 20_000;
const TAU = [1, 0.1, 0.01];
const Q = 5;
const LOGITS = [-1.2, 0.3, 0, 1.1, 0.6];

test.after(closeDevice);

/** Values of every replica, replica r at TAU[r]; all samples have the given logits. */
async function draw(scope: Scope, op: Op, logits: readonly number[], options: Record<string, number>): Promise<Record<string, Float32Array>> {
  const R = TAU.length;
  const a = Float32Array.from({ length: R * K * logits.length }, (_, i) => logits[i % logits.length]);
  const plan = new Plan(scope.memory, 'draw');
  const extras = {
    schedule: scope.upload('f32', [R, 4], 'schedule', Float32Array.from(TAU.flatMap((tau) => [tau, 0, 0, 0]))),
    keys: scope.upload('u32', [R, 2], 'keys', keys(77, R)),
    step: scope.upload('u32', [R], 'step', Uint32Array.from(TAU.keys())),
  };
  const outputs = new Tape(scope, plan).apply(op, { a: scope.upload('f32', [R, K, logits.length], 'a', a) }, { extras, options });
  await execute(plan);
  return Object.fromEntries(await Promise.all(Object.entries(outputs).map(async ([name, tensor]) => [name, await tensor.read()] as const)));
}

/** Largest standard score of frequencies in n draws against probabilities. */
function worst(counts: readonly number[], n: number, p: readonly number[]): number {
  return Math.max(...counts.map((count, s) => Math.abs(count - n * p[s]) / Math.sqrt(n * p[s] * (1 - p[s]))));
}

const softmax = (a: readonly number[]) => a.map((x) => Math.exp(x) / a.reduce((sum, y) => sum + Math.exp(y), 0));

/** Draws of replica r in which state s has the largest value. */
function frequencies(h: Float32Array, r: number): number[] {
  const counts = new Array<number>(Q).fill(0);
  for (let k = 0; k < K; k++) {
    const row = h.subarray((r * K + k) * Q, (r * K + k + 1) * Q);
    counts[row.indexOf(Math.max(...row))] += 1;
  }
  return counts;
}

test(
  'categorical: states come with softmax(a), relaxed or rounded, at every tau',
  scoped(async (scope) => {
    const { h } = await draw(scope, categorical, LOGITS, { Q });
    const { hard } = await draw(scope, straightThroughCategorical, LOGITS, { Q });
    assert.ok(hard.every((x) => x === 0 || x === 1));
    for (const r of TAU.keys()) {
      const counts = frequencies(h, r);
      assert.ok(worst(counts, K, softmax(LOGITS)) < LIMIT, `tau = ${TAU[r]}: ${counts}`);
      assert.equal(frequencies(hard, r), counts);
      // Control: logits that are wrong by 0.15 in one place.
      assert.ok(worst(counts, K, softmax(LOGITS.with(1, 0.15))) > LIMIT);
    }
  }),
);

test(
  'Bernoulli: straight-through spins are up with sigmoid(a)',
  scoped(async (scope) => {
    const logits = [0.7, -1.5, 0];
    const { hard } = await draw(scope, straightThrough, logits, {});
    assert.ok(hard.every((x) => x === 1 || x === -1));
    const p = logits.map((x) => 1 / (1 + Math.exp(-x)));
    for (const r of TAU.keys()) {
      const up = logits.map((_, c) => {
        let count = 0;
        for (let k = 0; k < K; k++) count += hard[(r * K + k) * logits.length + c] === 1 ? 1 : 0;
        return count;
      });
      assert.ok(worst(up, K, p) < LIMIT, `${up}`);
      assert.ok(worst(up, K, [p[0] - 0.03, p[1], p[2]]) > LIMIT, 'control: a wrong logit');
    }
  }),
);

test(
  'annealing: the smaller tau, the nearer to discrete',
  scoped(async (scope) => {
    const potts = (await draw(scope, categorical, LOGITS, { Q })).h;
    const spin = (await draw(scope, relaxed, [0.7], {})).h;
    const mean = (r: number, rows: Float32Array, q: number, of: (row: Float32Array) => number) => {
      let sum = 0;
      for (let k = 0; k < K; k++) sum += of(rows.subarray((r * K + k) * q, (r * K + k + 1) * q));
      return sum / K;
    };
    // How far the largest value is from one. The mean over draws is of order tau.
    const distance = TAU.map((_, r) => mean(r, potts, Q, (row) => 1 - Math.max(...row)));
    const gap = TAU.map((_, r) => mean(r, spin, 1, ([x]) => 1 - Math.abs(x)));
    for (const d of [distance, gap]) {
      assert.ok(d[0] > 0.3 && d[1] < 0.1 && d[2] < 0.01 && d[2] > 0, `${d}`);
    }
  }),
);

test.run();
