/** Exchanges of parallel tempering, bit for bit, and the ladders they stay in. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import type { GroupRange } from '../../src/sample/groups.ts';
import { type Exchange, exchange } from '../reference/model/ising/exchange.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { words } from '../support/random.ts';
import { part } from '../support/replicas.ts';

const SEED = 31;

test.after(closeDevice);

interface Case {
  size: number;
  coupling: number;
  /** By group. */
  temperatures: number[];
  state: Uint32Array;
}

/** Chains that never move by themselves, so that exchanges are all that happens. */
function still(scope: Scope, { size, coupling, temperatures, state }: Case): TemperedChains {
  const spins = new IsingChains(scope, { size, coupling, temperatures, seed: SEED });
  spins.recordSweep = () => {};
  spins.state.write(state);
  return new TemperedChains(scope, spins);
}

async function run(chains: TemperedChains, ranges: readonly GroupRange[], repeats: number): Promise<Uint32Array> {
  const plan = new Plan(chains.state.memory, 'exchange');
  chains.recordSweep(plan, ranges);
  await execute(plan, repeats);
  return chains.state.read();
}

/** States of different order at every temperature, so that exchanges are neither all made nor all refused. */
function mixed(size: number, groups: number, anti: boolean): Uint32Array {
  const [noise, more] = [words(size, groups * size * size), words(size + 1, groups * size * size)];
  return noise.map((word, i) => {
    const dark = (Math.floor(i / size) + (i % size)) % 2 === 1;
    const sparse = i % 3 === 0 ? word & more[i] : word & more[i] & (more[i] >>> 3);
    return (anti && dark ? ~sparse : sparse) >>> 0;
  });
}

for (const coupling of [1, -0.7]) {
  for (const size of [4, 6, 66]) {
    test(
      `sweeps of two ladders of four temperatures, J = ${coupling}, L = ${size}`,
      scoped(async (scope) => {
        // In no order, the ladders being (3, 1, 0, 2) and (5, 6, 4, 7) from the coldest.
        const temperatures = [2.6, 2.3, Number.POSITIVE_INFINITY, 2.2, 2.6, 2.2, 2.3, Number.POSITIVE_INFINITY].map((t) => (size === 66 ? 20 * t : t));
        const ladders = [
          [3, 1, 0, 2],
          [5, 6, 4, 7],
        ];
        const state = mixed(size, 8, coupling < 0);
        const chains = still(scope, { size, coupling, temperatures, state });
        const repeats = 3;
        const actual = await run(chains, [{ first: 0, groups: 8 }], repeats);
        const expected = state.slice();
        const made = [0, 0, 0];
        ladders.forEach((groups, ladder) => {
          const configurations = groups.map((g) => part(expected, g, 8));
          for (let time = 0; time < repeats; time++) {
            const n: Exchange = { L: size, coupling, time, key: deriveKey(SEED, 'exchange', ladder), temperatures: groups.map((g) => temperatures[g]) };
            exchange(configurations, n).forEach((count, pair) => {
              made[pair] += count;
            });
          }
        });
        close(actual, expected, EXACT, 'spins');
        const acceptance = await chains.acceptance();
        assert.equal(
          acceptance.map((pair) => pair.made),
          made,
        );
        assert.equal(
          acceptance.map((pair) => pair.tried),
          [128, 64, 128],
        );
        assert.ok(
          made.some((count, pair) => count > 0 && count < acceptance[pair].tried),
          `${made}: some are made, some refused`,
        );
        close(await chains.saved['exchange clock'].read(), [repeats], EXACT, 'clock');
      }),
    );
  }
}

test(
  'a sweep of some groups moves their ladders and no others',
  scoped(async (scope) => {
    const size = 4;
    const temperatures = [2, 2, 2, 3, 3, 3];
    const state = mixed(size, 6, false);
    const chains = still(scope, { size, coupling: 1, temperatures, state });
    const actual = await run(chains, [{ first: 1, groups: 1 }], 1);
    const expected = state.slice();
    const key = deriveKey(SEED, 'exchange', 1);
    exchange([part(expected, 1, 6), part(expected, 4, 6)], { L: size, coupling: 1, time: 0, key, temperatures: [2, 3] });
    close(actual, expected, EXACT, 'spins');
    assert.ok(state.some((word, i) => word !== actual[i]));
    const moved: GroupRange[][] = [];
    const spins = new IsingChains(scope, { size, coupling: 1, temperatures, seed: SEED });
    spins.recordSweep = (_, ranges) => moved.push([...ranges]);
    new TemperedChains(scope, spins).recordSweep(new Plan(scope.memory, 'ladders'), [
      { first: 1, groups: 1 },
      { first: 2, groups: 2 },
    ]);
    assert.equal(moved, [[{ first: 0, groups: 6 }]]);
  }),
);

test(
  'negative control: an energy off by a factor of two is noticed',
  scoped(async (scope) => {
    const [size, temperatures] = [10, [2, 2.05]];
    const state = mixed(size, 2, false);
    const repeats = 9;
    const actual = await run(still(scope, { size, coupling: 1, temperatures, state }), [{ first: 0, groups: 2 }], repeats);
    const expected = [0, 1].map((g) => part(state.slice(), g, 2));
    for (let time = 0; time < repeats; time++) {
      exchange(expected, { L: size, coupling: 1, time, key: deriveKey(SEED, 'exchange', 0), temperatures, probability: (cost) => Math.exp(-0.5 * cost) });
    }
    assert.throws(() => close(actual, [...expected[0], ...expected[1]], EXACT, 'spins'));
  }),
);

test(
  'tempering needs as many chains at every temperature, and two of them',
  scoped((scope) => {
    for (const temperatures of [
      [2, 2],
      [2, 3, 3],
    ]) {
      const spins = new IsingChains(scope, { size: 4, coupling: 1, temperatures, seed: SEED });
      assert.throws(() => new TemperedChains(scope, spins), /tempering: expected two or more temperatures/);
    }
  }),
);

test.run();
