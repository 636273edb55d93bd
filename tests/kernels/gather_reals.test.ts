/** Pairs (V, E) of real numbers, cut from configurations on a lattice with two inputs for each value, and from a list of sites. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/view/gather_reals.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { latticeSpace } from '../../src/space/space.ts';
import { listTable, siteTable } from '../../src/space/table.ts';
import { windowPlaces } from '../../src/space/window.ts';
import { gather, placeConstants, uploadTable } from '../../src/view/gather.ts';
import { gatherReals } from '../reference/view/gather.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { keys, uniform } from '../support/random.ts';

test.after(closeDevice);

const GROUPS = 5;

test(
  'view/gather_reals: cosine and sine of a rectangle, as the twin has them and not of another step',
  scoped(async (scope) => {
    const [K, R, inputs] = [45, 2, 2];
    const space = latticeSpace([6, 9]);
    const numbers = Float32Array.from(uniform(7, GROUPS * 54 * inputs * 32, -3, 3));
    const windows = [
      { block: 2, buffer: 0, shell: 2 },
      { block: 2, buffer: 1, shell: 1 },
    ];
    const table = siteTable(windows, space, { encoding: { kind: 'reals', inputs } });
    const [V, E] = [table.visibleWords, table.environmentWords];
    assert.equal([V, E, table.perWord], [4 * inputs, 32 * inputs, 1]);
    const [gatherKeys, steps] = [keys(8, R), [3, 11]];
    const [visible, environment] = [guarded(scope, 'f32', R * K * V, 'visible'), guarded(scope, 'f32', R * K * E, 'environment')];
    const plan = new Plan(scope.memory, 'gather').dispatch(
      shader.gather,
      { V, E, ...placeConstants(table), PARTS: 1, SHUFFLE: 5, STRIDE: 0 },
      {
        numbers: scope.upload('u32', [numbers.length], 'numbers', new Uint32Array(numbers.buffer)),
        ...uploadTable(scope, table, [0, 1]),
        source: scope.upload('u32', [R, 1, 2], 'source', Uint32Array.of(0, 3, 2, 3)),
        keys: scope.upload('u32', [R, 2], 'keys', gatherKeys),
        step: scope.upload('u32', [R], 'step', Uint32Array.from(steps)),
        visible: visible.tensor,
        environment: environment.tensor,
        sizes: scope.uniform(shader.gather.bindings.sizes, 'sizes', { K, PART: 0 }),
      },
      [Math.ceil(K / 8) * (V + E), R],
    );
    await execute(plan);
    const [inside, outside] = [await visible.read(), await environment.read()];
    windows.forEach((window, r) => {
      const places = windowPlaces(window, space, undefined, inputs);
      const of = (step: number) => ({
        extents: [6, 9],
        channels: inputs,
        places: [6, 9],
        K,
        first: 2 * r,
        groups: 3,
        flip: false,
        part: 0,
        step,
        key: gatherKeys.subarray(2 * r, 2 * r + 2),
      });
      const rows = (got: Float32Array, each: number) => got.subarray(r * K * each, (r + 1) * K * each);
      const live = places.environment.length;
      const padded = (expected: Float64Array) =>
        Float64Array.from({ length: K * E }, (_, i) => (i % E < live ? expected[Math.floor(i / E) * live + (i % E)] : 0));
      close(rows(inside, V), gatherReals(numbers, places.visible, of(steps[r])), EXACT, 'V');
      close(rows(outside, E), padded(gatherReals(numbers, places.environment, { ...of(steps[r]), shuffle: 5 })), EXACT, 'E');
      assert.throws(() => close(rows(inside, V), gatherReals(numbers, places.visible, of(steps[r] + 1)), EXACT, 'V'));
    });
  }),
);

test(
  'view/gather_reals: a list of sites stays where it is',
  scoped(async (scope) => {
    const K = 32;
    const numbers = Float32Array.from(uniform(9, 12 * 32, -1, 1));
    const list = { block: [3, 7], environment: [11, 0, 5] };
    const table = listTable(list, 12, { kind: 'reals' });
    const given = {
      state: scope.upload('u32', [1, 12, 32], 'numbers', new Uint32Array(numbers.buffer)),
      ...uploadTable(scope, table, [0]),
      source: scope.upload('u32', [1, 1, 2], 'source', Uint32Array.of(0, 1)),
      keys: scope.upload('u32', [1, 2], 'keys', keys(1, 1)),
      step: scope.upload('u32', [1], 'step', Uint32Array.of(0)),
    };
    const plan = new Plan(scope.memory, 'gather');
    const pairs = gather(scope, plan, given, { samples: K, table, part: 'training' });
    await execute(plan);
    const at = (sites: number[]) =>
      Float32Array.from({ length: K * sites.length }, (_, i) => numbers[sites[i % sites.length] * 32 + Math.floor(i / sites.length)]);
    close((await pairs.visible.read()) as Float32Array, at(list.block), EXACT, 'V');
    close((await pairs.environment.read()) as Float32Array, at(list.environment), EXACT, 'E');
  }),
);

test.run();
