/** Heat bath, field and quenched bonds, bit for bit: every chain against one-spin-at-a-time moves. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { chooseAlgorithm } from '../../src/model/ising/choose.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import { localHalfSweep } from '../reference/model/ising/local_rule.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';

const SEED = 5;
const CASES: Partial<IsingOptions>[] = [
  { dynamics: 'heatbath' },
  // A field that is no power of two times the coupling, so that no two classes share a probability.
  { field: 0.3 },
  { dynamics: 'heatbath', coupling: -1, disorder: 0.4, sharedDisorder: true },
  { field: -0.7, disorder: 0.5, sharedDisorder: false },
];

for (const options of CASES) {
  test(
    `five sweeps from both starts: ${JSON.stringify(options)}`,
    scoped(async (scope) => {
      const [size, coupling, temperatures] = [6, options.coupling ?? 1, [1.7, 0.4]];
      const chains = new IsingChains(scope, { size, temperatures, seed: SEED, start: 'both', ...options, coupling });
      const expected = await chains.state.read();
      const bonds = (await chains.disorder?.bonds.read()) ?? new Uint32Array(0);
      const plan = new Plan(scope.memory, 'sweeps');
      chains.recordSweep(plan, [{ first: 0, groups: 2 }], 5);
      await execute(plan);
      for (let time = 0; time < 5; time++) {
        temperatures.forEach((temperature, g) => {
          const table = options.sharedDisorder === false ? 2 * size * size * g : 0;
          for (const colour of [0, 1]) {
            localHalfSweep(part(expected, g, 2), {
              L: size,
              colour,
              coupling,
              field: options.field ?? 0,
              temperature,
              heatbath: options.dynamics === 'heatbath',
              time,
              key: deriveKey(SEED, 'sweep', g),
              negative: (bond, chain) => bonds.length > 0 && ((bonds[table + bond] >>> chain) & 1) === 1,
            });
          }
        });
      }
      close(await chains.state.read(), expected, EXACT, 'spins');
    }),
  );
}

test(
  'cluster updates and tempering refuse fields and disorder; the default then takes Metropolis and says why',
  scoped(async (scope, device) => {
    for (const [options, got] of [
      [{ field: 0.5 }, /got a field of 0\.5/],
      [{ disorder: 0.5 }, /got disorder/],
    ] as const) {
      const all = { size: 6, coupling: 1, temperatures: [2, 3], seed: SEED, ...options };
      const spins = new IsingChains(scope, all);
      assert.throws(() => new ClusterChains(scope, spins), got);
      assert.throws(() => new TemperedChains(scope, spins), got);
      const { chosen, reason } = await chooseAlgorithm(device, all, async () => {});
      assert.is(chosen, 'metropolis');
      assert.match(reason, /field or with disorder/);
    }
  }),
);

test.after(closeDevice);
test.run();
