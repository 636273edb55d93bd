/**
 * The Ising sampler against exact values, |z| < 4 with errors over independent chains. Seeds are pinned, so a
 * failure is a change of the program and not of the dice; each comparison would fail by chance with odds 6e-5.
 */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import type { Plan } from '../../src/gpu/plan.ts';
import { Scope } from '../../src/gpu/scope.ts';
import type { Uniform } from '../../src/gpu/tensor.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { checkpoint, restore } from '../../src/sample/checkpoint.ts';
import type { GroupRange } from '../../src/sample/groups.ts';
import { MOMENTS, TC, TORUS } from '../golden/ising.ts';
import { kaufman, yang } from '../reference/kaufman.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, standardScore } from '../support/odds.ts';
import { sampled, sampledTogether } from '../support/sampling.ts';

const small = { groups: 8, slots: 150, spacing: 5, burn: 100 };

test("the test's Kaufman formula gives the golden energies and specific heats", () => {
  for (const size of [4, 8, 64]) {
    for (const [temperature, exact] of TORUS[size]) {
      const { energy, specific_heat } = kaufman(size, temperature);
      assert.ok(Math.abs(energy - exact.energy) < 1e-7 && Math.abs(specific_heat - exact.specific_heat) < 1e-5, `${size} at ${temperature}`);
    }
  }
});

for (const size of [4, 6]) {
  test(`${size} x ${size} at five temperatures: energy, specific heat, |m|, m² and Binder cumulant, and their pooled chi squared`, async () => {
    const temperatures = MOMENTS[size].map(([temperature]) => temperature);
    const observed = await sampledTogether(await theDevice(), { size, temperatures, seed: 11, ...small });
    const chi: Record<string, number> = {};
    MOMENTS[size].forEach(([temperature, moments], k) => {
      const exact = { ...kaufman(size, temperature), ...moments };
      assertWithin(`L = ${size}, T = ${temperature}`, observed[k], exact);
      for (const [name, value] of Object.entries(exact)) chi[name] = (chi[name] ?? 0) + standardScore(observed[k][name], value) ** 2;
    });
    // Chi squared of 5 degrees of freedom exceeds 27.3 with probability 5e-5.
    for (const [name, sum] of Object.entries(chi)) assert.ok(sum < 27.3, `${name}: chi squared ${sum} of 5`);
  });
}

test('64 x 64 at T = 2 and 3 against Kaufman, and at T = 2 against Yang', async () => {
  const temperatures = TORUS[64].map(([temperature]) => temperature);
  const observed = await sampledTogether(await theDevice(), { size: 64, temperatures, groups: 1, slots: 80, spacing: 4, burn: 100, seed: 12 });
  TORUS[64].forEach(([temperature, exact], k) => {
    assertWithin(`L = 64, T = ${temperature}`, observed[k], { ...exact });
  });
  // The two phases meet too rarely for the finite lattice to show: exp(-2 L / ξ) is below 1e-30 here.
  assertWithin('spontaneous magnetisation', observed[0], { magnetisation_abs: yang(2) });
});

test('the layout of large lattices: 64 x 64 at three temperatures against Kaufman', async () => {
  const scope = (await theDevice()).scope('lattice');
  const temperatures = [1.8, 2.5, 3];
  const each = 16;
  const lattices = new IsingLattice(scope, { size: 64, coupling: 1, temperatures: temperatures.flatMap((t) => new Array<number>(each).fill(t)), seed: 15 });
  const all = { first: 0, groups: lattices.groups };
  await lattices.advance(all, 100, async () => {});
  for (const [k, temperature] of temperatures.entries()) {
    const series = await lattices.measure({ first: k * each, groups: each }, 40, 5, async () => {});
    const observed = lattices.observables(series, temperature) as Record<string, Estimate>;
    assertWithin(`T = ${temperature}`, observed, { ...kaufman(64, temperature), ...(temperature < TC ? { magnetisation_abs: yang(temperature) } : {}) });
  }
  scope.dispose();
});

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

test('negative control: a coupling off by 1 % is seen', async () => {
  const [temperature, exact] = TORUS[4][1];
  const observed = await sampled(await theDevice(), { size: 4, temperature: temperature / 1.01, seed: 11, ...small });
  assert.ok(Math.abs(standardScore(observed.energy as Estimate, exact.energy)) > 4);
});

/** Chains whose recorded dispatches are changed before they are compiled. */
function tampered(chains: IsingChains, change: (dispatch: Plan['dispatches'][number]) => Plan['dispatches'][number] | undefined): IsingChains {
  const record = chains.recordSweep.bind(chains);
  chains.recordSweep = (plan: Plan, ranges: readonly GroupRange[], count?: number) => {
    record(plan, ranges, count);
    const kept = plan.dispatches.splice(0).map(change);
    for (const dispatch of kept) if (dispatch) plan.dispatches.push(dispatch);
  };
  return chains;
}

/** The sublattice that a dispatch moves. */
const colourOf = ({ bindings }: Plan['dispatches'][number]) => (bindings.range as Uniform).values.colour;

for (const [what, change] of [
  // The second colour takes its bonds for antiferromagnetic.
  ['follows the wrong rule', (d: Plan['dispatches'][number]) => (colourOf(d) === 1 ? { ...d, constants: { ...d.constants, ANTI: 1 } } : d)],
  ['is left out', (d: Plan['dispatches'][number]) => (colourOf(d) === 1 ? undefined : d)],
] as const) {
  test(`negative control: one colour that ${what} is seen`, async () => {
    const scope = (await theDevice()).scope('wrong rule');
    const [temperature, exact] = TORUS[4][1];
    const make = () => new IsingChains(scope, { size: 4, coupling: 1, temperatures: new Array<number>(8).fill(temperature), seed: 11, tile: false });
    const chains = tampered(make(), change);
    const observed = chains.observables(await chains.measure({ first: 0, groups: 8 }, 100, 5, async () => {}), temperature);
    assert.ok(Math.abs(standardScore(observed.energy as Estimate, exact.energy)) > 4);
    scope.dispose();
  });
}

/**
 * Covariance of |m| in pairs of chains (neighbours in a word, and of the same bit in neighbouring groups) in standard
 * errors. |m| and not m: with shared random numbers chains meet each other or each other's mirror image.
 */
async function dependence(make: (chains: IsingChains) => IsingChains): Promise<number[]> {
  const scope = (await theDevice()).scope('dependence');
  const options = { size: 8, coupling: 1, temperatures: new Array<number>(8).fill(TC), seed: 16, start: 'random' as const, tile: false };
  const chains = make(new IsingChains(scope, options));
  const range = { first: 0, groups: 8 };
  await chains.measure(range, 1, 200, async () => {});
  const absolute = (await chains.measure(range, 40, 20, async () => {})).magnetisation.values.map((chain) => chain.map(Math.abs));
  scope.dispose();
  const all = absolute.reduce((sum, chain) => sum + chain.reduce((a, b) => a + b, 0) / chain.length, 0) / absolute.length;
  const values = absolute.map((chain) => chain.map((m) => m - all));
  const score = (pairs: [number, number][]) => {
    const products = pairs.map(([a, b]) => values[a].reduce((sum, m, t) => sum + m * values[b][t], 0));
    const mean = products.reduce((sum, x) => sum + x, 0) / products.length;
    const variance = products.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (products.length - 1) / products.length;
    return mean / Math.sqrt(variance);
  };
  // Disjoint pairs, so that the products are independent.
  const words = Array.from({ length: 128 }, (_, i): [number, number] => [2 * i, 2 * i + 1]);
  const groups = Array.from({ length: 128 }, (_, i): [number, number] => [64 * Math.floor(i / 32) + (i % 32), 64 * Math.floor(i / 32) + 32 + (i % 32)]);
  return [score(words), score(groups)];
}

test('chains are independent of each other, in a word and between groups', async () => {
  for (const z of await dependence((chains) => chains)) assert.ok(Math.abs(z) < 4, `z = ${z}`);
});

test('negative control: chains of a word that share their random numbers are seen', async () => {
  const line = 'return vec4u(a, b, c, next_word(stream));';
  const shared = 'return vec4u(spread(a).x, spread(b).x, spread(c).x, spread(next_word(stream)).x);';
  const [words] = await dependence((chains) =>
    tampered(chains, (d) => {
      assert.ok(d.declaration.source.includes(line));
      return { ...d, declaration: { ...d.declaration, path: 'model/ising/metropolis (shared)', source: d.declaration.source.replace(line, shared) } };
    }),
  );
  assert.ok(Math.abs(words) > 4, `z = ${words}`);
});

test('negative control: groups that share their key are seen', async () => {
  const [, groups] = await dependence((chains) => {
    let keys: Plan['dispatches'][number]['bindings'][string] | undefined;
    return tampered(chains, (d) => {
      keys ??= new Scope(chains.state.memory, 'same keys').upload('u32', [8, 2], 'keys', new Uint32Array(16).fill(5));
      return { ...d, bindings: { ...d.bindings, keys } };
    });
  });
  assert.ok(Math.abs(groups) > 4, `z = ${groups}`);
});

const LAYOUTS: [string, (scope: Scope) => Chains][] = [
  ['32 chains per word', (scope) => new IsingChains(scope, { size: 16, coupling: 1, temperatures: [TC, 1.5, Number.POSITIVE_INFINITY, 4], seed: 2 ** 40 + 3 })],
  ['large lattices', (scope) => new IsingLattice(scope, { size: 64, coupling: 1, temperatures: [TC, Number.POSITIVE_INFINITY], seed: 2 ** 40 + 3 })],
  [
    'field and disorder',
    (scope) => new IsingChains(scope, { size: 8, coupling: 1, temperatures: [2], field: 0.1, disorder: 0.5, sharedDisorder: false, seed: 4 }),
  ],
];
// Recorded on lavapipe (Mesa 25.0); SwiftShader 5.0 gives the same words.
const HASHES = [
  ['4e6316a6770ed9f7', '65a675767e74da15'],
  ['dcf57934d0a873a2', '3a776d14b0bb3451'],
  ['155f17ac6866844e', '45f22dd56852a6dd'],
];

async function hashOf(chains: Chains): Promise<string> {
  return createHash('sha256')
    .update(await chains.state.read())
    .digest('hex')
    .slice(0, 16);
}

LAYOUTS.forEach(([name, make], n) => {
  test(`${name}: the trajectory is the same on every adapter, and half of it, a checkpoint and the other half are the whole`, async () => {
    const scope = (await theDevice()).scope('trajectory');
    const chains = make(scope);
    const range = { first: 0, groups: chains.groups };
    await chains.advance(range, 100, async () => {});
    const half = await hashOf(chains);
    const saved = await checkpoint(chains);
    await chains.advance(range, 100, async () => {});
    const whole = await hashOf(chains);
    const fresh = make(scope);
    restore(fresh, saved);
    await fresh.advance(range, 100, async () => {});
    assert.is(await hashOf(fresh), whole);
    assert.throws(() => restore(LAYOUTS[(n + 1) % LAYOUTS.length][1](scope), saved), /checkpoint: expected/);
    scope.dispose();
    assert.equal([half, whole], HASHES[n]);
  });
});

test.after(closeDevice);
test.run();
