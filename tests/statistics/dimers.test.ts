/**
 * The dimer sampler against exact values, |z| < 4 with errors over independent chains. Seeds are pinned, so a failure
 * is a change of the program and not of the dice; each comparison would fail by chance with odds 6e-5.
 */
import { createHash } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { meanError } from '../../src/core/statistics.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { checkpoint, restore } from '../../src/sample/checkpoint.ts';
import { DIMERS } from '../golden/dimers.ts';
import { flipColours } from '../reference/model/dimers/flip.ts';
import { type Chain, putBonds, step, sums, sweep, wormWeights } from '../reference/model/dimers/worm.ts';
import { averages, coverings } from '../support/coverings.ts';
import { closeDevice, scoped, theDevice } from '../support/device.ts';
import { correlations, sampledDimers, watched } from '../support/dimers.ts';
import { assertWithin, standardScore } from '../support/odds.ts';

const INFINITE = Number.POSITIVE_INFINITY;
const many = { groups: 16, slots: 24, spacing: 2, burn: 30, start: 'both' } as const;
const few = { groups: 16, slots: 10, spacing: 2, burn: 30, start: 'both' } as const;

/** Left out: a specific heat that is 0 by definition, and windings too rare for a Gaussian error. */
function testable(exact: Record<string, number>, samples: number): Record<string, number> {
  const rare = samples * (1 - exact.winding_zero) < 30;
  const skip = ['hh20', 'hh01', ...(exact.specific_heat === 0 ? ['specific_heat'] : []), ...(rare ? ['winding_squared', 'winding_zero'] : [])];
  return Object.fromEntries(Object.entries(exact).filter(([name]) => !skip.includes(name)));
}

for (const size of [4, 6]) {
  for (const [temperature, exact] of DIMERS[size]) {
    test(`${size} x ${size} at T = ${temperature}: energies, windings, order, correlations`, async () => {
      const device = await theDevice();
      const label = `L = ${size}, T = ${temperature}`;
      const observed = await sampledDimers(device, { size, temperature, seed: 21, ...many });
      assertWithin(label, observed, testable({ ...exact }, 32 * many.groups * many.slots));
      const { hh20, hh01 } = exact;
      assertWithin(label, await correlations(device, { size, temperature, seed: 22, ...few }), { hh20, hh01 });
    });
  }
}

const all = coverings(4);

test('the enumeration used below gives the tabulated values', () => {
  assert.is(all.length, 272);
  for (const [temperature, exact] of DIMERS[4]) {
    const found = averages(all, 4, -1, temperature);
    for (const [name, value] of Object.entries(exact)) assert.ok(Math.abs(found[name] - value) < 1e-9, `${name} at T = ${temperature}: ${found[name]}`);
  }
});

for (const [temperature, flips] of [
  [0.5, false],
  [2, false],
  [1, true],
] as const) {
  test(`dimers that avoid each other, T = ${temperature}${flips ? ', with flips' : ''}, against enumeration`, async () => {
    const device = await theDevice();
    const exact = averages(all, 4, 1, temperature);
    const sampling = { size: 4, interaction: 1, temperature, flips, seed: 23, ...many };
    assertWithin(`v = 1, T = ${temperature}`, await sampledDimers(device, sampling), testable(exact, 32 * many.groups * many.slots));
    assertWithin(`v = 1, T = ${temperature}`, await correlations(device, { ...sampling, ...few }), { hh20: exact.hh20, hh01: exact.hh01 });
  });
}

for (const temperature of [0.65, 1, INFINITE]) {
  test(`worms and plaquette flips together are as right, T = ${temperature}`, async () => {
    const exact = averages(all, 4, -1, temperature);
    const observed = await sampledDimers(await theDevice(), { size: 4, temperature, flips: true, seed: 24, ...few, slots: 20 });
    assertWithin(`flips, T = ${temperature}`, observed, testable(exact, 32 * few.groups * 20));
  });
}

test('free dimers on 4 x 4: all 272 coverings, each equally often', async () => {
  const counts = new Map<string, number>();
  const [groups, slots] = [32, 12];
  await watched(await theDevice(), { size: 4, temperature: INFINITE, seed: 25, groups, slots, spacing: 5, burn: 20 }, (state) => {
    for (let g = 0; g < groups; g++) {
      for (let c = 0; c < 32; c++) {
        let key = '';
        for (let i = 0; i < 32; i++) key += (state[32 * g + i] >>> c) & 1;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  });
  assert.is(counts.size, 272);
  const expected = (groups * 32 * slots) / 272;
  const chi2 = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // 271 degrees of freedom: mean 271, standard deviation 23.3; beyond 380 by chance with odds 1e-5, below 180 with 3e-6.
  assert.ok(chi2 > 180 && chi2 < 380, `chi² = ${chi2}`);
});

/** A chain of the twin in a columnar state. */
const columnar = (L: number): Chain => ({ L, partner: Int32Array.from({ length: L * L }, (_, i) => i ^ 1), time: 0 });

test('negative control: a sample where a worm closes after a given number of pivots is biased', () => {
  const [L, temperature] = [4, 1];
  const weights = wormWeights(-1, temperature);
  const exact = DIMERS[4][2][1].energy;
  const budget: number[] = [];
  const fixed: number[] = [];
  for (let c = 0; c < 64; c++) {
    const chain = columnar(L);
    sweep(chain, weights, 30, [7, 7], c);
    const energies: number[] = [];
    // One random word after the other from a generator of its own: the rule is under test, not the kernel.
    let seed = c + 1;
    const word = () => {
      seed = (Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
      return Math.imul(seed ^ (seed >>> 13), 0x297a2d39) >>> 0;
    };
    for (let n = 0; n < 60; n++) {
      for (let pivots = 0, closed = false; !closed || pivots < L * L; pivots++) closed = step(chain, weights, [word(), word()]);
      energies.push(-sums(chain)[0] / L ** 2);
    }
    budget.push(meanError(energies).mean);
    const right = columnar(L);
    const all: number[] = [];
    for (let n = 0; n < 70; n++) {
      sweep(right, weights, 5, [8, 8], c);
      if (n >= 10) all.push(-sums(right)[0] / L ** 2);
    }
    fixed.push(meanError(all).mean);
  }
  assert.ok(standardScore(meanError(budget), exact) > 6, `by pivots: ${JSON.stringify(meanError(budget))}, exact ${exact}`);
  assert.ok(Math.abs(standardScore(meanError(fixed), exact)) < 4, `by closures: ${JSON.stringify(meanError(fixed))}, exact ${exact}`);
});

test('negative control: four colours of plaquettes at once are wrong where eight are right', () => {
  const [L, temperature, passes] = [4, 1, 400];
  // Flips alone conserve the winding numbers.
  const exact = averages(
    all.filter((partner) =>
      sums({ L, partner })
        .slice(1, 3)
        .every((w) => w === 0),
    ),
    L,
    -1,
    temperature,
  ).energy;
  const run = (together: readonly (readonly number[])[]) => {
    const bonds = new Uint32Array(2 * L * L);
    for (let c = 0; c < 32; c++) putBonds(bonds, columnar(L), c);
    const energies = Array.from({ length: 32 }, () => 0);
    for (let pass = 0; pass < passes; pass++) {
      for (const colours of together) flipColours(bonds, colours, { L, interaction: -1, temperature, key: [5, 6], pass, ready: 0xffffffff });
      if (pass < 20) continue;
      for (let c = 0; c < 32; c++) {
        for (let y = 0; y < L; y++) {
          for (let x = 0; x < L; x++) {
            const at = (i: number, j: number, channel: number) => (bonds[2 * ((j % L) * L + (i % L)) + channel] >>> c) & 1;
            energies[c] -= (at(x, y, 0) * at(x, y + 1, 0) + at(x, y, 1) * at(x + 1, y, 1)) / L ** 2 / (passes - 20);
          }
        }
      }
    }
    return standardScore(meanError(energies), exact);
  };
  const eight = run([[0], [1], [2], [3], [4], [5], [6], [7]]);
  assert.ok(Math.abs(eight) < 4, `eight colours: z = ${eight}`);
  const four = run([
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ]);
  assert.ok(four > 6, `four colours: z = ${four}`);
});

for (const flips of [false, true]) {
  test(
    `half a run, a checkpoint and the other half are the whole run${flips ? ', with flips' : ''}`,
    scoped(async (scope) => {
      const options = { size: 8, temperatures: [0.65, INFINITE], seed: 26, flips, start: 'both' as const, steps: 40 };
      const range = { first: 0, groups: 2 };
      const run = async (chains: DimerChains) => {
        const plan = new Plan(scope.memory, 'sweep');
        chains.recordSweep(plan, [range]);
        await plan.compile();
        plan.run(3);
        return chains.measure(range, 4, 1, async () => {});
      };
      const whole = new DimerChains(scope, options);
      await run(whole);
      const saved = await checkpoint(whole);
      const second = await run(whole);
      const other = new DimerChains(scope, { ...options, start: 'ordered' });
      restore(other, saved);
      assert.equal(await run(other), second);
      assert.equal(await checkpoint(other), await checkpoint(whole));
      assert.throws(() => restore(new DimerChains(scope, { ...options, size: 12 }), saved), /checkpoint/);
    }),
  );
}

test('the trajectory is the same, bit for bit, on every adapter', async () => {
  const device = await theDevice();
  const hashes: string[] = [];
  for (const flips of [false, true]) {
    const scope = device.scope('trajectory');
    const temperatures = [0.65, 1, INFINITE, 3];
    const chains = new DimerChains(scope, { size: 16, temperatures, seed: 2 ** 40 + 3, start: 'both', flips });
    const plan = new Plan(device, 'trajectory');
    chains.recordSweep(plan, [{ first: 0, groups: 4 }]);
    await plan.compile();
    plan.run(20);
    const hash = createHash('sha256');
    for (const tensor of Object.values(chains.saved)) hash.update(await tensor.read());
    hashes.push(hash.digest('hex').slice(0, 16));
    scope.dispose();
  }
  // Recorded on lavapipe (Mesa 25.0); SwiftShader 5.0 gives the same words.
  assert.equal(hashes, ['13654f4891c1a3db', 'b34c4bd01f998b68']);
});

test.after(closeDevice);
test.run();
