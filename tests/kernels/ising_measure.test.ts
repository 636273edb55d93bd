/** Bond sums and magnetisations of every chain, exactly, into the right slot of the series and nowhere else. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/sample/ising_measure.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingChains } from '../../src/sample/ising.ts';
import { measure } from '../reference/sample/ising_measure.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { words } from '../support/random.ts';
import { part } from '../support/replicas.ts';

test.after(closeDevice);

for (const L of [4, 6, 10]) {
  test(
    `sample/ising_measure, L = ${L}`,
    scoped(async (scope) => {
      const [G, FIRST, GROUPS, SLOTS, start, every] = [4, 1, 2, 3, 10, 5];
      const row = GROUPS * 32 * 3;
      const state = words(L, G * L * L);
      const clock = scope.tensor('u32', [G, 2], 'clock');
      // One slot more than the kernel knows of, to catch what is written beyond the end.
      const series = scope.tensor('i32', [SLOTS + 1, GROUPS * 32, 3], 'series');
      const plan = new Plan(scope.device, 'measure').dispatch(
        shader.measure,
        { L, FIRST, GROUPS, SLOTS },
        {
          spins: scope.upload('u32', [G, L, L], 'spins', state),
          clock,
          series,
          window: scope.uniform(shader.measure.bindings.window, 'window', { start, every }),
        },
        [GROUPS * 32 * L],
      );
      await plan.compile();
      const one = Array.from({ length: GROUPS * 32 }, (_, chain) => measure(part(state, FIRST + Math.floor(chain / 32), G), L, chain % 32)).flat();
      const none = new Array<number>(row).fill(0);
      const expected = [none, none, none, none];
      // Sweeps 20 and 25 belong to slots 1 and 2; sweep 30 to one that does not exist.
      for (const [time, slot] of [
        [20, 1],
        [25, 2],
        [30, 3],
      ]) {
        clock.write(Uint32Array.from({ length: 2 * G }, (_, i) => (i === 2 * FIRST + 1 ? time : 0)));
        plan.run();
        if (slot < SLOTS) expected[slot] = one;
        close(await series.read(), expected.flat(), EXACT, `series after sweep ${time}`);
      }
    }),
  );
}

test(
  'IsingChains.measure: series in units of J and per site, as many as asked for',
  scoped(async (scope) => {
    const chains = new IsingChains(scope, { size: 6, coupling: -2, temperatures: [4, 5], seed: 3 });
    const sweep = new Plan(scope.device, 'sweep');
    chains.recordSweep(sweep, [{ first: 0, groups: 2 }]);
    await execute(sweep, 2);
    const series = await chains.measure({ first: 1, groups: 1 }, 4, 2, async () => {});
    const state = part(await chains.state.read(), 1, 2);
    assert.equal(Object.keys(series), ['energy', 'magnetisation', 'staggered']);
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
  }),
);

test.run();
