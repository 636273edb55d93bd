/** Blume-Capel model, bit for bit: every chain against one spin at a time. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/model/blume_capel/measure.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { measureThreads } from '../../src/model/blume_capel/measure.ts';
import { capelSweep, packedSpins, unpackedSpins } from '../reference/model/blume_capel/heatbath.ts';
import { measureSpins } from '../reference/model/blume_capel/measure.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';
import { type Capel, capelOf } from '../support/spins.ts';

const SEED = 5;
const TIMES = 3;
const none = async () => {};

test.after(closeDevice);

const CASES: readonly Capel[] = [
  { size: 4, temperatures: [0.6, 1.6], crystalField: 0.5 },
  { size: 6, temperatures: [Number.POSITIVE_INFINITY, 0.05], crystalField: 1.99, coupling: 2 },
  // Three classes, and a number of sites in a class that is no multiple of four.
  { size: 9, temperatures: [1.2, 0.4], crystalField: -0.3 },
  { size: 6, temperatures: [2.7, 0.7], lattice: 'triangular', crystalField: 1 },
  { size: 6, temperatures: [1.1, 0.3], field: 0.2, crystalField: 1.7 },
  { size: 3, temperatures: [1.5, 0.5], lattice: 'triangular', field: -0.4, crystalField: 0.9 },
];

/** The state of all groups after `TIMES` sweeps of the twin. */
function moved(state: Uint32Array, options: Capel, of = (temperature: number) => temperature) {
  const { size, lattice, coupling = 1, crystalField = 0, field = 0, temperatures } = options;
  return temperatures.flatMap((temperature, g) => {
    const chains = unpackedSpins(part(state, g, temperatures.length));
    const sweep = {
      L: size,
      triangular: lattice === 'triangular',
      coupling,
      crystalField,
      field,
      temperature: of(temperature),
      key: deriveKey(SEED, 'sweep', g),
    };
    for (let time = 0; time < TIMES; time++) capelSweep(chains, { ...sweep, time });
    return Array.from(packedSpins(chains));
  });
}

for (const options of CASES) {
  test(
    `sweeps from both starts: ${JSON.stringify(options)}`,
    scoped(async (scope) => {
      const chains = capelOf(scope, { ...options, seed: SEED, start: 'both' });
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
      close(data, unpackedSpins(part(state, 1, 2)).flat(), EXACT, 'configurations');
    }),
  );
}

test(
  'starts: in order the ground state, of either sign without a field; at random all states; half of the chains each way',
  scoped(async (scope) => {
    const states = async (options: Partial<Capel>) => unpackedSpins(await capelOf(scope, { size: 6, temperatures: [1], ...options }).state.read());
    const values = (spins: readonly (readonly number[])[]) => [...new Set(spins.flat())].sort();
    const ordered = await states({ crystalField: 1.9 });
    assert.ok(ordered.every((spins) => new Set(spins).size === 1));
    assert.equal(values(ordered), [-1, 1]);
    assert.equal(values(await states({ field: -0.1 })), [-1]);
    assert.equal(values(await states({ crystalField: 2.1 })), [0]);
    assert.equal(values(await states({ crystalField: 2.1, lattice: 'triangular', field: 0.1 })), [1]);
    assert.equal(values(await states({ start: 'random' })), [-1, 0, 1]);
    const both = await states({ start: 'both' });
    assert.equal(
      both.map((spins) => new Set(spins).size),
      both.map((_, chain) => (chain < 16 ? 1 : 3)),
    );
  }),
);

for (const [size, triangular] of [
  [3, 0],
  [6, 1],
  // Two segments of a row, the last one short.
  [66, 1],
] as const) {
  test(
    `model/blume_capel/measure, L = ${size}, triangular ${triangular}: into the right slot and nowhere else`,
    scoped(async (scope) => {
      const [GROUPS, SLOTS] = [2, 2];
      const { state } = capelOf(scope, { size, lattice: triangular ? 'triangular' : 'square', temperatures: [1, 1, 1], start: 'random' });
      const slot = scope.tensor('u32', [1], 'slot');
      const series = scope.tensor('u32', [SLOTS + 1, GROUPS * 32, 4], 'series');
      const range = scope.uniform(shader.measure.bindings.range, 'range', {
        first: 1,
        groups: GROUPS,
        slots: SLOTS,
        begin: 0,
        end: measureThreads(size, GROUPS),
      });
      const constants = { L: size, Q: 3, TRIANGULAR: triangular };
      const plan = new Plan(scope.memory, 'measure')
        .dispatch(shader.measure, constants, { state, slot, series, range }, [measureThreads(size, GROUPS)])
        .dispatch(shader.advance, constants, { slot }, [1]);
      await execute(plan, 3);
      const words = await state.read();
      const one = [1, 2].flatMap((g) => unpackedSpins(part(words, g, 3)).flatMap((spins) => measureSpins(spins, { L: size, triangular: triangular === 1 })));
      close(await series.read(), [...one, ...one, ...one.map(() => 0)], EXACT, 'series');
    }),
  );
}

test(
  'energy, magnetisation and <S²> of every chain',
  scoped(async (scope) => {
    const chains = capelOf(scope, { size: 6, coupling: 2, crystalField: 1.5, field: 0.25, temperatures: [2, 3] });
    const { energy, magnetisation, density } = await chains.measure({ first: 1, groups: 1 }, 2, 3, none);
    unpackedSpins(part(await chains.state.read(), 1, 2)).forEach((spins, chain) => {
      const [minus, plus, unlike, like] = measureSpins(spins, { L: 6, triangular: false });
      const expected = [-2 * (like - unlike) + 1.5 * (minus + plus) - 0.25 * (plus - minus), plus - minus, minus + plus];
      const found = [energy, magnetisation, density].map((series) => 36 * series.values[chain][1]);
      close(found, expected, { atol: 1e-12, rtol: 0 }, 'chain');
    });
  }),
);

test(
  'negative control: a temperature off by two parts in a hundred, and a chain that is never turned over, are noticed',
  scoped(async (scope) => {
    const chains = capelOf(scope, { ...CASES[0], seed: SEED, start: 'both' });
    const before = await chains.state.read();
    const plan = new Plan(scope.memory, 'sweeps');
    chains.recordSweep(plan, [{ first: 0, groups: 2 }], TIMES);
    await execute(plan);
    const state = await chains.state.read();
    close(state, moved(before, CASES[0]), EXACT, 'states');
    assert.throws(() =>
      close(
        state,
        moved(before, CASES[0], (temperature) => 1.02 * temperature),
        EXACT,
        'states',
      ),
    );
    assert.throws(() => close(state, moved(before, { ...CASES[0], field: 1e-300 }), EXACT, 'states'));
  }),
);

test.run();
