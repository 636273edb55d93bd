/**
 * Aggregation and chipping against exact stationary values of small rings, |z| < 4 with errors by binning. Seeds are
 * pinned, so a failure is a change of the program and not of the dice; each comparison would fail by chance with
 * odds 6e-5.
 */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type ChainEstimate, derivedEstimate } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { ChippingChains, checkChipping } from '../../src/model/chipping/chains.ts';
import type { Series, Start } from '../../src/sample/chains.ts';
import { checkpoint, restore } from '../../src/sample/checkpoint.ts';
import { thermal } from '../../src/sample/thermal.ts';
import { RINGS } from '../golden/chipping.ts';
import { stationary, sumRule } from '../support/chipping.ts';
import { closeDevice, scoped, theDevice } from '../support/device.ts';
import { assertWithin, standardScore } from '../support/odds.ts';

const none = async () => {};
const [GROUPS, SLOTS] = [4, 400];

interface Sampled {
  estimates: Record<string, ChainEstimate>;
  series: Record<string, Series>;
}

interface Ring {
  size: number;
  rate: number;
  start?: Start;
  biased?: boolean;
  density?: number;
}

/** Four groups of chains, measured every few sweeps after a burn-in. */
async function sampled(device: Device, { size, rate, start = 'both', biased = false, density = 1 }: Ring): Promise<Sampled> {
  const scope = device.scope('test');
  try {
    const chains = new ChippingChains(scope, { size, density, rates: new Array<number>(GROUPS).fill(rate), seed: 21, start, biased });
    const all = { first: 0, groups: GROUPS };
    await chains.measure(all, 1, chains.relaxation(rate), none);
    const series = await chains.measure(all, SLOTS, size ** 2, none);
    return { series, estimates: chains.observables(series) };
  } finally {
    scope.dispose();
  }
}

for (const { size, rate, exact } of RINGS) {
  test(`ring of ${size} at w = ${rate}: exact values, the sum rule, and both starts agree`, async () => {
    const { series, estimates } = await sampled(await theDevice(), { size, rate });
    assertWithin(`N = ${size}, w = ${rate}`, estimates, { ...exact });
    const rule = derivedEstimate([series.p0.values, series.mass_squared.values], sumRule(size, 1, rate), series.p0.spacing);
    assertWithin('sum rule', { rule }, { rule: 0 });
    for (const [name, check] of Object.entries(thermal(series, 'both'))) assert.ok(check.thermal, `${name} ${JSON.stringify(check)}`);
    for (const [name, { reliable, bins }] of Object.entries(estimates)) assert.ok(reliable && bins >= 128, name);
  });
}

for (const { size, mass, rate } of [
  { size: 3, mass: 3, rate: 1 },
  { size: 4, mass: 6, rate: 3 },
]) {
  test(`biased ring of ${size} with ${mass} units at w = ${rate} against the master equation`, async () => {
    const exact = stationary(size, mass, rate, true);
    const { estimates } = await sampled(await theDevice(), { size, rate, biased: true, density: mass / size });
    assertWithin('biased', estimates, { ...exact });
    const fair = stationary(size, mass, rate, false);
    assert.ok(Math.abs(standardScore(estimates.mass_squared, fair.mass_squared)) > 4, 'and not the unbiased model');
  });
}

test('the master equation solved here agrees with the recorded exact values', () => {
  for (const { size, rate, exact } of RINGS.slice(0, 6)) {
    for (const [name, value] of Object.entries(stationary(size, size, rate, false))) {
      assert.ok(Math.abs(value - exact[name as keyof typeof exact]) < 1e-8, `${name} ${value}`);
    }
  }
});

test('w = 0: all mass ends on one site, and stays', async () => {
  const { estimates } = await sampled(await theDevice(), { size: 8, rate: 0, start: 'random' });
  assert.equal([estimates.largest.mean, estimates.largest.error, estimates.p0.mean], [1, 0, 7 / 8]);
});

test('negative control: w off by 5 % is seen', async () => {
  const { exact } = RINGS.find(({ size, rate }) => size === 6 && rate === 3) as (typeof RINGS)[number];
  const { estimates } = await sampled(await theDevice(), { size: 6, rate: 3.15 });
  assert.ok(Math.abs(standardScore(estimates.mass_squared, exact.mass_squared)) > 4);
});

test('negative control: without a burn-in the two starts are seen to disagree', async () => {
  const device = await theDevice();
  const scope = device.scope('test');
  const chains = new ChippingChains(scope, { size: 64, density: 1, rates: [1], seed: 22, start: 'both' });
  const checks = thermal(await chains.measure({ first: 0, groups: 1 }, 20, 10, none), 'both');
  assert.not.ok(checks.largest.thermal, JSON.stringify(checks.largest));
  scope.dispose();
});

test('half, checkpoint, the other half in new chains: the whole, bit for bit, on every adapter', async () => {
  const device = await theDevice();
  const scope = device.scope('trajectory');
  const options = { size: 45, density: 2, rates: [1, 3, 0.2, 10], seed: 2 ** 40 + 3, start: 'both' } as const;
  const hash = async (chains: ChippingChains) =>
    createHash('sha256')
      .update(await chains.state.read())
      .digest('hex')
      .slice(0, 16);
  const run = async (chains: ChippingChains, sweeps: number) => {
    const plan = new Plan(device, 'trajectory');
    chains.recordSweep(plan, [{ first: 0, groups: 4 }]);
    await plan.compile();
    plan.run(sweeps);
  };
  const whole = new ChippingChains(scope, options);
  await run(whole, 100);
  const half = await hash(whole);
  const saved = await checkpoint(whole);
  await run(whole, 100);
  const other = new ChippingChains(scope, options);
  restore(other, saved);
  await run(other, 100);
  assert.equal(await checkpoint(other), await checkpoint(whole));
  // Recorded on lavapipe (Mesa 25.0.7); SwiftShader 5.0 gives the same words.
  assert.equal([half, await hash(whole)], ['25efe96fba6cfa4e', 'c7b784122464755b']);
  scope.dispose();
});

test('what is not a model is refused with what is allowed', () => {
  const refused = (size: number, density: number, rates: number[], message: RegExp) => assert.throws(() => checkChipping(size, density, rates), message);
  checkChipping(2, 0.5, [0, 1e9]);
  checkChipping(10, 0.3, [1]);
  refused(1, 1, [1], /^size: expected a whole number of sites from 2 to 65535, got 1/);
  refused(8.5, 1, [1], /^size/);
  refused(10, 0.33, [1], /^density.*got 0.33; use density: 0.3, which is a mass of 3/);
  refused(10, 0.01, [1], /use density: 0.1, which is a mass of 1/);
  refused(10, Number.NaN, [1], /got NaN; use density: 1,/);
  refused(10, -1, [1], /use density: 0.1/);
  refused(1000, 100, [1], /use density: 65.535, which is a mass of 65535/);
  refused(10, 1, [1, -0.5], /^chippingRate: expected a finite rate of chipping w, zero or more, got -0.5/);
  refused(10, 1, [Number.POSITIVE_INFINITY], /got Infinity/);
  refused(10, 1, [Number.NaN], /got NaN/);
});

test(
  'more than the device has is refused before anything is allocated',
  scoped((scope, { live }) => {
    const before = { ...live };
    assert.throws(
      () => new ChippingChains(scope, { size: 65535, density: 1, rates: new Array<number>(100_000).fill(1), seed: 1 }),
      /memory for masses.*smaller size or fewer/,
    );
    assert.equal(live, before);
  }),
);

test.after(closeDevice);
test.run();
