/** Potts and clock models, bit for bit: every chain against one spin, or one cluster, at a time. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/model/potts/measure.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { clockSweep, weightOf } from '../reference/model/clock/heatbath.ts';
import { clusterSweep } from '../reference/model/potts/cluster.ts';
import { type ColourSweep, packed, pottsSweep, unpacked } from '../reference/model/potts/heatbath.ts';
import { measure } from '../reference/model/potts/measure.ts';
import { close, EXACT } from '../support/close.ts';
import { type Colours, coloursOf } from '../support/colours.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';

const SEED = 5;
const TIMES = 3;
const none = async () => {};

test.after(closeDevice);

const CASES: readonly Omit<Colours, 'seed'>[] = [
  { size: 4, q: 2, points: [0.7, 1.4] },
  { size: 6, q: 3, points: [Number.POSITIVE_INFINITY, 0.2] },
  { size: 3, q: 16, points: [0.8, 0.01], lattice: 'triangular' },
  { size: 6, q: 4, points: [0.9, 0.3], lattice: 'triangular', coupling: -1 },
  { size: 6, q: 5, points: [0.9, 3], coupling: 2, algorithm: 'swendsen-wang' },
  { size: 6, q: 3, points: [Number.POSITIVE_INFINITY, 0.2], lattice: 'triangular', algorithm: 'swendsen-wang' },
  { model: 'clock', size: 3, q: 6, points: [0.8, 0.01] },
  { model: 'clock', size: 4, q: 5, points: [0.3, Number.POSITIVE_INFINITY], coupling: -1.5 },
  { model: 'clock', size: 6, q: 16, points: [0.5, 0.1], lattice: 'triangular' },
];

/** The state of all groups after `TIMES` sweeps of the twins. */
function moved(
  state: Uint32Array,
  { model, size, q, coupling = 1, lattice, algorithm, points }: Omit<Colours, 'seed'>,
  of = (temperature: number) => temperature,
) {
  const twin = model === 'clock' ? clockSweep : algorithm === 'swendsen-wang' ? clusterSweep : pottsSweep;
  const purpose = algorithm === 'swendsen-wang' ? 'cluster' : 'sweep';
  return points.flatMap((temperature, g) => {
    const chains = unpacked(part(state, g, points.length), q);
    const sweep: Omit<ColourSweep, 'time'> = {
      L: size,
      q,
      triangular: lattice === 'triangular',
      coupling,
      temperature: of(temperature),
      key: deriveKey(SEED, purpose, g),
    };
    for (let time = 0; time < TIMES; time++) twin(chains, { ...sweep, time });
    return Array.from(packed(chains, q));
  });
}

for (const options of CASES) {
  test(
    `sweeps from both starts: ${JSON.stringify(options)}`,
    scoped(async (scope) => {
      const chains = coloursOf(scope, { ...options, seed: SEED, start: 'both' });
      const expected = moved(await chains.state.read(), options);
      const plan = new Plan(scope.memory, 'sweeps');
      chains.recordSweep(plan, [{ first: 0, groups: 1 }], TIMES);
      chains.recordSweep(plan, [{ first: 1, groups: 1 }], TIMES);
      await execute(plan);
      const state = await chains.state.read();
      close(state, expected, EXACT, 'states');
      close(await chains.saved.clock.read(), [TIMES, TIMES], EXACT, 'clock');
      const { shape, data } = await chains.configurations({ first: 1, groups: 1 });
      assert.equal(shape, [32, options.size, options.size]);
      close(data, unpacked(part(state, 1, 2), options.q).flat(), EXACT, 'configurations');
    }),
  );
}

test(
  'starts: in order one state in a chain, of all states; at random all states; half of the chains each way',
  scoped(async (scope) => {
    const common = { size: 6, q: 3, points: [1, 1, 1, 1] };
    const ordered = unpacked(part(await coloursOf(scope, { ...common, start: 'ordered' }).state.read(), 0, 4), 3);
    assert.ok(ordered.every((states) => new Set(states).size === 1));
    assert.is(new Set(ordered.map(([first]) => first)).size, 3);
    const anti = unpacked(part(await coloursOf(scope, { ...common, coupling: -1, lattice: 'triangular' }).state.read(), 0, 4), 3);
    assert.ok(anti.every((states) => [0, 1, 2].every((x) => states[x] !== states[(x + 1) % 6] && states[x] !== states[6 + x])));
    const both = unpacked(part(await coloursOf(scope, { ...common, start: 'both' }).state.read(), 2, 4), 3);
    assert.equal(
      both.map((states) => new Set(states).size),
      both.map((_, chain) => (chain < 16 ? 1 : 3)),
    );
  }),
);

for (const [size, q, triangular, differences] of [
  [3, 3, 0, 1],
  [4, 2, 0, 2],
  [6, 5, 1, 3],
  // Two segments of a row, the last one short.
  [66, 6, 1, 4],
] as const) {
  test(
    `model/potts/measure, L = ${size}, q = ${q}, triangular ${triangular}: into the right slot and nowhere else`,
    scoped(async (scope) => {
      const [GROUPS, SLOTS] = [2, 2];
      const columns = differences + q;
      const lattice = triangular ? 'triangular' : 'square';
      const { state } = coloursOf(scope, { model: 'clock', size, q, lattice, points: [1, 1, 1], start: 'random' });
      const slot = scope.tensor('u32', [1], 'slot');
      const series = scope.tensor('u32', [SLOTS + 1, GROUPS * 32, columns], 'series');
      const range = scope.uniform(shader.measure.bindings.range, 'range', {
        first: 1,
        groups: GROUPS,
        slots: SLOTS,
        begin: 0,
        end: GROUPS * size * Math.ceil(size / 64) * columns,
      });
      const constants = { L: size, Q: q, TRIANGULAR: triangular, DIFFERENCES: differences };
      const plan = new Plan(scope.memory, 'measure')
        .dispatch(shader.measure, constants, { state, slot, series, range }, [GROUPS * size * Math.ceil(size / 64) * columns])
        .dispatch(shader.advance, constants, { slot }, [1]);
      await execute(plan, 3);
      const words = await state.read();
      const one = [1, 2].flatMap((g) =>
        unpacked(part(words, g, 3), q).flatMap((states) => measure(states, { L: size, q, triangular: triangular === 1, differences })),
      );
      close(await series.read(), [...one, ...one, ...one.map(() => 0)], EXACT, 'series');
    }),
  );
}

test(
  'energy and order parameter of every chain',
  scoped(async (scope) => {
    const chains = coloursOf(scope, { size: 6, q: 3, coupling: 2, points: [2, 3] });
    const { energy, order } = await chains.measure({ first: 1, groups: 1 }, 2, 3, none);
    const states = unpacked(part(await chains.state.read(), 1, 2), 3);
    states.forEach((one, chain) => {
      const [bonds, ...counts] = measure(one, { L: 6, q: 3, triangular: false, differences: 1 });
      close([energy.values[chain][1], order.values[chain][1]], [(-2 * bonds) / 36, (Math.max(...counts) / 12 - 1) / 2], { atol: 1e-14, rtol: 0 }, 'chain');
    });
  }),
);

test('weights of the clock model are within 2^-26 of powers of two', () => {
  for (let y = 0; y < 30 * 2 ** 20; y += 99_991) assert.ok(Math.abs(Number(weightOf(y)) / 2 ** 27 - 2 ** (-y / 2 ** 20)) < 2 ** -26, `${y}`);
});

test(
  'negative control: a temperature off by two parts in a hundred is noticed',
  scoped(async (scope) => {
    for (const options of [CASES[0], CASES[4], CASES[6]]) {
      const chains = coloursOf(scope, { ...options, seed: SEED, start: 'both' });
      const expected = moved(await chains.state.read(), options, (temperature) => 1.02 * temperature);
      const plan = new Plan(scope.memory, 'sweeps');
      chains.recordSweep(plan, [{ first: 0, groups: 2 }], TIMES);
      await execute(plan);
      const state = await chains.state.read();
      assert.throws(() => close(state, expected, EXACT, 'states'));
    }
  }),
);

test.run();
