/** The dimer sampler, bit for bit: every chain against a worm on a plain array of partners. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { flipColours } from '../reference/model/dimers/flip.ts';
import { type Chain, partnersOf, putBonds, sums, sweep, wormWeights } from '../reference/model/dimers/worm.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';

const SEED = 11;
const none = async () => {};

test.after(closeDevice);

/** The chains of a state (G, L, L, 2) as the twin has them. */
function twinsOf(state: Uint32Array, L: number, groups: number): Chain[][] {
  return Array.from({ length: groups }, (_, g) =>
    Array.from({ length: 32 }, (_, c): Chain => ({ L, partner: partnersOf(part(state, g, groups), L, c), time: 0 })),
  );
}

for (const [size, interaction, start, steps] of [
  [4, -1, 'both', 8192],
  [6, 1, 'ordered', 3],
  [8, -0.7, 'random', 50],
  [10, -1, 'both', 7],
] as const) {
  test(
    `four sweeps, L = ${size}, v = ${interaction}, dispatches of ${steps} steps, one group at infinite temperature`,
    scoped(async (scope) => {
      const temperatures = [0.65, Number.POSITIVE_INFINITY, 1.3];
      const chains = new DimerChains(scope, { size, interaction, temperatures, seed: SEED, start, steps });
      const expected = await chains.state.read();
      const first = expected.slice();
      const twins = twinsOf(expected, size, 3);
      const plan = new Plan(scope.memory, 'sweep');
      chains.recordSweep(plan, [
        { first: 0, groups: 1 },
        { first: 1, groups: 2 },
      ]);
      await plan.compile();
      for (let n = 0; n < 4; n++) {
        plan.run();
        temperatures.forEach((temperature, g) => {
          const weights = wormWeights(interaction, temperature);
          twins[g].forEach((twin, c) => {
            sweep(twin, weights, chains.worms[g], deriveKey(SEED, 'worm', g), c);
            putBonds(part(expected, g, 3), twin, c);
          });
        });
        close(await chains.state.read(), expected, EXACT, `bonds after sweep ${n + 1}`);
      }
      assert.ok(
        first.some((word, i) => word !== expected[i]),
        'something has moved',
      );
    }),
  );
}

test(
  'measurements: every chain at its own multiples of two sweeps, however the work is cut; sweeps go on from there',
  scoped(async (scope) => {
    const [size, slots, spacing, temperature] = [6, 3, 2, 1];
    const chains = new DimerChains(scope, { size, temperatures: [temperature, temperature], seed: SEED, start: 'both', steps: 5 });
    const expected = await chains.state.read();
    const twins = twinsOf(expected, size, 2);
    const series = await chains.measure({ first: 1, groups: 1 }, slots, spacing, none);
    const weights = wormWeights(-1, temperature);
    const key = deriveKey(SEED, 'worm', 1);
    const scale = { energy: -1 / size ** 2, winding_x: 1 / size, winding_y: 1 / size, columnar_x: 2 / size ** 2, columnar_y: 2 / size ** 2 };
    twins[1].forEach((twin, c) => {
      for (let slot = 0; slot < slots; slot++) {
        for (let n = 0; n < spacing; n++) sweep(twin, weights, chains.worms[1], key, c);
        const totals = sums(twin);
        const found = Object.keys(scale).map((name) => series[name].values[c][slot]);
        close(
          found,
          Object.values(scale).map((unit, k) => unit * totals[k]),
          EXACT,
          `chain ${c}, sample ${slot}`,
        );
      }
      putBonds(part(expected, 1, 2), twin, c);
    });
    close(await chains.state.read(), expected, EXACT, 'last samples');
    const plan = new Plan(scope.memory, 'sweep');
    chains.recordSweep(plan, [{ first: 1, groups: 1 }]);
    await execute(plan);
    twins[1].forEach((twin, c) => {
      sweep(twin, weights, chains.worms[1], key, c);
      putBonds(part(expected, 1, 2), twin, c);
    });
    close(await chains.state.read(), expected, EXACT, 'after one more sweep');
  }),
);

for (const [size, interaction] of [
  [4, -1],
  [8, 0.8],
  [12, -1],
]) {
  test(
    `three sweeps with plaquette flips, L = ${size}, v = ${interaction}, and the sums counted anew`,
    scoped(async (scope) => {
      const temperatures = [1, Number.POSITIVE_INFINITY];
      const chains = new DimerChains(scope, { size, interaction, temperatures, seed: SEED, start: 'both', flips: true });
      const expected = await chains.state.read();
      const twins = twinsOf(expected, size, 2);
      const series = await chains.measure({ first: 0, groups: 2 }, 3, 1, none);
      for (let n = 0; n < 3; n++) {
        temperatures.forEach((temperature, g) => {
          const group = part(expected, g, 2);
          twins[g].forEach((twin, c) => {
            sweep(twin, wormWeights(interaction, temperature), chains.worms[g], deriveKey(SEED, 'worm', g), c);
            putBonds(group, twin, c);
          });
          const flips = { L: size, interaction, temperature, key: deriveKey(SEED, 'flip', g), pass: n, ready: 0xffffffff };
          for (let colour = 0; colour < 8; colour++) flipColours(group, [colour], flips);
          twins[g].forEach((twin, c) => {
            twin.partner = partnersOf(group, size, c);
            const [pairs, , , dx, dy] = sums(twin);
            const of = (name: string) => series[name].values[32 * g + c][n];
            close(
              [of('energy'), of('columnar_x'), of('columnar_y')],
              [(interaction * pairs) / size ** 2, (2 * dx) / size ** 2, (2 * dy) / size ** 2],
              { atol: 1e-12, rtol: 0 },
              'sums',
            );
          });
        });
      }
      close(await chains.state.read(), expected, EXACT, 'bonds');
    }),
  );
}

test(
  'a chain that is late keeps its old sample and completes its sweep later; no sample is lost',
  scoped(async (scope) => {
    // 16 pivots per site are never exceeded here by chance, so most of them are taken out of the plan.
    const [size, worms] = [4, 12];
    const chains = new DimerChains(scope, { size, temperatures: [Number.POSITIVE_INFINITY], seed: SEED, worms, steps: 10 });
    const start = await chains.state.read();
    const plan = new Plan(scope.memory, 'sweep');
    chains.recordSweep(plan, [{ first: 0, groups: 1 }]);
    plan.dispatches.splice(3, plan.dispatches.length - 5);
    await plan.compile();
    const weights = wormWeights(-1, Number.POSITIVE_INFINITY);
    const samples = twinsOf(start, size, 1)[0].map((twin, c) => {
      const list = [];
      for (let n = 0; n < 3; n++) {
        list.push(twin.partner.join());
        sweep(twin, weights, worms, deriveKey(SEED, 'worm', 0), c);
      }
      return list;
    });
    for (let n = 1; n <= 3; n++) {
      plan.run();
      const state = await chains.state.read();
      const at = samples.map((list, c) => list.indexOf(partnersOf(state, size, c).join()));
      assert.ok(at.includes(0) || n > 1, `some chain still shows its start after sweep ${n}: ${at}`);
      if (n < 3) assert.ok(Math.max(...at) <= n && Math.min(...at) >= 0, `every chain shows one of its samples: ${at}`);
    }
    assert.ok((await chains.late()) > 0, 'late sweeps are counted');
  }),
);

test(
  'chains that would not fit are refused before anything is allocated',
  scoped((scope, { live }) => {
    const temperatures = new Array<number>(512).fill(1);
    const before = { ...live };
    assert.throws(() => new DimerChains(scope, { size: 2048, temperatures, seed: 1 }), /memory for .*use a smaller size or fewer chains/);
    assert.equal(live, before);
  }),
);

test(
  'negative control: weights off by one part in a hundred are noticed',
  scoped(async (scope) => {
    const [size, temperature] = [8, 1];
    const chains = new DimerChains(scope, { size, temperatures: [temperature], seed: SEED, start: 'random' });
    const expected = await chains.state.read();
    const [w0, w1, w2] = wormWeights(-1, temperature);
    twinsOf(expected, size, 1)[0].forEach((twin, c) => {
      sweep(twin, [w0, Math.round(1.01 * w1), w2], chains.worms[0], deriveKey(SEED, 'worm', 0), c);
      putBonds(expected, twin, c);
    });
    await chains.measure({ first: 0, groups: 1 }, 1, 1, none);
    const actual = await chains.state.read();
    assert.throws(() => close(actual, expected, EXACT, 'bonds'));
  }),
);

test.run();
