/** Pairs (V, E) of lists of sites, in one view or in several. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import { BITS, REALS } from '../../src/space/encoding.ts';
import { latticeSpace } from '../../src/space/space.ts';
import { listTable } from '../../src/space/table.ts';
import type { Place } from '../../src/space/window.ts';
import { gather } from '../../src/view/gather.ts';
import { gatherReals, gather as twin, visitSamples } from '../reference/view/gather.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { caseOf, GROUPS, inputs } from '../support/gather.ts';
import { keys, words } from '../support/random.ts';
import { unpackRows } from '../support/unpack_rows.ts';

const LIST = { block: [7, 3, 40], environment: Array.from({ length: 50 }, (_, i) => 99 - i) };
const listPlaces = (list: readonly number[]): Place[] => list.map((at) => [at, 0, 0, 0]);

test(
  'view/gather: lists of sites stay where they are',
  scoped(async (scope) => {
    const K = 40;
    const spins = words(3, GROUPS * 100);
    const table = listTable(LIST, 100);
    const gatherKeys = keys(4, 1);
    const plan = new Plan(scope.memory, 'gather');
    const pairs = gather(scope, plan, inputs(scope, spins, table, 1, [9], gatherKeys), {
      samples: K,
      table,
      part: 'held out',
      flip: true,
    });
    await execute(plan);
    const n = { ...caseOf(table.space, K, 1, 0, 9, gatherKeys), flip: true, places: [1] };
    assert.equal([pairs.visible.dtype, pairs.visible.shape, pairs.environment.shape], ['u32', [1, K, 1], [1, K, 2]]);
    const [gotVisible, gotEnvironment] = [(await pairs.visible.read()) as Uint32Array, (await pairs.environment.read()) as Uint32Array];
    close(unpackRows(gotVisible, K, 3, 32), twin(spins, listPlaces(LIST.block), n), EXACT, 'V');
    close(unpackRows(gotEnvironment, K, 50, 32), twin(spins, listPlaces(LIST.environment), n), EXACT, 'E');
    assert.throws(() => close(unpackRows(gotVisible, K, 3, 32), twin(spins, listPlaces(LIST.block), { ...n, places: [100] }), EXACT, 'V'));
  }),
);

const VIEWS = Array.from({ length: 5 }, (_, view) => ({
  centre: view,
  block: LIST.block.map((at) => (at + 11 * view) % 100),
  environments: [LIST.environment, LIST.environment.slice(10, 30)].map((list) => list.map((at) => (at + 17 * view) % 100)),
}));
/** Two environments, and four further views. */
const VIEWED = {
  block: LIST.block,
  environment: LIST.environment,
  buffers: VIEWS[0].environments.map((environment, buffer) => ({ buffer, environment })),
  views: { of: 'equivalent', exact: false, further: VIEWS.slice(1) },
} as const;

test(
  'view/gather: each word of samples is in one of the views, packed or as numbers; views take turns',
  scoped(async (scope) => {
    const [K, R, steps] = [333, 2, [9, 400_000_001]];
    const gatherKeys = keys(4, R);
    for (const encoding of [BITS, REALS]) {
      const packed = encoding === BITS;
      const numbers = new Float32Array(GROUPS * 100 * 32).map((_, i) => i % 8191);
      const state = packed ? words(3, GROUPS * 100) : new Uint32Array(numbers.buffer);
      const table = listTable(VIEWED, 100, encoding);
      assert.equal([table.views, table.windows, table.environmentSites], [5, 2, [50, 20]]);
      const plan = new Plan(scope.memory, 'gather');
      const pairs = gather(scope, plan, inputs(scope, state, table, R, steps, gatherKeys), { samples: K, table, part: 'held out' });
      await execute(plan);
      const [visible, environment] = [await pairs.visible.read(), await pairs.environment.read()];
      for (let r = 0; r < R; r++) {
        const expected = (lists: readonly (readonly number[])[]) => {
          const n = { ...caseOf(table.space, K, 1, r, steps[r], gatherKeys), places: [1], views: lists.map(listPlaces) };
          return packed ? twin(state, listPlaces(lists[0]), n) : gatherReals(numbers, listPlaces(lists[0]), n);
        };
        const rows = (got: ArrayLike<number>, each: number, width: number) => {
          const own = Array.from(got).slice(r * K * each, (r + 1) * K * each);
          if (packed) return unpackRows(Uint32Array.from(own), K, width, 32);
          return own.filter((_, i) => i % each < width);
        };
        close(rows(visible, table.visibleWords, 3), expected(VIEWS.map(({ block }) => block)), EXACT, `V of replica ${r}`);
        const seen = VIEWS.map(({ environments }) => environments[r]);
        close(rows(environment, table.environmentWords, seen[0].length), expected(seen), EXACT, `E of replica ${r}`);
        assert.throws(() => close(rows(visible, table.visibleWords, 3), expected([VIEWS[0].block]), EXACT, 'one view'));
      }
    }
    // 48 minibatches of 11 words: every view has its share of them within a word or two.
    const shares = new Float64Array(5);
    for (let step = 0; step < 48; step++) {
      const n = { ...caseOf(latticeSpace([5]), K, 0, 0, step, gatherKeys), places: [1], views: VIEWS.map((_, view) => listPlaces([view])) };
      visitSamples(listPlaces([0]), n, (k, _, __, element) => {
        if (k % 32 === 0) shares[element]++;
      });
    }
    assert.ok(
      shares.every((share) => Math.abs(share - (48 * 11) / 5) <= 2),
      shares.join(),
    );
  }),
);

test.after(closeDevice);
test.run();
