/** The large-lattice layout, bit for bit against one-spin-at-a-time Metropolis, and its measurements. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import { latticeHalfSweep } from '../reference/model/ising/lattice.ts';
import { structure } from '../reference/model/ising/measure.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';

const SEED = 8;

for (const [size, coupling] of [
  [64, 1],
  [128, -1.5],
]) {
  test(
    `three sweeps of three lattices and what is measured on them, L = ${size}, J = ${coupling}`,
    scoped(async (scope) => {
      // The first two move in one dispatch.
      const temperatures = [2.269, 4, Number.POSITIVE_INFINITY];
      const lattices = new IsingLattice(scope, { size, coupling, temperatures, seed: SEED, start: 'both' });
      const range = { first: 0, groups: 3 };
      const start = (await lattices.configurations(range)).data as Int8Array;
      const plan = new Plan(scope.memory, 'sweeps');
      lattices.recordSweep(plan, [range], 3);
      await execute(plan);
      const expected = temperatures.map((temperature, n) => {
        const spins = start.slice(n * size * size, (n + 1) * size * size);
        for (let time = 0; time < 3; time++) {
          for (const colour of [0, 1]) latticeHalfSweep(spins, { L: size, colour, coupling, temperature, time, key: deriveKey(SEED, 'sweep', n) });
        }
        return spins;
      });
      const all = (await lattices.configurations(range)).data;
      expected.forEach((spins, n) => {
        close(all.subarray(n * size * size, (n + 1) * size * size), spins, EXACT, `lattice ${n}`);
      });

      // Two measurements one sweep apart of lattices 1 and 2.
      const series = await lattices.measure({ first: 1, groups: 2 }, 2, 1, async () => {});
      for (const slot of [0, 1]) {
        for (const n of [1, 2]) {
          const spins = expected[n];
          for (const colour of [0, 1]) {
            latticeHalfSweep(spins, { L: size, colour, coupling, temperature: temperatures[n], time: 3 + slot, key: deriveKey(SEED, 'sweep', n) });
          }
          let [energy, m, staggered] = [0, 0, 0];
          spins.forEach((s, i) => {
            const [x, y] = [i % size, Math.floor(i / size)];
            energy -= coupling * s * (spins[y * size + ((x + 1) % size)] + spins[((y + 1) % size) * size + x]);
            m += s;
            staggered += (x + y) % 2 === 0 ? s : -s;
          });
          const got = [series.energy, series.magnetisation, series.staggered].map(({ values }) => values[n - 1][slot] * size * size);
          close(got, [energy, m, staggered], { atol: 1e-9, rtol: 1e-12 }, `measurement ${slot} of lattice ${n}`);
          const exact = structure(size, (x, y) => spins[y * size + x], coupling < 0);
          close([series.structure.values[n - 1][slot]], [exact], { atol: 0, rtol: 1e-5 }, `structure factor ${slot} of lattice ${n}`);
        }
      }
    }),
  );
}

test.after(closeDevice);
test(
  'a sweep of 64 lattices is two dispatches, one for each colour',
  scoped((scope) => {
    const temperatures = Array.from({ length: 64 }, (_, n) => 2 + n / 64);
    const plan = new Plan(scope.memory, 'sweep');
    new IsingLattice(scope, { size: 64, coupling: 1, temperatures, seed: 1 }).recordSweep(plan, [{ first: 0, groups: 64 }]);
    assert.is(plan.dispatches.length, 2);
  }),
);

test.run();
