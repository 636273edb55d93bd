/** The XY model: one sweep of every chain against one rotor, or one cluster, at a time in float64, with the same random numbers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey, deriveKeys } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/model/xy/measure.ts';
import * as sweepShader from '../../src/gen/shaders/model/xy/sweep.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { RotorMove } from '../../src/model/xy/chains.ts';
import { clusters } from '../reference/model/xy/cluster.ts';
import { measure } from '../reference/model/xy/measure.ts';
import { fieldAt, heat, mirror, turn, type Vector } from '../reference/model/xy/sweep.ts';
import { close, EXACT, type Tolerance } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';
import { packedVectors, type RotorCase, rotorsOf, vectorsOf } from '../support/rotors.ts';

const SEED = 5;
const none = async () => {};

/** Of one sweep in f32, where no field is close to 0: reflections about such a field double and redouble the errors of neighbours. */
const SWEEP: Tolerance = { atol: 1e-4, rtol: 0 };

const MIRRORS: Readonly<Record<RotorMove, number>> = { 'over-relaxation': 4, heatbath: 0, 'swendsen-wang': 2 };

const CASES: readonly RotorCase[] = [
  { size: 2, points: [0.7, 3], algorithm: 'heatbath' },
  { size: 6, points: [Number.POSITIVE_INFINITY, 0.01], algorithm: 'heatbath' },
  { size: 4, points: [0.5, 1], coupling: -1.5, algorithm: 'heatbath' },
  { size: 6, points: [0.2, 0.4], algorithm: 'over-relaxation', start: 'ordered' },
  { size: 4, points: [0.3, 0.1], coupling: -1, algorithm: 'over-relaxation', start: 'ordered' },
  { size: 6, points: [0.3, 0.9], algorithm: 'swendsen-wang' },
  { size: 4, points: [1, Number.POSITIVE_INFINITY], coupling: -2, algorithm: 'swendsen-wang' },
];

test.after(closeDevice);

/** One sweep of the twins. */
function moved(state: Uint32Array, { size, coupling = 1, algorithm = 'over-relaxation', points }: RotorCase, time: number, warmer = 1): number[] {
  return points.flatMap((temperature, g) => {
    const chains = vectorsOf(part(state, g, points.length)) as Vector[][];
    const common = { L: size, coupling, temperature: warmer * temperature, time };
    const sweep = { ...common, key: deriveKey(SEED, 'sweep', g) };
    chains.forEach((rotors, chain) => {
      if (algorithm === 'swendsen-wang') clusters(rotors, chain, { ...common, key: deriveKey(SEED, 'cluster', g) });
      heat(rotors, chain, sweep);
      for (let n = 0; n < MIRRORS[algorithm]; n++) mirror(rotors, sweep);
      turn(rotors, chain, sweep);
    });
    return packedVectors(chains);
  });
}

const numbers = (words: Uint32Array) => new Float32Array(words.buffer, words.byteOffset, words.length);

for (const options of CASES) {
  test(
    `sweeps: ${JSON.stringify(options)}`,
    scoped(async (scope) => {
      const chains = rotorsOf(scope, { start: 'both', ...options, seed: SEED });
      const plan = new Plan(scope.memory, 'sweep');
      chains.recordSweep(plan, [{ first: 0, groups: 1 }]);
      chains.recordSweep(plan, [{ first: 1, groups: 1 }]);
      await plan.compile();
      for (let time = 0; time < 2; time++) {
        const before = await chains.state.read();
        plan.run();
        close(numbers(await chains.state.read()), moved(before, options, time), SWEEP, `sweep ${time}`);
        assert.throws(() => close(numbers(before), moved(before, options, time), SWEEP, 'nothing moved'));
      }
      close(await chains.saved.clock.read(), [2, 2], EXACT, 'clock');
    }),
  );
}

for (const entry of ['heat', 'mirror'] as const) {
  test(
    `model/xy/sweep.${entry} of one class of sites, all at random: an error of a field weighs as much as the field is small`,
    scoped(async (scope) => {
      const [size, coupling, points, colour] = [8, -1.5, [0.3, 2], 1];
      const { state: rotors } = rotorsOf(scope, { size, points, start: 'random' });
      const before = await rotors.read();
      const sweeps = points.map((temperature, g) => ({ L: size, coupling, temperature, key: deriveKey(SEED, 'sweep', g), time: 3 }));
      const range = scope.uniform(sweepShader.heat.bindings.range, 'range', { first: 0, begin: 0, end: size * size * 32, colour });
      const stiffness = scope.upload(
        'f32',
        [2],
        'stiffness',
        Float32Array.from(points, (T) => coupling / T),
      );
      const plan = new Plan(scope.memory, 'one class');
      const threads = [size * size * 32] as const;
      if (entry === 'mirror') plan.dispatch(sweepShader.mirror, { L: size }, { rotors, stiffness, range }, threads);
      else {
        const keys = scope.upload('u32', [2, 2], 'keys', deriveKeys(SEED, 'sweep', 2));
        const clock = scope.upload('u32', [2], 'clock', Uint32Array.of(3, 3));
        plan.dispatch(sweepShader.heat, { L: size }, { rotors, keys, stiffness, clock, range }, threads);
      }
      await execute(plan);
      const after = await rotors.read();
      sweeps.forEach((sweep, g) => {
        const was = vectorsOf(part(before, g, 2)) as Vector[][];
        vectorsOf(part(after, g, 2)).forEach((actual, chain) => {
          const fields = was[chain].map((_, site) => Math.hypot(...fieldAt(was[chain], site, sweep)));
          if (entry === 'heat') heat(was[chain], chain, sweep, [colour]);
          else mirror(was[chain], sweep, [colour]);
          actual.forEach((vector, site) => {
            close(
              vector,
              was[chain][site],
              { atol: 2e-6 * (1 + Math.abs(coupling / sweep.temperature) / fields[site]), rtol: 0 },
              `chain ${chain}, site ${site}`,
            );
          });
        });
      });
    }),
  );
}

test(
  'lengths stay within 1e-6 of 1, and angles are those of the vectors',
  scoped(async (scope) => {
    for (const algorithm of ['over-relaxation', 'swendsen-wang'] as const) {
      const chains = rotorsOf(scope, { size: 4, points: [0.05, 2], algorithm, start: 'random' });
      await chains.advance({ first: 0, groups: 2 }, 400, none);
      const state = await chains.state.read();
      const all = [0, 1].flatMap((g) => vectorsOf(part(state, g, 2)));
      for (const [x, y] of all.flat()) assert.ok(Math.abs(Math.hypot(x, y) - 1) < 1e-6, `${x}, ${y}`);
      const { shape, data } = await chains.configurations({ first: 1, groups: 1 });
      assert.equal(shape, [32, 4, 4]);
      assert.instance(data, Float32Array);
      close(
        data,
        all
          .slice(32)
          .flat()
          .map(([x, y]) => Math.atan2(y, x)),
        { atol: 1e-6, rtol: 0 },
        'angles',
      );
    }
  }),
);

test(
  'the same bits again, however sweeps and groups are divided',
  scoped(async (scope) => {
    for (const algorithm of ['over-relaxation', 'swendsen-wang'] as const) {
      const options: RotorCase = { size: 6, points: [0.8, 0.8, 1.1], algorithm, start: 'both' };
      const [one, other] = [rotorsOf(scope, options), rotorsOf(scope, options)];
      await one.advance({ first: 0, groups: 3 }, 20, none);
      await other.advance({ first: 1, groups: 2 }, 20, none);
      await other.advance({ first: 0, groups: 1 }, 7, none);
      await other.advance({ first: 0, groups: 1 }, 13, none);
      close(await other.state.read(), await one.state.read(), EXACT, algorithm);
    }
  }),
);

test(
  'starts: in order one direction in a chain, of the antiferromagnet two; at random all; half of the chains each way',
  scoped(async (scope) => {
    const spread = (vectors: readonly Vector[]) => Math.hypot(...[0, 1].map((i) => vectors.reduce((sum, v) => sum + v[i] / vectors.length, 0)));
    const common = { size: 8, points: [1] };
    const of = async (options: Partial<RotorCase>) => vectorsOf(await rotorsOf(scope, { ...common, ...options }).state.read());
    assert.ok((await of({})).every((vectors) => Math.abs(spread(vectors) - 1) < 1e-6));
    assert.ok((await of({ coupling: -1 })).every((vectors) => spread(vectors) < 1e-6));
    const both = (await of({ start: 'both' })).map(spread);
    assert.ok(both.every((length, chain) => (chain < 16 ? Math.abs(length - 1) < 1e-6 : length < 0.5)));
  }),
);

for (const [size, coupling] of [
  [2, 1],
  [6, 1],
  [4, -1],
  [66, 1],
] as const) {
  test(
    `model/xy/measure, L = ${size}, J = ${coupling}: into the right slot and nowhere else`,
    scoped(async (scope) => {
      const [GROUPS, SLOTS, COLUMNS] = [2, 2, 7];
      const { state: rotors } = rotorsOf(scope, { size, coupling, points: [1, 1, 1], start: 'both' });
      const slot = scope.tensor('u32', [1], 'slot');
      const sums = scope.tensor('f32', [GROUPS, size, COLUMNS, 32], 'sums');
      const series = scope.tensor('f32', [SLOTS + 1, GROUPS * 32, COLUMNS], 'series');
      const rangeOf = (end: number) => scope.uniform(shader.rows.bindings.range, 'range', { first: 1, groups: GROUPS, slots: SLOTS, begin: 0, end });
      const constants = { L: size, STAGGERED: coupling < 0 ? 1 : 0 };
      const plan = new Plan(scope.memory, 'measure')
        .dispatch(shader.rows, constants, { rotors, sums, range: rangeOf(GROUPS * 32 * size) }, [GROUPS * 32 * size])
        .dispatch(shader.total, constants, { sums, slot, series, range: rangeOf(GROUPS * 32) }, [GROUPS * 32])
        .dispatch(shader.advance, constants, { slot }, [1]);
      await execute(plan, 3);
      const words = await rotors.read();
      const one = [1, 2].flatMap((g) => vectorsOf(part(words, g, 3)).flatMap((vectors) => measure(vectors, size, coupling < 0)));
      close(await series.read(), [...one, ...one, ...one.map(() => 0)], { atol: 4e-6 * size * size, rtol: 0 }, 'series');
    }),
  );
}

test(
  'observables of every chain',
  scoped(async (scope) => {
    const chains = rotorsOf(scope, { size: 4, coupling: -2, points: [2, 3], start: 'both' });
    const series = await chains.measure({ first: 1, groups: 1 }, 2, 3, none);
    vectorsOf(part(await chains.state.read(), 1, 2)).forEach((vectors, chain) => {
      const [right, down, across, along, x, y, vortices] = measure(vectors, 4, true);
      const expected = [(-2 * (right + down)) / 16, across / 16, along / 16, Math.hypot(x, y) / 16, vortices / 16];
      const names = ['energy', 'current_x', 'current_y', 'magnetisation_abs', 'vortices'];
      close(
        names.map((name) => series[name].values[chain][1]),
        expected,
        { atol: 1e-6, rtol: 0 },
        'chain',
      );
    });
  }),
);

test(
  'negative control: a temperature off by two parts in a hundred is noticed',
  scoped(async (scope) => {
    for (const options of [CASES[0], CASES[3], CASES[5]]) {
      const chains = rotorsOf(scope, { start: 'both', ...options, seed: SEED });
      const before = await chains.state.read();
      const plan = new Plan(scope.memory, 'sweep');
      chains.recordSweep(plan, [{ first: 0, groups: 2 }]);
      await execute(plan);
      const state = numbers(await chains.state.read());
      close(state, moved(before, options, 0), SWEEP, 'sweep');
      assert.throws(() => close(state, moved(before, options, 0, 1.02), SWEEP, 'sweep'));
    }
  }),
);

test.run();
