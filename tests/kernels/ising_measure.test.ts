/** Bond sums and magnetisations of every chain, exactly, into the right slot of the series and nowhere else. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/model/ising/measure.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { measureThreads } from '../../src/model/ising/measure.ts';
import { wavesOf } from '../../src/model/ising/waves.ts';
import { measure, structure, waveSums } from '../reference/model/ising/measure.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { spinOf } from '../support/pack.ts';
import { words } from '../support/random.ts';
import { part } from '../support/replicas.ts';

test.after(closeDevice);

for (const [L, DISORDER, STAGGERED] of [
  [4, 0, 0],
  [6, 0, 1],
  [10, 0, 0],
  [6, 1, 0],
  [6, 2, 1],
  // Two segments of a line, the last one short.
  [66, 2, 1],
]) {
  test(
    `model/ising/measure, L = ${L}, tables of bonds ${DISORDER}, waves of ${STAGGERED ? 'staggered ' : ''}spins`,
    scoped(async (scope) => {
      const [G, FIRST, GROUPS, SLOTS] = [4, 1, 2, 3];
      const row = GROUPS * 32 * 7;
      const state = words(L, G * L * L);
      const slot = scope.tensor('u32', [1], 'slot');
      // One slot more than the kernel knows of, to catch what is written beyond the end.
      const series = scope.tensor('i32', [SLOTS + 1, GROUPS * 32, 7], 'series');
      const constants = { L, DISORDER, STAGGERED };
      const range = scope.uniform(shader.measure.bindings.range, 'range', {
        first: FIRST,
        groups: GROUPS,
        slots: SLOTS,
        begin: 0,
        end: measureThreads(L, GROUPS),
      });
      const negative = words(L + 1, 2 * G * L * L);
      const bonds = scope.upload('u32', [G, L, L, 2], 'bonds', negative);
      const wave = wavesOf(L).table;
      const bindings = { spins: scope.upload('u32', [G, L, L], 'spins', state), bonds, waves: scope.upload('i32', [L, 2], 'waves', wave), slot, series, range };
      const plan = new Plan(scope.memory, 'measure')
        .dispatch(shader.measure, constants, bindings, [measureThreads(L, GROUPS)])
        .dispatch(shader.advance, constants, { slot }, [1]);
      await plan.compile();
      const one = Array.from({ length: GROUPS * 32 }, (_, i) => {
        const [group, chain] = [FIRST + Math.floor(i / 32), i % 32];
        const table = DISORDER === 2 ? 2 * L * L * group : 0;
        const sign = (bond: number) => (DISORDER > 0 && (negative[table + bond] >>> chain) & 1 ? -1 : 1);
        const own = part(state, group, G);
        return [
          ...measure(own, L, chain, sign),
          ...waveSums(
            L,
            (x, y) => spinOf(own, y * L + x, chain),
            STAGGERED === 1,
            (i) => [wave[2 * i], wave[2 * i + 1]],
          ),
        ];
      }).flat();
      const none = new Array<number>(row).fill(0);
      const expected = [none, none, none, none];
      // The fourth measurement belongs to a slot that does not exist.
      slot.write(Uint32Array.from([1]));
      for (const now of [1, 2, 3]) {
        plan.run();
        if (now < SLOTS) expected[now] = one;
        close(await series.read(), expected.flat(), EXACT, `series after measurement ${now}`);
        close(await slot.read(), [now + 1], EXACT, 'measurements');
      }
    }),
  );
}

test(
  'IsingChains.measure: series in units of J and per site, as many as asked for',
  scoped(async (scope) => {
    const chains = new IsingChains(scope, { size: 6, coupling: -2, temperatures: [4, 5], seed: 3 });
    const sweep = new Plan(scope.memory, 'sweep');
    chains.recordSweep(sweep, [{ first: 0, groups: 2 }]);
    await execute(sweep, 2);
    const series = await chains.measure({ first: 1, groups: 1 }, 4, 2, async () => {});
    const state = part(await chains.state.read(), 1, 2);
    assert.equal(Object.keys(series), ['energy', 'magnetisation', 'staggered', 'structure']);
    const last = Array.from({ length: 32 }, (_, chain) => measure(state, 6, chain));
    const lastOf = (name: string) => series[name].values.map((values) => values[3]);
    assert.is(series.energy.values[0].length, 4);
    close(
      lastOf('energy'),
      last.map(([bonds]) => (2 * bonds) / 36),
      { atol: 1e-12, rtol: 0 },
      'energy per site, -J / N times the bond sum',
    );
    close(
      lastOf('magnetisation'),
      last.map(([, m]) => m / 36),
      { atol: 1e-12, rtol: 0 },
      'magnetisation',
    );
    close(
      lastOf('staggered'),
      last.map(([, , s]) => s / 36),
      { atol: 1e-12, rtol: 0 },
      'staggered magnetisation',
    );
    // J < 0: about (π, π).
    const exact = Array.from({ length: 32 }, (_, chain) => structure(6, (x, y) => spinOf(state, y * 6 + x, chain), true));
    // The scale is 6e7, so a cosine of one half is off by 2e-8 of itself at most.
    close(lastOf('structure'), exact, { atol: 1e-12, rtol: 4e-8 }, 'structure factor');
  }),
);

test('waves in fixed point: opposite values cancel, no sum can overflow, and what else is mixed in is as small as the docstring says', () => {
  for (const size of [4, 6, 10, 64, 1024, 4096, 16384]) {
    const { table, amplitudes } = wavesOf(size);
    const scale = Math.floor((2 ** 31 - 1) / size ** 2);
    for (const k of [0, 1]) {
      const column = Array.from({ length: size }, (_, i) => table[2 * i + k]);
      assert.ok(size * column.reduce((sum, value) => sum + Math.abs(value), 0) < 2 ** 31, `L = ${size} overflows`);
      assert.ok(column.every((value, i) => value === -column[(i + size / 2) % size]));
      const trigonometric = (i: number) => (k === 0 ? Math.cos : Math.sin)((2 * Math.PI * i) / size);
      assert.ok(column.every((value, i) => Math.abs(value - scale * trigonometric(i)) < 0.5 + 1e-6));
      // Parseval: the power of the table beyond its own wave.
      const wave = (i: number) => amplitudes[k] * trigonometric(i);
      const beyond = column.reduce((sum, value, i) => sum + (value - wave(i)) ** 2, 0) / column.reduce((sum, value) => sum + value ** 2, 0);
      assert.ok(beyond <= 1 / (2 * scale ** 2), `L = ${size}: ${beyond}, scale ${scale}`);
    }
  }
});

test.run();
