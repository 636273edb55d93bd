/** Aggregation and chipping, bit for bit: every chain against one ring at a time. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import * as measureShader from '../../src/gen/shaders/model/chipping/measure.ts';
import * as shader from '../../src/gen/shaders/model/chipping/sweep.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { ChippingChains } from '../../src/model/chipping/chains.ts';
import { measure } from '../reference/model/chipping/measure.ts';
import { sweep } from '../reference/model/chipping/sweep.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { keys, words } from '../support/random.ts';
import { part } from '../support/replicas.ts';

const SEED = 12;
const none = async () => {};

test.after(closeDevice);

/** The ring of one chain out of (G, N, 32). */
function ring(masses: Uint32Array, N: number, group: number, chain: number): number[] {
  return Array.from({ length: N }, (_, site) => masses[(group * N + site) * 32 + chain]);
}

/** Moves every chain of a group of (G, N, 32) in place with the twin. */
function moveGroup(masses: Uint32Array, N: number, group: number, of: (chain: number) => Parameters<typeof sweep>[1], sweeps: number): void {
  for (let chain = 0; chain < 32; chain++) {
    const line = ring(masses, N, group, chain);
    const first = of(chain);
    for (let i = 0; i < sweeps; i++) sweep(line, { ...first, time: (first.time + i) % 2 ** 32 });
    line.forEach((mass, site) => {
      masses[(group * N + site) * 32 + chain] = mass;
    });
  }
}

for (const BIASED of [0, 1]) {
  for (const N of [2, 3, 8, 31]) {
    test(
      `model/chipping/sweep, N = ${N}, biased ${BIASED}: thresholds of all sizes, chains at different times, other groups untouched`,
      scoped(async (scope) => {
        const [G, FIRST, GROUPS, sweeps] = [6, 1, 4, 3];
        const state = words(N, G * N * 32).map((word) => (word & 3 ? word >>> 28 : 0));
        const chip = Uint32Array.from([0, 0, 2 ** 30, 2 ** 31, words(1, 1)[0] >>> 1, 7]);
        const clock = words(2, G * 32).map((word, i) => (i % 32 === 5 ? 2 ** 32 - 2 : word));
        const hopKeys = keys(3, G);
        const tensors = {
          masses: scope.upload('u32', [G, N, 32], 'masses', state),
          clock: scope.upload('u32', [G, 32], 'clock', clock),
          keys: scope.upload('u32', [G, 2], 'keys', hopKeys),
          chip: scope.upload('u32', [G], 'chip', chip),
          stretch: scope.uniform(shader.sweep.bindings.stretch, 'stretch', { first: FIRST, groups: GROUPS, sweeps, begin: 0, end: Math.ceil(N / 2) }),
        };
        await execute(new Plan(scope.memory, 'chipping').dispatch(shader.sweep, { N, BIASED }, tensors, [GROUPS * 32]));
        const expected = state.slice();
        for (let g = FIRST; g < FIRST + GROUPS; g++) {
          const key = part(hopKeys, g, G);
          moveGroup(expected, N, g, (chain) => ({ biased: BIASED === 1, chip: chip[g], time: clock[g * 32 + chain], chain, key }), sweeps);
        }
        close(await tensors.masses.read(), expected, EXACT, 'masses');
        assert.ok(expected.some((mass, i) => mass !== state[i]));
        const moved = (i: number) => i >= FIRST * 32 && i < (FIRST + GROUPS) * 32;
        close(
          await tensors.clock.read(),
          clock.map((time, i) => time + (moved(i) ? sweeps : 0)),
          EXACT,
          'clock',
        );
      }),
    );
  }
}

test(
  'ChippingChains: starts, rates and keys of every group as they should be',
  scoped(async (scope) => {
    const [N, rates] = [12, [0, 0.5, 3]];
    const chains = new ChippingChains(scope, { size: N, density: 1.25, rates, seed: SEED, start: 'both' });
    const expected = await chains.state.read();
    const sites = new Set<number>();
    for (let g = 0; g < 3; g++) {
      for (let chain = 0; chain < 32; chain++) {
        const start = ring(expected, N, g, chain);
        assert.is(
          start.reduce((a, b) => a + b),
          15,
        );
        if (chain < 16) {
          assert.is(Math.max(...start), 15, 'ordered: a condensate');
          sites.add(start.indexOf(15));
        } else assert.ok(Math.max(...start) === 2 && Math.min(...start) === 1, 'random: spread evenly');
      }
    }
    assert.ok(sites.size > 6, 'condensates lie on different sites');
    const plan = new Plan(scope.memory, 'sweep');
    chains.recordSweep(plan, [
      { first: 0, groups: 1 },
      { first: 1, groups: 2 },
    ]);
    await execute(plan, 4);
    rates.forEach((w, g) => {
      const chip = Math.floor((2 ** 31 * w) / (1 + w));
      moveGroup(expected, N, g, (chain) => ({ biased: false, chip, time: 0, chain, key: deriveKey(SEED, 'hop', g) }), 4);
    });
    close(await chains.state.read(), expected, EXACT, 'masses');
    const { shape, data } = await chains.configurations({ first: 1, groups: 2 });
    assert.equal(shape, [64, N]);
    close(data.subarray(40 * N, 41 * N), ring(expected, N, 2, 8), EXACT, 'configuration 40 is chain 8 of the second group of the range');
  }),
);

test(
  'the trajectory does not depend on how sweeps are cut into dispatches',
  scoped(async (scope) => {
    // 2048 picks per sweep: measure cuts 1500 sweeps in two.
    const options = { size: 64, density: 1, rates: [1], seed: SEED };
    const all = { first: 0, groups: 1 };
    const [one, many] = [new ChippingChains(scope, options), new ChippingChains(scope, options)];
    const plan = new Plan(scope.memory, 'sweep');
    one.recordSweep(plan, [all]);
    await execute(plan, 1500 + 7 + 7);
    await many.measure(all, 1, 1500, none);
    await many.measure(all, 2, 7, none);
    close(await many.state.read(), await one.state.read(), EXACT, 'masses');
    close(await many.saved.clock.read(), new Uint32Array(32).fill(1514), EXACT, 'clock');
  }),
);

for (const N of [2, 5, 16]) {
  test(
    `model/chipping/measure, N = ${N}: into the next slot of every chain and nowhere else`,
    scoped(async (scope) => {
      const [G, FIRST, GROUPS, SLOTS] = [4, 1, 2, 2];
      const row = GROUPS * 32 * 6;
      const state = words(N, G * N * 32).map((word) => [0, 1, 2, word >>> 18][word & 3]);
      const masses = scope.upload('u32', [G, N, 32], 'masses', state);
      // One slot more than the kernel knows of, to catch what is written beyond the end.
      const series = scope.tensor('u32', [SLOTS + 1, GROUPS * 32, 6], 'series');
      const filled = scope.tensor('u32', [GROUPS * 32], 'filled');
      const window = scope.uniform(measureShader.measure.bindings.window, 'window', { first: FIRST, groups: GROUPS, slots: SLOTS });
      const plan = new Plan(scope.memory, 'measure').dispatch(measureShader.measure, { N }, { masses, series, filled, window }, [GROUPS * 32]);
      await plan.compile();
      const values = Array.from({ length: GROUPS * 32 }, (_, i) => measure(ring(state, N, FIRST + Math.floor(i / 32), i % 32))).flat();
      const nothing = new Array<number>(row).fill(0);
      for (const expected of [
        [values, nothing, nothing],
        [values, values, nothing],
        [values, values, nothing],
      ]) {
        plan.run();
        close(await series.read(), expected.flat(), EXACT, 'series');
      }
    }),
  );
}

test(
  'ChippingChains.measure: per site, the largest as a fraction of all, as many as asked for',
  scoped(async (scope) => {
    const [N, M] = [10, 30];
    const chains = new ChippingChains(scope, { size: N, density: 3, rates: [1, 2], seed: SEED });
    const series = await chains.measure({ first: 1, groups: 1 }, 4, 5, none);
    const state = await chains.state.read();
    assert.equal(Object.keys(series), ['p0', 'p1', 'p2', 'mass_squared', 'neighbours', 'largest']);
    assert.equal([series.p0.values.length, series.p0.values[0].length, series.p0.spacing], [32, 4, 5]);
    Object.values(series).forEach(({ values }, k) => {
      const last = Array.from({ length: 32 }, (_, chain) => measure(ring(state, N, 1, chain))[k] / (k === 5 ? M : N));
      close(
        values.map((v) => v[3]),
        last,
        { atol: 0, rtol: 1e-15 },
        `column ${k}`,
      );
    });
  }),
);

test(
  'negative control: a threshold off by one part in a hundred is noticed',
  scoped(async (scope) => {
    const N = 16;
    const chains = new ChippingChains(scope, { size: N, density: 2, rates: [3], seed: SEED });
    const expected = await chains.state.read();
    await chains.measure({ first: 0, groups: 1 }, 1, 20, none);
    moveGroup(expected, N, 0, (chain) => ({ biased: false, chip: 0.99 * 0.75 * 2 ** 31, time: 0, chain, key: deriveKey(SEED, 'hop', 0) }), 20);
    const actual = await chains.state.read();
    assert.throws(() => close(actual, expected, EXACT, 'masses'));
  }),
);

test.run();
