/** The sampler, bit for bit: every chain of the multi-spin code against one-spin-at-a-time Metropolis. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/model/ising/metropolis.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { boltzmann, halfSweep, integers, redraw } from '../reference/model/ising/metropolis.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { keys, words } from '../support/random.ts';
import { part } from '../support/replicas.ts';

const SEED = 11;

test.after(closeDevice);

for (const coupling of [1, -0.7]) {
  for (const size of [4, 6, 10]) {
    test(
      `five sweeps from the start, J = ${coupling}, L = ${size}, one group at infinite temperature`,
      scoped(async (scope) => {
        const temperatures = [2.269, 1, Number.POSITIVE_INFINITY];
        const chains = new IsingChains(scope, { size, coupling, temperatures, seed: SEED });
        const plan = new Plan(scope.memory, 'sweep');
        chains.recordSweep(plan, [{ first: 0, groups: 3 }]);
        await plan.compile();
        const expected = await chains.state.read();
        const start = expected.slice();
        for (let time = 0; time < 5; time++) {
          plan.run();
          temperatures.forEach((temperature, g) => {
            const group = part(expected, g, 3);
            for (const colour of [0, 1]) {
              const n = {
                L: size,
                colour,
                coupling,
                time,
                key: deriveKey(SEED, 'sweep', g),
                threshold: (_: number, c: number) => boltzmann(temperature, coupling, c),
              };
              if (temperature === Number.POSITIVE_INFINITY) redraw(group, n);
              else halfSweep(group, n);
            }
          });
          close(await chains.state.read(), expected, EXACT, `spins after sweep ${time + 1}`);
        }
        assert.ok(
          start.some((word, i) => word !== expected[i]),
          'something has moved',
        );
      }),
    );
  }
}

for (const ANTI of [0, 1]) {
  for (const COLOUR of [0, 1]) {
    test(
      `one half sweep from a random state with thresholds of all sizes, colour ${COLOUR}, anti ${ANTI}`,
      scoped(async (scope) => {
        const [L, G, FIRST, time] = [6, 8, 1, 3_000_000_000];
        const [GROUPS, state, sweepKeys] = [6, words(1, G * L * L), keys(2, G)];
        // The extremes decide at the first or the last bit plane; equal high bits leave the decision to the low ones.
        const accept = words(3, 2 * G).map((word, i) => [word, 0, 0xffffffff, 0x80000000, 1, word & 0xff, word][i % 7]);
        const spins = scope.upload('u32', [G, L, L], 'spins', state);
        // Colour 0 reads the count of colour 1, which equals the sweep's number; colour 1 that of colour 0, one ahead.
        const clocks = Uint32Array.from({ length: 2 * G }, (_, i) => [COLOUR === 0 ? 77 : time + 1, COLOUR === 0 ? time : 77][i % 2]);
        const clock = scope.upload('u32', [G, 2], 'clock', clocks);
        const plan = new Plan(scope.memory, 'half sweep').dispatch(
          shader.sweep,
          { L, ANTI },
          {
            spins,
            clock,
            keys: scope.upload('u32', [G, 2], 'keys', sweepKeys),
            accept: scope.upload('u32', [G, 2], 'accept', accept),
            range: scope.uniform(shader.sweep.bindings.range, 'range', { first: FIRST, begin: 0, end: GROUPS * 2 * (L / 2), colour: COLOUR }),
          },
          [GROUPS * 2 * (L / 2)],
        );
        await execute(plan);
        const expected = state.slice();
        for (let g = FIRST; g < FIRST + GROUPS; g++) {
          halfSweep(part(expected, g, G), {
            L,
            colour: COLOUR,
            coupling: ANTI ? -1 : 1,
            time,
            key: part(sweepKeys, g, G),
            threshold: (_, satisfied) => accept[2 * g + satisfied - 3],
          });
        }
        close(await spins.read(), expected, EXACT, 'spins, groups outside of the range untouched');
        const moved = clocks.map((t, i) => (i >= 2 * FIRST && i < 2 * (FIRST + GROUPS) ? [time + 1, time + COLOUR][i % 2] : t));
        close(await clock.read(), moved, EXACT, 'clock, that of groups outside of the range untouched');
      }),
    );
  }
}

test(
  'the comparison is strict and goes down to the last bit: u < u + 1, but not u < u',
  scoped(async (scope) => {
    // All up: every spin of colour 0 has four satisfied bonds. Two groups for each chain, all with the same random
    // numbers: one whose threshold is that chain's u, one with u + 1.
    const [L, site, GROUPS, key] = [4, 2, 64, keys(4, 1)];
    const u = integers(site, { L, time: 0, colour: 0, key });
    const spins = scope.upload('u32', [GROUPS, L, L], 'spins', new Uint32Array(GROUPS * L * L).fill(0xffffffff));
    const bindings = {
      spins,
      clock: scope.tensor('u32', [GROUPS, 2], 'clock'),
      range: scope.uniform(shader.sweep.bindings.range, 'range', { first: 0, begin: 0, end: GROUPS * (L / 2), colour: 0 }),
      keys: scope.upload(
        'u32',
        [GROUPS, 2],
        'keys',
        Uint32Array.from({ length: 2 * GROUPS }, (_, i) => key[i % 2]),
      ),
      accept: scope.upload('u32', [GROUPS, 2], 'accept', Uint32Array.from(u.flatMap((x) => [x, x, x + 1, x + 1]))),
    };
    await execute(new Plan(scope.memory, 'ties').dispatch(shader.sweep, { L, ANTI: 0 }, bindings, [GROUPS * (L / 2)]));
    const after = await spins.read();
    for (let chain = 0; chain < 32; chain++) {
      const up = (group: number) => (after[group * L * L + site] >>> chain) & 1;
      assert.equal([up(2 * chain), up(2 * chain + 1)], [1, 0], `chain ${chain}: stays at u, flips at u + 1`);
    }
  }),
);

for (const options of [{ tile: true }, { generator: 'philox' as const }, { tile: true, generator: 'philox' as const }]) {
  test(
    `${JSON.stringify(options)}: seven sweeps as the twin does them`,
    scoped(async (scope) => {
      for (const size of [6, 12]) {
        const chains = new IsingChains(scope, { size, coupling: 1, temperatures: [2.269, Number.POSITIVE_INFINITY, 1.5], seed: SEED, ...options });
        const expected = await chains.state.read();
        const plan = new Plan(scope.memory, 'sweeps');
        chains.recordSweep(plan, [{ first: 0, groups: 3 }], 3);
        await execute(plan);
        const once = new Plan(scope.memory, 'sweep');
        chains.recordSweep(once, [{ first: 0, groups: 3 }]);
        await execute(once, 4);
        for (let time = 0; time < 7; time++) {
          [2.269, Number.POSITIVE_INFINITY, 1.5].forEach((temperature, g) => {
            for (const colour of [0, 1]) {
              const n = { L: size, colour, coupling: 1, time, key: deriveKey(SEED, 'sweep', g), philox10: 'generator' in options };
              if (temperature === Number.POSITIVE_INFINITY) redraw(part(expected, g, 3), n);
              else halfSweep(part(expected, g, 3), { ...n, threshold: (_, c) => boltzmann(temperature, 1, c) });
            }
          });
        }
        close(await chains.state.read(), expected, EXACT, `spins, L = ${size}`);
      }
    }),
  );
}

test(
  'negative control: a threshold off by one part in a thousand is noticed',
  scoped(async (scope) => {
    const size = 10;
    const chains = new IsingChains(scope, { size, coupling: 1, temperatures: [3], seed: SEED });
    const plan = new Plan(scope.memory, 'sweep');
    chains.recordSweep(plan, [{ first: 0, groups: 1 }]);
    const expected = await chains.state.read();
    await execute(plan, 3);
    for (let time = 0; time < 3; time++) {
      for (const colour of [0, 1]) {
        halfSweep(expected, { L: size, colour, coupling: 1, time, key: deriveKey(SEED, 'sweep', 0), threshold: (_, c) => 1.001 * boltzmann(3, 1, c) });
      }
    }
    const actual = await chains.state.read();
    assert.throws(() => close(actual, expected, EXACT, 'spins'));
  }),
);

test.run();
