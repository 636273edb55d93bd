/** Dimers on larger lattices: the Coulomb gas of free dimers, an independent program, forgotten starts. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { FREE_WINDING, WORM_16 } from '../golden/dimers.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { sampledDimers } from '../support/dimers.ts';
import { assertWithin, standardScore } from '../support/odds.ts';

const INFINITE = Number.POSITIVE_INFINITY;

for (const [size, slots] of [
  [32, 100],
  [64, 60],
]) {
  test(`free dimers, L = ${size}: a quarter of the plaquettes, exact windings, stiffness 1/2`, async () => {
    const observed = await sampledDimers(await theDevice(), { size, temperature: INFINITE, groups: 32, slots, spacing: 2, burn: 60, seed: 31 });
    assertWithin(`L = ${size}`, observed, FREE_WINDING[size] as unknown as Record<string, number>);
    // The energy approaches -1/4 as 1 / L²: -0.24948(8) on 32 x 32 by an independent program.
    const { mean, error } = observed.energy;
    assert.ok(Math.abs(mean + 0.25) < 0.8 / size ** 2 + 4 * error, `energy ${mean} ± ${error}`);
    // The exact <W²> of a finite lattice gives g = 0.5003 (L = 32), 0.5001 (L = 64).
    assert.ok(Math.abs(observed.stiffness.mean - 0.5) < 0.0005 + 4 * observed.stiffness.error, JSON.stringify(observed.stiffness));
  });
}

for (const flips of [false, true]) {
  test(`L = 16, T = 1 against an independent worm program${flips ? ', with flips' : ''}`, async () => {
    const observed = await sampledDimers(await theDevice(), { size: 16, temperature: 1, flips, groups: 32, slots: 100, spacing: 3, burn: 60, seed: 32 });
    for (const [name, { mean, error }] of Object.entries(WORM_16)) {
      const both: Estimate = { mean: observed[name].mean, error: Math.hypot(observed[name].error, error) };
      assert.ok(Math.abs(standardScore(both, mean)) < 4, `${name} ${observed[name].mean} ± ${observed[name].error}, other program ${mean} ± ${error}`);
    }
  });
}

for (const [size, temperature, interaction] of [
  [32, INFINITE, -1],
  [32, 1, -1],
  [32, 0.65, -1],
  [16, 0.5, -1],
  [32, 1, 1],
]) {
  test(`after the relaxation time both starts agree: L = ${size}, T = ${temperature}, v = ${interaction}`, async () => {
    const device = await theDevice();
    const scope = device.scope('starts');
    const groups = 16;
    const chains = new DimerChains(scope, { size, interaction, temperatures: new Array<number>(groups).fill(temperature), seed: 33, start: 'both' });
    const range = { first: 0, groups };
    await chains.measure(range, 1, chains.relaxation(temperature), async () => {});
    const series = await chains.measure(range, 30, 2, async () => {});
    const half = (late: boolean) =>
      chains.observables(
        Object.fromEntries(Object.entries(series).map(([name, s]) => [name, { ...s, values: s.values.filter((_, c) => (c & 31) >= 16 === late) }])),
        temperature,
      );
    const [ordered, other] = [half(false), half(true)];
    for (const name of ['energy', 'columnar', 'winding_squared']) {
      const difference: Estimate = { mean: ordered[name].mean - other[name].mean, error: Math.hypot(ordered[name].error, other[name].error) };
      // At low temperatures no chain winds at all: both are 0.
      assert.ok(
        difference.mean === 0 || Math.abs(standardScore(difference, 0)) < 4,
        `${name}: ${JSON.stringify(ordered[name])} and ${JSON.stringify(other[name])}`,
      );
    }
    scope.dispose();
  });
}

test('sweeps of a plan without readback: late chains are rarer than one in ten thousand', async () => {
  const device = await theDevice();
  const scope = device.scope('late');
  const { Plan } = await import('../../src/gpu/plan.ts');
  for (const temperature of [INFINITE, 1, 0.65]) {
    const chains = new DimerChains(scope, { size: 32, temperatures: new Array<number>(8).fill(temperature), seed: 34 });
    const plan = new Plan(device, 'sweeps');
    chains.recordSweep(plan, [{ first: 0, groups: 8 }]);
    await plan.compile();
    for (let n = 0; n < 40; n++) {
      plan.run(10);
      await device.idle();
    }
    const odds = (await chains.late()) / (400 * 256);
    console.log(`T = ${temperature}: late ${odds}`);
    assert.ok(odds < 1e-4, `T = ${temperature}: ${odds}`);
  }
  scope.dispose();
});

test.after(closeDevice);
test.run();
