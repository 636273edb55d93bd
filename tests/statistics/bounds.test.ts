/**
 * Every bound with the optimal critic of correlated Gaussians, ln r = ln p(x,y) / p(x) p(y), against its exact expectation:
 * means over independent batches, z < 4, pinned seed.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyBound, boundState } from '../../src/bound/apply.ts';
import type { BoundSettings } from '../../src/bound/bound.ts';
import type { PairBoundName } from '../../src/bound/bounds.ts';
import { discrete } from '../../src/bound/discrete.ts';
import { type Estimate, meanError } from '../../src/core/statistics.ts';
import { optimalInfonce } from '../../src/exact/infonce.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Tape } from '../../src/graph/tape.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { assertWithin, LIMIT, standardScore } from '../support/odds.ts';
import { uniform } from '../support/random.ts';

const RHO = 0.6;
/** Independent batches, and pairs in each. */
const [R, K] = [128, 128];
const INFORMATION = -0.5 * Math.log(1 - RHO ** 2);
/** The mean of ln r over independent pairs. */
const STRANGE = INFORMATION - RHO ** 2 / (1 - RHO ** 2);

const logRatio = (x: number, y: number) => INFORMATION - (RHO ** 2 * (x * x + y * y) - 2 * RHO * x * y) / (2 * (1 - RHO ** 2));

/** Two standard normal numbers from each pair of uniform ones, Box and Muller. */
function normals(seed: number): { x: Float64Array; y: Float64Array } {
  const [a, b] = [uniform(seed, R * K, 0, 1), uniform(seed + 1, R * K, 0, 1)];
  const radius = Float64Array.from(a, (p) => Math.sqrt(-2 * Math.log(1 - p + 1e-9)));
  return { x: radius.map((r, i) => r * Math.cos(2 * Math.PI * b[i])), y: radius.map((r, i) => r * Math.sin(2 * Math.PI * b[i])) };
}

const draws = normals(1);
const correlated = { x: draws.x, y: draws.y.map((z, i) => RHO * draws.x[i] + Math.sqrt(1 - RHO ** 2) * z) };

/** ln r + constant is quadratic, and hence separable: four numbers of x times four of y. */
function embed(scope: Scope, { x, y }: { x: Float64Array; y: Float64Array }, constant: number) {
  const [c, b] = [RHO / (1 - RHO ** 2), RHO ** 2 / (2 * (1 - RHO ** 2))];
  const u = Float32Array.from({ length: 4 * R * K }, (_, at) => [c * x[at >> 2], INFORMATION + constant - b * x[at >> 2] ** 2, 1, 0][at & 3]);
  const v = Float32Array.from({ length: 4 * R * K }, (_, at) => [y[at >> 2], 1, -b * y[at >> 2] ** 2, 0][at & 3]);
  return { u: scope.upload('f32', [R, K, 4], 'u', u), v: scope.upload('f32', [R, K, 4], 'v', v) };
}

/** Mean and error over the batches. */
async function estimate(scope: Scope, name: PairBoundName, pairs: typeof draws, constant: number, settings: BoundSettings): Promise<Estimate> {
  const plan = new Plan(scope.memory, name);
  const { term } = applyBound(new Tape(scope, plan), name, embed(scope, pairs, constant), { settings, state: boundState(scope, name, R) });
  await execute(plan);
  const terms = await term.read();
  return meanError(Float64Array.from({ length: R }, (_, r) => terms.subarray(r * K, (r + 1) * K).reduce((sum, t) => sum + t, 0) / K));
}

/** p(x, y) on a grid, whose sums converge faster than any power of its step. */
const GRID = Float64Array.from({ length: 81 }, (_, i) => (i - 40) / 7);
const gauss = GRID.map((x) => Math.exp((-x * x) / 2));
const joint = Array.from(GRID, (x, i) => Float64Array.from(GRID, (y, j) => gauss[i] * gauss[j] * Math.exp(logRatio(x, y))));

/** ln E clip(r, e^-tau, e^tau) over independent pairs. */
function clippedPartition(tau: number): number {
  let [sum, weight] = [0, 0];
  // Clipping has kinks: a finer grid.
  for (let x = -6; x <= 6; x += 0.01) {
    for (let y = -6; y <= 6; y += 0.01) {
      const w = Math.exp(-(x * x + y * y) / 2);
      sum += w * Math.exp(Math.max(-tau, Math.min(tau, logRatio(x, y))));
      weight += w;
    }
  }
  return Math.log(sum / weight);
}

const TAU = 0.5;
/** Bounds, the constant that makes ln r their best critic, and the exact expectation. The logarithm of a mean of K (K - 1) = 16256
 * pairs lies about its variance, 6e-5, over 2 low: nothing against the errors of 0.005. */
const CASES: { label: string; name: PairBoundName; constant: number; settings: BoundSettings; exact: () => number }[] = [
  { label: 'infonce', name: 'infonce', constant: 0, settings: {}, exact: () => optimalInfonce(joint, K) },
  { label: 'nwj', name: 'nwj', constant: 1, settings: {}, exact: () => INFORMATION },
  { label: 'dv', name: 'dv', constant: -2, settings: {}, exact: () => INFORMATION },
  { label: 'js', name: 'js', constant: 1, settings: {}, exact: () => INFORMATION },
  { label: 'smile, hardly clipped', name: 'smile', constant: 0, settings: { smileClip: 20 }, exact: () => INFORMATION },
  { label: 'smile, clipped', name: 'smile', constant: 0, settings: { smileClip: TAU }, exact: () => INFORMATION - clippedPartition(TAU) },
  { label: 'alpha = 0', name: 'alpha', constant: 1, settings: { alpha: 0 }, exact: () => INFORMATION },
  { label: 'alpha = 1', name: 'alpha', constant: 0, settings: { alpha: 1 }, exact: () => optimalInfonce(joint, K - 1) },
];

test.after(closeDevice);

for (const { label, name, constant, settings, exact } of CASES) {
  test(
    `${label}: correlated Gaussians`,
    scoped(async (scope) => {
      const found = await estimate(scope, name, correlated, constant, settings);
      assertWithin(label, { value: found }, { value: exact() });
      assert.ok(found.error < 0.008, `error bar too wide to say anything: ${found.error}`);
      // Negative control: independent pairs under the same critic, whose value is negative.
      const independent = await estimate(scope, name, draws, constant, settings);
      assert.ok(standardScore(independent, 0) < -LIMIT, `independent: ${independent.mean} ± ${independent.error}`);
      if (name === 'nwj' || name === 'dv') assertWithin(`${label}, independent`, { value: independent }, { value: STRANGE });
    }),
  );
}

test(
  'alpha = 0.5 lies between its ends',
  scoped(async (scope) => {
    const { mean, error } = await estimate(scope, 'alpha', correlated, 1, { alpha: 0.5 });
    assert.ok(mean > optimalInfonce(joint, K - 1) - LIMIT * error, `${mean} ± ${error}`);
    assert.ok(mean < INFORMATION + LIMIT * error, `${mean} ± ${error}`);
  }),
);

test(
  'negative control: a constant that is not the best costs NWJ and leaves InfoNCE and DV alone',
  scoped(async (scope) => {
    const off = await estimate(scope, 'nwj', correlated, 0, {});
    assertWithin('nwj, ln r', { value: off }, { value: INFORMATION - Math.exp(-1) });
    assert.ok(Math.abs(standardScore(off, INFORMATION)) > LIMIT);
    for (const name of ['infonce', 'dv'] as const) {
      const [here, there] = [await estimate(scope, name, correlated, 0, {}), await estimate(scope, name, correlated, 5, {})];
      assert.ok(Math.abs(here.mean - there.mean) < 1e-5, `${name}: ${here.mean}, ${there.mean}`);
    }
  }),
);

test(
  'a critic that says nothing: zero',
  scoped(async (scope) => {
    for (const name of ['infonce', 'nwj', 'dv', 'js', 'smile', 'alpha'] as const) {
      const constant = ['nwj', 'js', 'alpha'].includes(name) ? 1 : 0;
      const nothing = { u: Float32Array.from({ length: 4 * R * K }, (_, at) => (at & 3 ? 0 : constant)), v: new Float32Array(4 * R * K).fill(1) };
      const plan = new Plan(scope.memory, name);
      const scores = { u: scope.upload('f32', [R, K, 4], 'u', nothing.u), v: scope.upload('f32', [R, K, 4], 'v', nothing.v) };
      const { term } = applyBound(new Tape(scope, plan), name, scores, { state: boundState(scope, name, R) });
      await execute(plan);
      for (const value of await term.read()) assert.ok(Math.abs(value) < 1e-5, `${name}: ${value}`);
    }
  }),
);

test(
  'the discrete bound of a classifier that says nothing: zero with the frequencies of the batch, -(S - 1) / 2K with the probabilities',
  scoped(async (scope) => {
    const P = [0.1, 0.2, 0.3, 0.4];
    const S = P.length;
    const states = Array.from(uniform(5, R * K, 0, 1), (x) => (x < 0.1 ? 0 : x < 0.3 ? 1 : x < 0.6 ? 2 : 3));
    const p = Float32Array.from({ length: S * R * K }, (_, at) => (states[Math.floor(at / S)] === at % S ? 1 : 0));
    const m = Float32Array.from({ length: R * S }, (_, at) => {
      const r = Math.floor(at / S);
      return states.slice(r * K, (r + 1) * K).filter((s) => s === at % S).length / K;
    });
    const of = async (q: (r: number, s: number) => number): Promise<Estimate> => {
      const plan = new Plan(scope.memory, 'discrete');
      const l = Float32Array.from({ length: S * R * K }, (_, at) => Math.log(q(Math.floor(at / S / K), at % S)));
      const inputs = { p: scope.upload('f32', [R, K, S], 'p', p), l: scope.upload('f32', [R, K, S], 'l', l) };
      const { term } = new Tape(scope, plan).apply(discrete, inputs, { extras: { m: scope.upload('f32', [R, S], 'm', m) } });
      await execute(plan);
      const terms = await term.read();
      return meanError(Float64Array.from({ length: R }, (_, r) => meanError(terms.subarray(r * K, (r + 1) * K)).mean));
    };
    const frequencies = await of((r, s) => m[r * S + s]);
    assert.ok(Math.abs(frequencies.mean) < 1e-6 && frequencies.error < 1e-6, JSON.stringify(frequencies));
    const probabilities = await of((_, s) => P[s]);
    assertWithin('probabilities', { value: probabilities }, { value: -(S - 1) / (2 * K) });
    // Negative control: other probabilities are worse.
    assert.ok(standardScore(await of(() => 1 / S), -(S - 1) / (2 * K)) < -LIMIT);
  }),
);

test.run();
