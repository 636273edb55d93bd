/**
 * The samplers where it is hardest: 64 x 64 at the critical temperature, 10^9 updates and more of each kind, against
 * Kaufman; and 10^4 sweeps, word for word the same on every adapter.
 */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { CRITICAL_64, TC } from '../golden/ising.ts';
import { kaufman, yang } from '../reference/kaufman.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin } from '../support/odds.ts';
import { sampled } from '../support/sampling.ts';

const CASES: [string, number, Partial<IsingOptions>][] = [
  ['Metropolis', 31, {}],
  ['the antiferromagnet', 32, { coupling: -1 }],
  ['Metropolis with Philox, the cross-check of the random numbers', 33, { generator: 'philox' }],
  ['heat bath', 34, { dynamics: 'heatbath' }],
];

for (const [name, seed, options] of CASES) {
  test(`64 x 64 at T_c by ${name}: energy and specific heat, |z| < 4`, async () => {
    const make: Parameters<typeof sampled>[1]['make'] = (scope, common) => new IsingChains(scope, { ...common, ...options });
    const observed = await sampled(await theDevice(), { size: 64, temperature: TC, groups: 4, slots: 200, spacing: 10, burn: 3000, seed, make });
    assertWithin('T_c', observed, { ...CRITICAL_64 });
  });
}

test('10 x 10 at T_c, 2 x 10^9 updates: every moment against the transfer matrix, the energies against Kaufman', async () => {
  const observed = await sampled(await theDevice(), { size: 10, temperature: TC, groups: 64, slots: 250, spacing: 40, burn: 400, seed: 38 });
  assertWithin('10 x 10', observed, { ...kaufman(10, TC), magnetisation_abs: 0.7562743729, magnetisation_squared: 0.6125676827, binder: 0.612340534 });
});

test('64 x 64 at T_c in the layout of large lattices: 2 x 10^9 updates', async () => {
  const scope = (await theDevice()).scope('lattice');
  const lattices = new IsingLattice(scope, { size: 64, coupling: 1, temperatures: new Array<number>(96).fill(TC), seed: 35 });
  const range = { first: 0, groups: 96 };
  await lattices.advance(range, 2500, async () => {});
  const observed = lattices.observables(await lattices.measure(range, 150, 20, async () => {}), TC);
  scope.dispose();
  assertWithin('T_c', observed as Record<string, Estimate>, { ...CRITICAL_64 });
});

test('512 x 512 at T = 2.1: the energy of Kaufman and the magnetisation of Yang', async () => {
  const scope = (await theDevice()).scope('lattice');
  const lattices = new IsingLattice(scope, { size: 512, coupling: 1, temperatures: new Array<number>(8).fill(2.1), seed: 36 });
  const range = { first: 0, groups: 8 };
  await lattices.advance(range, 300, async () => {});
  const observed = lattices.observables(await lattices.measure(range, 100, 5, async () => {}), 2.1);
  scope.dispose();
  // At this distance from T_c 64 x 64 is as good as infinite.
  assertWithin('T = 2.1', observed as Record<string, Estimate>, { energy: kaufman(64, 2.1).energy, magnetisation_abs: yang(2.1) });
});

test('10^4 sweeps are the same words on every adapter', async () => {
  const scope = (await theDevice()).scope('trajectory');
  const chains = new IsingChains(scope, { size: 32, coupling: 1, temperatures: [TC], seed: 37 });
  await chains.advance({ first: 0, groups: 1 }, 10_000, async () => {});
  const hash = createHash('sha256')
    .update(await chains.state.read())
    .digest('hex')
    .slice(0, 16);
  scope.dispose();
  // Recorded on lavapipe (Mesa 25.0); SwiftShader 5.0 gives the same words.
  assert.is(hash, '6aa2cad0c2a65191');
});

test.after(closeDevice);
test.run();
