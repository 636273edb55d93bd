/** Ising spins in three dimensions, bit for bit: every chain against one spin at a time. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/model/ising3d/measure.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { cubeThreads } from '../../src/model/ising3d/measure.ts';
import { wavesOf } from '../../src/model/ising3d/waves.ts';
import { measureCube } from '../reference/model/ising3d/measure.ts';
import { cubeSweep } from '../reference/model/ising3d/sweep.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';
import { type Cube, cubesOf } from '../support/spins.ts';

const SEED = 5;
const TIMES = 3;
const none = async () => {};

test.after(closeDevice);

const CASES: readonly Cube[] = [
  { extents: [4, 4, 4], temperatures: [4.5, 0.5] },
  // An axis of two sites has two bonds between them.
  { extents: [4, 2, 6], temperatures: [Number.POSITIVE_INFINITY, 3] },
  // Three classes, and a number of sites in a class that is no multiple of four.
  { extents: [3, 3, 3], temperatures: [4.5, 2] },
  { extents: [3, 9, 6], temperatures: [4, 8], coupling: -1.5, dynamics: 'heatbath' },
  { extents: [2, 4, 4], temperatures: [4, 1], field: 0.7, coupling: -1 },
  { extents: [4, 4, 2], temperatures: [5, Number.POSITIVE_INFINITY], field: -0.3, dynamics: 'heatbath' },
];

/** The spins of all groups after `TIMES` sweeps of the twin. */
function moved(state: Uint32Array, { extents, coupling = 1, field = 0, dynamics, temperatures }: Cube, of = (temperature: number) => temperature) {
  return temperatures.flatMap((temperature, g) => {
    const spins = part(state, g, temperatures.length).slice();
    const sweep = { extents, coupling, field, temperature: of(temperature), heatbath: dynamics === 'heatbath', key: deriveKey(SEED, 'sweep', g) };
    for (let time = 0; time < TIMES; time++) cubeSweep(spins, { ...sweep, time });
    return Array.from(spins);
  });
}

for (const options of CASES) {
  test(
    `sweeps from both starts: ${JSON.stringify(options)}`,
    scoped(async (scope) => {
      const chains = cubesOf(scope, { ...options, seed: SEED, start: 'both' });
      const expected = moved(await chains.state.read(), options);
      const plan = new Plan(scope.memory, 'sweeps');
      chains.recordSweep(plan, [{ first: 0, groups: 1 }], TIMES);
      chains.recordSweep(plan, [{ first: 1, groups: 1 }], TIMES);
      await execute(plan);
      close(await chains.state.read(), expected, EXACT, 'spins');
      close(await chains.saved.clock.read(), [TIMES, TIMES], EXACT, 'clock');
      const { shape } = await chains.configurations({ first: 1, groups: 1 });
      assert.equal(shape, [32, ...options.extents]);
    }),
  );
}

const spinsOf = (words: Uint32Array) => Array.from({ length: 32 }, (_, chain) => Array.from(words, (word) => ((word >>> chain) & 1 ? 1 : -1)));

for (const { extents, coupling } of [
  { extents: [2, 4, 6], coupling: 1 },
  { extents: [3, 3, 3], coupling: -1 },
  // Two segments of a row, the last one short.
  { extents: [3, 6, 66], coupling: -1 },
] as const) {
  test(
    `model/ising3d/measure, ${extents.join(' x ')}, J = ${coupling}: into the right slot and nowhere else`,
    scoped(async (scope) => {
      const [GROUPS, SLOTS] = [2, 2];
      const [Z, Y, X] = extents;
      const waves = wavesOf(extents);
      const { state: spins } = cubesOf(scope, { extents, coupling, temperatures: [1, 1, 1], start: 'random' });
      const slot = scope.tensor('u32', [1], 'slot');
      const series = scope.tensor('i32', [SLOTS + 1, GROUPS * 32, 7], 'series');
      const table = scope.upload('i32', [Y + Z, 2], 'waves', waves.table);
      const range = scope.uniform(shader.measure.bindings.range, 'range', {
        first: 1,
        groups: GROUPS,
        slots: SLOTS,
        begin: 0,
        end: cubeThreads(extents, GROUPS),
      });
      const constants = { X, Y, Z, STAGGERED: coupling < 0 ? 1 : 0 };
      const plan = new Plan(scope.memory, 'measure')
        .dispatch(shader.measure, constants, { spins, waves: table, slot, series, range }, [cubeThreads(extents, GROUPS)])
        .dispatch(shader.advance, constants, { slot }, [1]);
      await execute(plan, 3);
      const words = await spins.read();
      const one = [1, 2].flatMap((g) => spinsOf(part(words, g, 3)).flatMap((chain) => measureCube(chain, extents, waves.table, coupling < 0)));
      close(await series.read(), [...one, ...one, ...one.map(() => 0)], EXACT, 'series');
    }),
  );
}

test(
  'energy, magnetisations and structure factor of every chain; starts of an antiferromagnet',
  scoped(async (scope) => {
    const extents = [4, 4, 4] as const;
    const chains = cubesOf(scope, { extents, coupling: -2, field: 0.25, temperatures: [9, 12] });
    const ordered = spinsOf(part(await chains.state.read(), 0, 2)).map((spins) => Math.abs(measureCube(spins, extents, [], true)[2]));
    assert.ok(ordered.every((staggered) => staggered === 64));
    const { energy, magnetisation, staggered, structure } = await chains.measure({ first: 1, groups: 1 }, 2, 3, none);
    const wave = (f: (x: number) => number) => [0, 1, 2, 3].map((i) => f((Math.PI * i) / 2));
    const [cosine, sine] = [wave(Math.cos), wave(Math.sin)];
    const exact = [0, 1].flatMap(() => cosine.flatMap((c, i) => [c, sine[i]]));
    spinsOf(part(await chains.state.read(), 1, 2)).forEach((spins, chain) => {
      const [bonds, m, m_s, ...waves] = measureCube(spins, extents, exact, true);
      const power = waves.reduce((sum, value) => sum + value * value, 0) / 2 / 64 ** 2;
      const found = [energy, magnetisation, staggered, structure].map((series) => series.values[chain][1]);
      close(found, [(2 * bonds - 0.25 * m) / 64, m / 64, m_s / 64, power], { atol: 1e-7, rtol: 0 }, 'chain');
    });
  }),
);

test(
  'negative control: a temperature off by two parts in a hundred is noticed',
  scoped(async (scope) => {
    const chains = cubesOf(scope, { ...CASES[0], seed: SEED, start: 'both' });
    const expected = moved(await chains.state.read(), CASES[0], (temperature) => 1.02 * temperature);
    const plan = new Plan(scope.memory, 'sweeps');
    chains.recordSweep(plan, [{ first: 0, groups: 2 }], TIMES);
    await execute(plan);
    const state = await chains.state.read();
    assert.throws(() => close(state, expected, EXACT, 'spins'));
  }),
);

test.run();
