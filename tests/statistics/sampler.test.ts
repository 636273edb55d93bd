/**
 * The Ising sampler against exact values, |z| < 4 with errors over independent chains. Seeds are pinned, so a
 * failure is a change of the program and not of the dice; each comparison would fail by chance with odds 6e-5.
 */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingChains } from '../../src/sample/ising.ts';
import { TC, TORUS } from '../golden/ising.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, standardScore } from '../support/odds.ts';
import { sampled } from '../support/sampling.ts';

const small = { groups: 8, slots: 300, spacing: 5, burn: 100 };

for (const size of [4, 8]) {
  for (const [temperature, exact] of TORUS[size]) {
    test(`${size} x ${size} at T = ${temperature.toFixed(3)} against the exact moments`, async () => {
      const observed = await sampled(await theDevice(), { size, temperature, seed: 11, ...small });
      assertWithin(`L = ${size}, T = ${temperature}`, observed, { ...exact });
    });
  }
}

for (const [temperature, exact] of TORUS[64]) {
  test(`64 x 64 at T = ${temperature} against Kaufman`, async () => {
    const observed = await sampled(await theDevice(), { size: 64, temperature, groups: 1, slots: 80, spacing: 4, burn: 100, seed: 12 });
    assertWithin(`L = 64, T = ${temperature}`, observed, { ...exact });
  });
}

test('the antiferromagnet has the energies of the ferromagnet, and its order in the staggered magnetisation', async () => {
  const [temperature, exact] = TORUS[4][1];
  const observed = await sampled(await theDevice(), { size: 4, temperature, coupling: -1, seed: 13, ...small });
  const { energy, specific_heat, magnetisation_abs: staggered_abs } = exact as Required<typeof exact>;
  assertWithin('antiferromagnet', observed, { energy, specific_heat, staggered_abs });
});

test('infinite temperature: free spins', async () => {
  const size = 8;
  const observed = await sampled(await theDevice(), { size, temperature: Number.POSITIVE_INFINITY, groups: 4, slots: 200, spacing: 1, burn: 1, seed: 14 });
  assertWithin('T = inf', observed, { energy: 0, magnetisation_squared: 1 / size ** 2 });
});

test('negative control: a temperature off by 2 % is seen', async () => {
  const [temperature, exact] = TORUS[4][1];
  const observed = await sampled(await theDevice(), { size: 4, temperature: 1.02 * temperature, seed: 11, ...small });
  assert.ok(Math.abs(standardScore(observed.energy as Estimate, exact.energy)) > 4);
});

test('negative control: one colour that follows the wrong rule is seen', async () => {
  const device = await theDevice();
  const scope = device.scope('wrong rule');
  const [temperature, exact] = TORUS[4][1];
  const chains = new IsingChains(scope, { size: 4, coupling: 1, temperatures: new Array<number>(8).fill(temperature), seed: 11 });
  // The second colour takes its bonds for antiferromagnetic.
  const record = chains.recordSweep.bind(chains);
  chains.recordSweep = (plan, ranges) => {
    record(plan, ranges);
    const wrong = plan.dispatches.at(-1);
    if (wrong) plan.dispatches[plan.dispatches.length - 1] = { ...wrong, constants: { ...wrong.constants, ANTI: 1 } };
  };
  const observed = chains.observables(await chains.measure({ first: 0, groups: 8 }, 100, 5, async () => {}), temperature);
  assert.ok(Math.abs(standardScore(observed.energy as Estimate, exact.energy)) > 4);
  scope.dispose();
});

test('the trajectory is the same, bit for bit, on every adapter', async () => {
  const device = await theDevice();
  const scope = device.scope('trajectory');
  const chains = new IsingChains(scope, { size: 16, coupling: 1, temperatures: [TC, 1.5, Number.POSITIVE_INFINITY, 4], seed: 2 ** 40 + 3 });
  const plan = new Plan(device, 'trajectory');
  chains.recordSweep(plan, [{ first: 0, groups: 4 }]);
  await plan.compile();
  const hash = async () =>
    createHash('sha256')
      .update(await chains.state.read())
      .digest('hex')
      .slice(0, 16);
  plan.run(100);
  const half = await hash();
  plan.run(100);
  const whole = await hash();
  scope.dispose();
  // Recorded on SwiftShader 5.0; lavapipe (Mesa 25.0) gives the same words.
  assert.equal([half, whole], ['6d7438caaa25a99e', 'fdc006037484bd3e']);
});

test.after(closeDevice);
test.run();
