/** The default algorithm: that of the smaller cost, from what pilots cost on a clock that only their work moves. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { chooseAlgorithm, isingChains } from '../../src/model/ising/choose.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { TC } from '../golden/ising.ts';
import { closeDevice, scoped } from '../support/device.ts';

const none = async () => {};
const options: IsingOptions = { size: 16, coupling: 1, temperatures: [4, TC, TC, TC, 1.5], seed: 61 };

test.after(closeDevice);

/** A clock that only the work of plans moves: so many milliseconds for one run of a plan. */
function clockOf(cost: (plan: Plan) => number): { clock: { now: () => number }; stop: () => void } {
  const { run } = Plan.prototype;
  let time = 0;
  Plan.prototype.run = function (this: Plan, repeats = 1) {
    time += repeats * cost(this);
    run.call(this, repeats);
  };
  return {
    clock: { now: () => time },
    stop: () => {
      Plan.prototype.run = run;
    },
  };
}

const ofClusters = ({ dispatches }: Plan) => dispatches.some(({ declaration }) => declaration.path === 'model/ising/cluster');

// Clusters forget some three times sooner: a sweep of theirs may cost as much as a local one, and not ten times as much.
for (const [machine, cost, expected] of [
  ['a sweep of clusters takes as long as a local one', () => 20, 'swendsen-wang'],
  ['a sweep of clusters takes ten times as long', (plan: Plan) => (ofClusters(plan) ? 200 : 20), 'metropolis'],
] as const) {
  test(
    `where ${machine}, the choice is the cheaper candidate, and its record says what was measured`,
    scoped(async (_, device) => {
      const fractions: number[] = [];
      const { clock, stop } = clockOf(cost);
      const choice = await chooseAlgorithm(device, options, async (fraction) => void fractions.push(fraction), { clock, seconds: 1000 }).finally(stop);
      const { chosen, candidates, reason } = choice;
      assert.equal(
        candidates.map(({ algorithm }) => algorithm),
        ['swendsen-wang', 'metropolis'],
      );
      const [cluster, local] = candidates;
      assert.is(chosen, expected);
      assert.is(chosen, cluster.cost < local.cost ? 'swendsen-wang' : 'metropolis');
      for (const { tau, seconds_per_sweep, cost, measured } of candidates) {
        assert.is(cost, (1 + 2 * tau) * seconds_per_sweep);
        assert.ok(measured);
      }
      // Local updates at L = 16: 170 (16 / 64)^2.17 = 8 sweeps; clusters: 3 to 4.
      assert.ok(local.temperature === TC && local.tau > 5 && local.tau < 16, `metropolis tau ${local.tau} at ${local.temperature}`);
      assert.ok(cluster.temperature === TC && cluster.tau > 1.5 && cluster.tau < 6, `swendsen-wang tau ${cluster.tau} at ${cluster.temperature}`);
      assert.ok(reason.startsWith(`${chosen}: `) && reason.includes('ms per independent sample'), reason);
      assert.ok(fractions.length > 0 && fractions.every((fraction) => fraction >= 0 && fraction <= 1));
    }),
  );
}

test(
  'what a sweep takes is the clock of the device, where no other is given',
  scoped(async (_, device) => {
    const { candidates } = await chooseAlgorithm(device, options, none);
    assert.ok(candidates.length === 2 && candidates.every(({ seconds_per_sweep }) => seconds_per_sweep > 0));
  }),
);

test(
  'a pilot too short to see ten autocorrelation times falls back on what is known of the model, and says so',
  scoped(async (_, device) => {
    const { candidates } = await chooseAlgorithm(device, { ...options, size: 32, temperatures: [TC] }, none, { seconds: 0 });
    const local = candidates[1];
    const scope = device.scope('expected');
    const expected = new IsingChains(scope, { ...options, size: 32 }).relaxation(TC) / 8;
    scope.dispose();
    assert.is(local.algorithm, 'metropolis');
    assert.not(local.measured);
    assert.ok(local.tau >= expected && local.tau < 3 * expected, `${local.tau}, expected ${expected}`);
  }),
);

test(
  'free spins need no pilot',
  scoped(async (_, device) => {
    const { chosen, candidates } = await chooseAlgorithm(device, { ...options, temperatures: [Number.POSITIVE_INFINITY] }, none);
    assert.equal([chosen, candidates], ['metropolis', []]);
  }),
);

test(
  'where labels do not fit, local updates are chosen',
  scoped(async (_, device) => {
    const small = device as { budget: number };
    const { budget } = small;
    small.budget = device.live.bytes + 500_000;
    try {
      const { chosen, reason } = await chooseAlgorithm(device, { ...options, size: 64 }, none);
      assert.is(chosen, 'metropolis');
      assert.match(reason, /labels of cluster updates do not fit/);
      const scope = device.scope('labels');
      assert.throws(() => isingChains('swendsen-wang', scope, { ...options, size: 64 }), /memory for cluster labels.*local updates/);
      scope.dispose();
    } finally {
      small.budget = budget;
    }
  }),
);

test(
  'chains of either algorithm',
  scoped((scope) => {
    assert.instance(isingChains('metropolis', scope, options), IsingChains);
    assert.instance(isingChains('swendsen-wang', scope, options), ClusterChains);
  }),
);

test.run();
