/** Cluster updates, bit for bit: every chain against a flood fill on the same random bonds. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import * as shader from '../../src/gen/shaders/model/ising/cluster.ts';
import * as transposed from '../../src/gen/shaders/model/ising/rows.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import { bitsOf, bondInteger, bondThreshold, clusterSweep } from '../reference/model/ising/cluster.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { keys, words } from '../support/random.ts';
import { part } from '../support/replicas.ts';

const SEED = 21;

test.after(closeDevice);

for (const coupling of [1, -0.7]) {
  // A row of 34 sites is a segment of 32 and one of 2.
  for (const [size, sweeps] of [
    [4, 3],
    [6, 2],
    [34, 1],
  ]) {
    test(
      `sweeps from the start, J = ${coupling}, L = ${size}, one group at infinite temperature`,
      scoped(async (scope) => {
        const temperatures = [2.269, 1, Number.POSITIVE_INFINITY];
        const chains = new ClusterChains(scope, new IsingChains(scope, { size, coupling, temperatures, seed: SEED }));
        const plan = new Plan(scope.memory, 'sweep');
        chains.recordSweep(plan, [{ first: 0, groups: 3 }]);
        await plan.compile();
        const expected = await chains.state.read();
        const start = expected.slice();
        for (let time = 0; time < sweeps; time++) {
          plan.run();
          temperatures.forEach((temperature, g) => {
            clusterSweep(part(expected, g, 3), {
              L: size,
              coupling,
              time,
              key: deriveKey(SEED, 'cluster', g),
              threshold: bondThreshold(temperature, coupling),
            });
          });
          close(await chains.state.read(), expected, EXACT, `spins after sweep ${time + 1}`);
        }
        assert.ok(
          start.some((word, i) => word !== expected[i]),
          'something has moved',
        );
        close(await chains.saved['cluster clock'].read(), [sweeps], EXACT, 'clock');
      }),
    );
  }
}

interface Kernels {
  L: number;
  G: number;
  FIRST: number;
  GROUPS: number;
  /** Chains of every group whose labels fit at once. */
  CHAINS: number;
  ANTI: number;
  state: Uint32Array;
  time: number;
  thresholds: Uint32Array;
  groupKeys: Uint32Array;
}

/** One sweep by the kernels themselves. @returns spins and clock */
async function sweep(scope: Scope, { L, G, FIRST, GROUPS, CHAINS, ANTI, state, time, thresholds, groupKeys }: Kernels): Promise<[Uint32Array, Uint32Array]> {
  const [S, ROWS] = [Math.ceil(L / 32), 4];
  const bindings = {
    spins: scope.upload('u32', [G, L, L], 'spins', state),
    keys: scope.upload('u32', [G, 2], 'keys', groupKeys),
    thresholds: scope.upload('u32', [G], 'thresholds', thresholds),
    clock: scope.upload('u32', [1], 'clock', Uint32Array.from([time])),
    rows: scope.tensor('u32', [GROUPS, L, S, 32], 'rows'),
    bonds: scope.tensor('u32', [GROUPS, L, S, CHAINS, 2], 'bonds'),
    coins: scope.tensor('u32', [GROUPS, L, S, CHAINS], 'coins'),
    labels: scope.tensor('u32', [GROUPS, L * L, CHAINS], 'labels'),
  };
  const { spins, rows, bonds, coins, labels, clock } = bindings;
  const plan = new Plan(scope.memory, 'cluster sweep');
  const range = scope.uniform(transposed.gather.bindings.range, 'range', { first: FIRST, groups: GROUPS });
  const [segments, strips] = [GROUPS * L * S, GROUPS * Math.ceil(L / ROWS) * S];
  plan.dispatch(transposed.gather, { L }, { spins, rows, range }, [segments]);
  for (let low = 0; low < 32; low += CHAINS) {
    const some = { L, CHAINS, ROWS, ANTI };
    const batchOf = (end: number) =>
      scope.uniform(shader.draw.bindings.batch, `batch from ${low}`, { first: FIRST, begin: 0, end, low, last: low + CHAINS === 32 ? 1 : 0 });
    const [batch, rowsOf] = [batchOf(segments * CHAINS), batchOf(strips * CHAINS)];
    plan.dispatch(shader.draw, some, { rows, keys: bindings.keys, thresholds: bindings.thresholds, clock, bonds, coins, batch }, [segments * CHAINS]);
    plan.dispatch(shader.label, some, { bonds, labels, batch: rowsOf }, [strips * CHAINS]);
    plan.dispatch(shader.join, some, { bonds, labels, batch }, [segments * CHAINS]);
    plan.dispatch(shader.flip, some, { rows, clock, bonds, coins, labels, batch: rowsOf }, [strips * CHAINS]);
  }
  plan.dispatch(transposed.scatter, { L }, { spins, rows, range }, [segments]);
  await execute(plan);
  return [await spins.read(), await clock.read()];
}

for (const ANTI of [0, 1]) {
  for (const [L, CHAINS] of [
    [6, 32],
    [32, 32],
    [36, 8],
    [10, 1],
  ]) {
    test(
      `from a random state with thresholds of all sizes, L = ${L}, ${CHAINS} chains at a time, anti ${ANTI}`,
      scoped(async (scope) => {
        const [G, FIRST, GROUPS, time] = [5, 1, 3, 3_000_000_000];
        // The extremes decide at the first or the last bit plane; full thresholds make one cluster of many turns.
        const thresholds = Uint32Array.from([0xffffffff, 0xffffffff, 0x96000000, 1, 0xffffffff]);
        const state = words(L, G * L * L);
        if (ANTI === 0) state.fill(0xffff0000, 2 * L * L, 3 * L * L);
        const groupKeys = keys(2, G);
        const [spins, clock] = await sweep(scope, { L, G, FIRST, GROUPS, CHAINS, ANTI, state, time, thresholds, groupKeys });
        const expected = state.slice();
        for (let g = FIRST; g < FIRST + GROUPS; g++) {
          clusterSweep(part(expected, g, G), { L, coupling: ANTI ? -1 : 1, time, key: part(groupKeys, g, G), threshold: thresholds[g] });
        }
        close(spins, expected, EXACT, 'spins, groups outside of the range untouched');
        close(clock, [time + 1], EXACT, 'clock');
      }),
    );
  }
}

test(
  'the comparison is strict and goes down to the last bit: u < u + 1, but not u < u',
  scoped(async (scope) => {
    // Chain 0: groups of all spins up with one bond's integer as the threshold, then one more: the twin decides as the
    // kernel only if both compare alike.
    const [L, G, site] = [4, 4, 6];
    const key = keys(4, 1);
    const groupKeys = Uint32Array.from({ length: 2 * G }, (_, i) => key[i % 2]);
    const common = { L, coupling: 1, time: 0, key };
    const u = [0, 1].map((direction) => bondInteger(site, direction, bitsOf(0, common)));
    const thresholds = Uint32Array.from(u.flatMap((x) => [x, x + 1]));
    const state = new Uint32Array(G * L * L).fill(0xffffffff);
    const [spins] = await sweep(scope, { L, G, FIRST: 0, GROUPS: G, CHAINS: 32, ANTI: 0, state, time: 0, thresholds, groupKeys });
    const expected = state.slice();
    thresholds.forEach((threshold, g) => {
      clusterSweep(part(expected, g, G), { ...common, threshold });
    });
    close(spins, expected, EXACT, 'spins');
  }),
);

test(
  'batches do not change a bit, and local sweeps follow when asked for',
  scoped(async (scope) => {
    const options = { size: 6, coupling: 1, temperatures: [2, 3, 2.5], seed: 5 };
    const runs: Uint32Array[] = [];
    for (const ranges of [[{ first: 0, groups: 3 }], [0, 1, 2].map((first) => ({ first, groups: 1 }))]) {
      const chains = new ClusterChains(scope, new IsingChains(scope, options), { local: 2 });
      const plan = new Plan(scope.memory, 'sweep');
      chains.recordSweep(plan, ranges);
      await execute(plan, 3);
      close(await chains.saved.clock.read(), [6, 6, 6, 6, 6, 6], EXACT, 'clock of the local sweeps, by group and colour');
      runs.push(await chains.state.read());
    }
    close(runs[1], runs[0], EXACT, 'spins');
  }),
);

test(
  'negative control: a bond probability of 1 - exp(-J/T) is noticed',
  scoped(async (scope) => {
    const [size, temperature] = [10, 2.5];
    const chains = new ClusterChains(scope, new IsingChains(scope, { size, coupling: 1, temperatures: [temperature], seed: SEED }));
    const plan = new Plan(scope.memory, 'sweep');
    chains.recordSweep(plan, [{ first: 0, groups: 1 }]);
    const expected = await chains.state.read();
    await execute(plan);
    clusterSweep(expected, { L: size, coupling: 1, time: 0, key: deriveKey(SEED, 'cluster', 0), threshold: bondThreshold(temperature, 0.5) });
    const actual = await chains.state.read();
    assert.throws(() => close(actual, expected, EXACT, 'spins'));
  }),
);

test.run();
