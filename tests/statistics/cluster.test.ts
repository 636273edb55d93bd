/**
 * Cluster updates and parallel tempering on small tori against exact values, larger ones in tests/physics, |z| < 4 with errors over independent chains. Seeds are
 * pinned, so a failure is a change of the program and not of the dice; each comparison would fail by chance with odds
 * 6e-5.
 */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import type { SpinChains } from '../../src/model/ising/measure.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import { checkpoint, restore } from '../../src/sample/checkpoint.ts';
import { TC, TORUS } from '../golden/ising.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped, theDevice } from '../support/device.ts';
import { assertWithin, standardScore } from '../support/odds.ts';
import { sampled, sampledTogether } from '../support/sampling.ts';

const small = { groups: 8, slots: 50, spacing: 2, burn: 20 };

const clusters = (scope: Scope, options: IsingOptions) => new ClusterChains(scope, new IsingChains(scope, options));
const tempered = (scope: Scope, options: IsingOptions) => new TemperedChains(scope, new IsingChains(scope, options));
const both = (scope: Scope, options: IsingOptions) => new TemperedChains(scope, clusters(scope, options));

/** Puts another table in the place of the one named, in every dispatch recorded. */
function corrupted(chains: SpinChains, name: string, change: (words: Uint32Array) => Uint32Array, scope: Scope): SpinChains {
  const record = chains.recordSweep.bind(chains);
  chains.recordSweep = (plan, ranges, count) => {
    record(plan, ranges, count);
    plan.dispatches.forEach((dispatch, i) => {
      const tensor = dispatch.bindings[name];
      if (!tensor || !('shape' in tensor)) return;
      const wrong = scope.upload('u32', tensor.shape, `wrong ${name}`, change(new Uint32Array(tensor.bytes / 4)));
      plan.dispatches[i] = { ...dispatch, bindings: { ...dispatch.bindings, [name]: wrong } };
    });
  };
  return chains;
}

for (const size of [4, 8]) {
  for (const [temperature, exact] of TORUS[size]) {
    test(`cluster updates: ${size} x ${size} at T = ${temperature.toFixed(3)} against the exact moments`, async () => {
      const observed = await sampled(await theDevice(), { size, temperature, seed: 41, make: clusters, ...small });
      assertWithin(`L = ${size}, T = ${temperature}`, observed, { ...exact });
    });
  }
}

test('cluster updates of the antiferromagnet: its order in the staggered magnetisation', async () => {
  const [temperature, exact] = TORUS[4][1];
  const observed = await sampled(await theDevice(), { size: 4, temperature, coupling: -1, seed: 42, make: clusters, ...small });
  const { energy, specific_heat, magnetisation_abs: staggered_abs } = exact as Required<typeof exact>;
  assertWithin('antiferromagnet', observed, { energy, specific_heat, staggered_abs });
});

test('cluster updates at infinite temperature: free spins', async () => {
  const size = 8;
  const common = { groups: 4, slots: 100, spacing: 1, burn: 1, seed: 43, make: clusters };
  const observed = await sampled(await theDevice(), { size, temperature: Number.POSITIVE_INFINITY, ...common });
  assertWithin('T = inf', observed, { energy: 0, magnetisation_squared: 1 / size ** 2 });
});

for (const [name, make] of [
  ['local', tempered],
  ['cluster', both],
] as const) {
  test(`tempering with ${name} updates: 4 x 4 at all temperatures of a ladder against the exact moments`, async () => {
    const temperatures = TORUS[4].map(([temperature]) => temperature);
    const ladder = [...temperatures, 2.8, Number.POSITIVE_INFINITY];
    const observed = await sampledTogether(await theDevice(), { size: 4, temperatures: ladder, seed: 45, make, ...small, spacing: 4 });
    TORUS[4].forEach(([temperature, exact], k) => {
      assertWithin(`T = ${temperature}`, observed[k], { ...exact });
    });
    assertWithin('T = inf', observed[4], { energy: 0, magnetisation_squared: 1 / 16 });
  });
}

test('tempering: 8 x 8 against the exact moments', async () => {
  const [temperature, exact] = TORUS[8][0];
  const observed = await sampledTogether(await theDevice(), { size: 8, temperatures: [temperature, 2.2, 2.7], seed: 46, make: tempered, ...small, spacing: 4 });
  assertWithin(`T = ${temperature}`, observed[0], { ...exact });
});

test('tempering of the antiferromagnet', async () => {
  const [temperature, exact] = TORUS[4][1];
  const common = { ...small, spacing: 4, coupling: -1, seed: 47, make: tempered };
  const observed = await sampledTogether(await theDevice(), { size: 4, temperatures: [2, temperature], ...common });
  const { energy, specific_heat, magnetisation_abs: staggered_abs } = exact as Required<typeof exact>;
  assertWithin('antiferromagnet', observed[1], { energy, specific_heat, staggered_abs });
});

test('negative control: bonds occupied with probability 1 - exp(-J/T) are seen', async () => {
  const [temperature, exact] = TORUS[4][1];
  const threshold = Math.floor(2 ** 32 * (1 - Math.exp(-1 / temperature)));
  const make = (scope: Scope, options: IsingOptions) => corrupted(clusters(scope, options), 'thresholds', (words) => words.fill(threshold), scope);
  const observed = await sampled(await theDevice(), { size: 4, temperature, seed: 41, make, ...small, spacing: 1 });
  assert.ok(Math.abs(standardScore(observed.energy as Estimate, exact.energy)) > 4);
});

test('negative control: exchanges made whatever they cost are seen', async () => {
  const temperatures = TORUS[4].map(([temperature]) => temperature);
  const make = (scope: Scope, options: IsingOptions) => corrupted(tempered(scope, options), 'thresholds', (words) => words.fill(0xffffffff), scope);
  const observed = await sampledTogether(await theDevice(), { size: 4, temperatures, seed: 45, make, ...small, spacing: 1 });
  const [, exact] = TORUS[4][1];
  assert.ok(Math.abs(standardScore(observed[1].energy as Estimate, exact.energy)) > 4);
});

const ladder: IsingOptions = { size: 16, coupling: 1, temperatures: [TC, 2, 2.5, TC, 2, 2.5], seed: 2 ** 40 + 5 };

for (const [name, make] of [
  ['cluster', (scope: Scope, options: IsingOptions) => new ClusterChains(scope, new IsingChains(scope, options), { local: 1 })],
  ['tempered', tempered],
  ['tempered cluster', both],
] as const) {
  test(
    `${name} chains restored halfway go on bit for bit`,
    scoped(async (scope) => {
      const runs = async (chains: SpinChains, sweeps: number) => {
        const plan = new Plan(scope.memory, 'sweeps');
        chains.recordSweep(plan, [{ first: 0, groups: chains.groups }]);
        await execute(plan, sweeps);
      };
      const whole = make(scope, ladder);
      await runs(whole, 7);
      const half = await checkpoint(whole);
      await runs(whole, 6);
      const second = make(scope, ladder);
      restore(second, half);
      await runs(second, 6);
      const [expected, actual] = [await checkpoint(whole), await checkpoint(second)];
      for (const [part, memory] of Object.entries(expected.saved)) close(actual.saved[part], memory, EXACT, part);
    }),
  );
}

test('the trajectory is the same, bit for bit, on every adapter', async () => {
  const device = await theDevice();
  const scope = device.scope('trajectory');
  const temperatures = [TC, 1.5, Number.POSITIVE_INFINITY, 4];
  const hashes: string[] = [];
  for (const [make, size] of [
    [clusters, 50],
    [both, 16],
  ] as const) {
    const chains = make(scope, { size, coupling: 1, temperatures, seed: 2 ** 40 + 3 });
    const plan = new Plan(device, 'trajectory');
    chains.recordSweep(plan, [{ first: 0, groups: 4 }]);
    await execute(plan, 20);
    hashes.push(
      createHash('sha256')
        .update(await chains.state.read())
        .digest('hex')
        .slice(0, 16),
    );
  }
  scope.dispose();
  // Recorded on lavapipe (Mesa 25.0); SwiftShader 5.0 gives the same words.
  assert.equal(hashes, ['9c5968ca0190a2e3', '98432359a088038a']);
});

test.after(closeDevice);
test.run();
