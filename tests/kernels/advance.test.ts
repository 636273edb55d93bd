/** Submissions are sized by cost: expensive sweeps go in portions of the groups, and no bit changes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { TemperedChains } from '../../src/model/ising/tempering.ts';
import { advance, measureEvery } from '../../src/sample/advance.ts';
import type { Mover } from '../../src/sample/chains.ts';
import type { GroupRange } from '../../src/sample/groups.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, theDevice } from '../support/device.ts';

test.after(closeDevice);

const SIZE = 4;
/** Updates of one sweep of one group. */
const GROUP = 32 * SIZE * SIZE;
const WHOLE = { first: 0, groups: 5 };

/** Chains, and what each plan was asked to sweep. */
function watched<M extends Mover>(chains: M): { mover: Mover; recorded: [GroupRange[], number][] } {
  const recorded: [GroupRange[], number][] = [];
  const { sites, chainsPerGroup, together, costPerUpdate } = chains;
  const mover: Mover = {
    sites,
    chainsPerGroup,
    ...(together === undefined ? {} : { together }),
    ...(costPerUpdate === undefined ? {} : { costPerUpdate }),
    recordSweep(plan, ranges, count = 1) {
      recorded.push([[...ranges], count]);
      chains.recordSweep(plan, ranges, count);
    },
  };
  return { mover, recorded };
}

async function inScope(body: (scope: Scope) => Promise<void>): Promise<void> {
  const scope = (await theDevice()).scope('advance');
  try {
    await body(scope);
  } finally {
    scope.dispose();
  }
}

const chainsOn = (scope: Scope, groups = WHOLE.groups) =>
  new IsingChains(scope, { size: SIZE, coupling: 1, temperatures: Array.from({ length: groups }, (_, g) => 2 + g / 10), seed: 3 });

const costs = (recorded: [GroupRange[], number][], cost = GROUP) =>
  recorded.map(([ranges, count]) => count * cost * ranges.reduce((sum, { groups }) => sum + groups, 0));

for (const [what, most, plans] of [
  ['all sweeps in one plan where they are cheap', 13 * 5 * GROUP, 1],
  ['several plans of all groups', 4 * 5 * GROUP, 2],
  ['portions of two groups', 2 * GROUP, 3],
  ['one group at a time, also where one alone costs more', GROUP / 2, 5],
] as const) {
  test(`${what}: the same bits`, () =>
    inScope(async (scope) => {
      const [one, other] = [chainsOn(scope), chainsOn(scope)];
      await advance(one.state.memory, one, [WHOLE], 13, async () => {});
      const { mover, recorded } = watched(other);
      const heard: number[] = [];
      await advance(other.state.memory, mover, [WHOLE], 13, async (fraction) => void heard.push(fraction), most);
      close(await other.state.read(), await one.state.read(), EXACT, what);
      assert.ok(recorded.length >= plans && costs(recorded).every((cost) => cost <= Math.max(most, GROUP)), JSON.stringify(recorded));
      assert.equal([heard.at(-1), heard.every((fraction, i) => i === 0 || fraction > heard[i - 1])], [1, true], heard.join());
    }));
}

test('measurements in portions: the same series, and the sweeps before each are bounded in cost', () =>
  inScope(async (scope) => {
    const [one, other] = [chainsOn(scope), chainsOn(scope)];
    const expected = await one.measure(WHOLE, 3, 7, async () => {});
    const { mover, recorded } = watched(other);
    const measured = await other.measure(WHOLE, 3, 7, async () => {}, { ...mover, costPerUpdate: 2 ** 28 / (2 * GROUP) });
    assert.equal(measured, expected);
    assert.ok(recorded.length > 2 && costs(recorded).every((cost) => cost <= 2 * GROUP), JSON.stringify(recorded));
  }));

test('chains that exchange configurations are swept together, in plans of fewer sweeps', () =>
  inScope(async (scope) => {
    const make = () => new TemperedChains(scope, chainsOn(scope, 4));
    const [one, other] = [make(), make()];
    const range = { first: 0, groups: 4 };
    await advance(one.state.memory, one, [range], 10, async () => {});
    const { mover, recorded } = watched(other);
    await advance(other.state.memory, mover, [range], 10, async () => {}, 2 * GROUP);
    close(await other.state.read(), await one.state.read(), EXACT, 'tempering');
    assert.ok(recorded.every(([ranges, count]) => count === 1 && ranges[0].groups === 4));
  }));

test('nothing to do is nothing submitted', () =>
  inScope(async (scope) => {
    const { mover, recorded } = watched(chainsOn(scope));
    await advance(scope.memory, mover, [WHOLE], 0, async () => assert.unreachable());
    assert.equal(recorded, []);
    const measured: unknown[] = [];
    await measureEvery(scope.memory, mover, WHOLE, { slots: 2, spacing: 1, progress: async () => {} }, (plan) => void measured.push(plan));
    assert.is(measured.length, 1, 'one plan, replayed');
  }));

test.run();
