/** Pairs (V, E) cut from packed chains and from masses: one, two and three axes, channels, lists of sites, patches. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/view/gather.ts';
import * as valuesShader from '../../src/gen/shaders/view/gather_values.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { BITS, REALS } from '../../src/space/encoding.ts';
import { latticeSpace, type Space, valuesOf } from '../../src/space/space.ts';
import { siteTable } from '../../src/space/table.ts';
import { along, type PerAxis, type Place, type Places, type Window, windowPlaces } from '../../src/space/window.ts';
import { gather, placeConstants } from '../../src/view/gather.ts';
import { gatherMasses, gather as twin } from '../reference/view/gather.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { caseOf, GROUPS, inputs } from '../support/gather.ts';
import { guarded } from '../support/guard.ts';
import { keys, words } from '../support/random.ts';
import { unpackRows } from '../support/unpack_rows.ts';

interface Case {
  name: string;
  space: Space;
  K: number;
  windows: Window[];
  patch?: number;
  /** States of a value, one bit each. */
  states?: number;
  part: 0 | 1 | 2;
  flip?: boolean;
  shuffle?: number;
  steps: number[];
  /** Groups from one minibatch to the next, where they lie side by side. */
  stride?: number;
}

const SQUARE = latticeSpace([12, 12]);
const BOX = latticeSpace([5, 6, 7], { boundary: ['periodic', 'open', 'periodic'] });
const THREE = [
  { block: 3, buffer: 1, shell: 2 },
  { block: 3, buffer: 2, shell: 2 },
  { block: 3, buffer: 0, shell: 1 },
];
// The last t K exceeds 2^32.
const STEPS = [0, 7, 3_600_000_001];

const CASES: Case[] = [
  { name: 'three windows on a square', space: SQUARE, K: 45, windows: THREE, part: 0, flip: true, steps: STEPS },
  {
    name: 'dimers, held out',
    space: latticeSpace([10, 10], { channels: 2 }),
    K: 37,
    windows: [{ block: 4, buffer: 1, shell: 2 }],
    part: 1,
    steps: [123_456_789],
  },
  {
    name: 'dimers by patches',
    space: latticeSpace([12, 12], { channels: 2 }),
    K: 37,
    windows: [{ block: 2, buffer: 2, shell: 3 }],
    patch: 3,
    part: 0,
    steps: [5],
  },
  { name: 'three windows, minibatches side by side', space: SQUARE, K: 84, windows: THREE, part: 0, flip: true, steps: [1, 6, 123_456_789], stride: 2 },
  { name: 'a ring, for validation', space: latticeSpace([45]), K: 20, windows: [{ block: 5, buffer: 0, shell: 20 }], part: 2, steps: [3] },
  {
    name: 'a rectangle with channels, sides by axis',
    space: latticeSpace([9, 14], { channels: 2 }),
    K: 33,
    windows: [{ block: [2, 3], buffer: [1, 0], shell: [2, 4] }],
    part: 0,
    steps: [6],
  },
  {
    name: 'open along y, periodic along x: three windows see the same blocks, and environments of other chains',
    space: latticeSpace([14, 12], { boundary: ['open', 'periodic'] }),
    K: 45,
    windows: THREE,
    part: 0,
    flip: true,
    shuffle: 11,
    steps: STEPS,
  },
  {
    name: 'an open box, at one place along x',
    space: latticeSpace([7, 6, 5], { boundary: 'open', channels: 2 }),
    K: 40,
    windows: [
      { block: 1, buffer: 1, shell: 1 },
      { block: 1, buffer: 0, shell: 1 },
    ],
    part: 2,
    steps: [4, 9],
  },
  { name: 'an open chain', space: latticeSpace([31], { boundary: 'open' }), K: 20, windows: [{ block: 5, buffer: 0, shell: 8 }], part: 1, steps: [3] },
  {
    name: 'three states of two values per site, open along x',
    space: latticeSpace([9, 8], { boundary: ['periodic', 'open'], channels: 2 }),
    K: 45,
    windows: [
      { block: 2, buffer: 0, shell: 2 },
      { block: 2, buffer: 1, shell: 1 },
    ],
    states: 3,
    part: 0,
    steps: [7, 2],
  },
  {
    name: 'states by patches',
    space: latticeSpace([12, 12]),
    K: 33,
    windows: [{ block: 2, buffer: 1, shell: 2 }],
    patch: 2,
    states: 5,
    part: 0,
    steps: [5],
  },
  { name: 'a box, sides by axis', space: BOX, K: 33, windows: [{ block: [2, 1, 3], buffer: [1, 0, 1], shell: [0, 2, 1] }], part: 0, steps: [3] },
  { name: 'a cube', space: latticeSpace([7, 7, 7]), K: 33, windows: [{ block: 3, buffer: 1, shell: 1 }], part: 0, flip: true, steps: [2] },
];

/** Places along each axis, by definition: all of a periodic one, those of an open one where the largest window is inside. */
function placesOf({ extents, boundary }: Space, windows: readonly Window[]): number[] {
  const side = (axis: number) =>
    Math.max(...windows.map(({ block, buffer, shell }) => along(block, axis) + 2 * (along(buffer, axis) + along(shell as PerAxis, axis))));
  return extents.map((extent, axis) => (boundary[axis] === 'open' ? extent - side(axis) + 1 : extent));
}

/** A window's places, counted from the corner of the largest one along open axes, so that all blocks lie at the same sites. */
function fromLargest(list: readonly Place[], window: Window, windows: readonly Window[], { boundary }: Space): Place[] {
  const margin = ({ buffer, shell }: Window, axis: number) => along(buffer, axis) + along(shell as PerAxis, axis);
  const shift = boundary.map((one, axis) => (one === 'open' ? Math.max(...windows.map((other) => margin(other, axis))) - margin(window, axis) : 0));
  const [dz, dy, dx] = [0, 0, 0, ...shift].slice(-3);
  return list.map(([x, y, z, channel]) => [x + dx, y + dy, z + dz, channel]);
}

test.after(closeDevice);

for (const { name, space, K, windows, patch, states = 1, part, flip = false, shuffle = 0, steps, stride } of CASES) {
  test(
    `view/gather: ${name}`,
    scoped(async (scope) => {
      const R = windows.length;
      const spins = words(1, GROUPS * valuesOf(space) * states);
      const table = siteTable(windows, space, { patch, encoding: states === 1 ? BITS : { kind: 'onehot', states } });
      const [V, E] = [table.visibleWords, table.environmentWords];
      const gatherKeys = keys(2, R);
      const { state, ...rest } = inputs(scope, spins, table, R, steps, gatherKeys);
      const visible = guarded(scope, 'u32', R * K * V, 'visible');
      const environment = guarded(scope, 'u32', R * K * E, 'environment');
      const sizes = scope.uniform(shader.gather.bindings.sizes, 'sizes', { K, PART: part });
      const plan = new Plan(scope.memory, 'gather').dispatch(
        shader.gather,
        { V, E, ...placeConstants(table), FLIP: flip ? 1 : 0, PARTS: 3, SHUFFLE: shuffle, STRIDE: stride ?? 0 },
        { spins: state, ...rest, visible: visible.tensor, environment: environment.tensor, sizes },
        [Math.ceil(K / 8) * (V + E), R],
      );
      await execute(plan);
      const [gotVisible, gotEnvironment] = [await visible.read(), await environment.read()];
      windows.forEach((window, r) => {
        const places = windowPlaces(window, space, patch, states);
        const n = {
          ...caseOf(space, K, part, r, steps[r], gatherKeys),
          flip,
          ...(stride ? { stride } : {}),
          places: placesOf(space, windows),
          channels: space.channels * states,
        };
        const [inside, outside] = [places.visible, places.environment].map((list) => fromLargest(list, window, windows, space));
        const of = (packed: Uint32Array, wordsPerRow: number, width: number, each: number) =>
          unpackRows(packed.subarray(r * K * wordsPerRow, (r + 1) * K * wordsPerRow), K, width, each);
        close(of(gotVisible, V, places.visible.length, 32), twin(spins, inside, n), EXACT, `V of replica ${r}`);
        close(of(gotEnvironment, E, places.environment.length, table.perWord), twin(spins, outside, { ...n, shuffle }), EXACT, `E of replica ${r}`);
      });
    }),
  );
}

test(
  'view/gather: flips of anything but bits are refused',
  scoped((scope) => {
    for (const [encoding, flip, message] of [
      [REALS, true, /^view: expected bits, which a global flip exchanges, got reals/],
      [{ kind: 'onehot', states: 3 }, true, /^view: expected bits, which a global flip exchanges, got onehot/],
    ] as const) {
      const table = siteTable([{ block: 1, buffer: 0, shell: 1 }], latticeSpace([4, 4]), { encoding });
      const given = inputs(scope, words(1, GROUPS * 48), table, 1, [0], keys(1, 1));
      assert.throws(() => gather(scope, new Plan(scope.memory, 'refused'), given, { samples: 32, table, part: 'training', flip }), message);
    }
  }),
);

for (const [name, scales] of [
  ['linear', { visible: 'linear', environment: 'logarithm' }],
  ['logarithmic', { visible: 'logarithm', environment: 'linear' }],
] as const) {
  test(
    `view/gather_values: masses on a ring, ${name} block`,
    scoped(async (scope) => {
      const [K, N, density, R] = [45, 40, 1.5, 2];
      const ring = latticeSpace([N]);
      // A heavy tail, as at a condensate.
      const masses = words(5, GROUPS * N * 32).map((word) => Math.floor(2 / ((word >>> 8) / 2 ** 24 + 1e-4)));
      const windows = [
        { block: 5, buffer: 2, shell: 9 },
        { block: 5, buffer: 3, shell: 4 },
      ];
      const table = siteTable(windows, ring, { encoding: { kind: 'counts', mean: density, ...scales } });
      const gatherKeys = keys(6, R);
      const given = inputs(scope, masses, table, R, [11, 4], gatherKeys);
      const recorded = new Plan(scope.memory, 'recorded');
      gather(scope, recorded, given, { samples: K, table, part: 'training', shuffle: 3 });
      // The same dispatch once more into guarded tensors.
      const [V, E] = [table.visibleWords, table.environmentWords];
      const visible = guarded(scope, 'f32', R * K * V, 'visible');
      const environment = guarded(scope, 'f32', R * K * E, 'environment');
      const { state, ...rest } = given;
      const constants = recorded.dispatches[0].constants as Parameters<typeof Plan.prototype.dispatch<typeof valuesShader.gather>>[1];
      const sizes = scope.uniform(valuesShader.gather.bindings.sizes, 'sizes', { K, PART: 0 });
      const bindings = { masses: state, ...rest, visible: visible.tensor, environment: environment.tensor, sizes };
      await execute(new Plan(scope.memory, 'gather').dispatch(valuesShader.gather, constants, bindings, [Math.ceil(K / 8) * (V + E), R]));
      const [gotVisible, gotEnvironment] = [await visible.read(), await environment.read()];
      windows.forEach((window, r) => {
        const places: Places = windowPlaces(window, ring);
        const n = caseOf(ring, K, 0, r, [11, 4][r], gatherKeys);
        const row = (got: Float32Array, each: number, k: number) => got.subarray((r * K + k) * each, (r * K + k + 1) * each);
        const rows = (got: Float32Array, each: number, width: number) =>
          Float32Array.from(Array.from({ length: K }, (_, k) => Array.from(row(got, each, k).subarray(0, width))).flat());
        const expected = (name: 'visible' | 'environment') =>
          gatherMasses(masses, places[name], { ...n, shuffle: name === 'visible' ? 0 : 3 }, density, scales[name] === 'logarithm');
        const single = { atol: 2e-6, rtol: 2e-6 };
        close(rows(gotVisible, V, 5), expected('visible'), single, `V of replica ${r}`);
        close(rows(gotEnvironment, E, places.environment.length), expected('environment'), single, `E of replica ${r}`);
        for (let k = 0; k < K; k++)
          assert.ok(
            row(gotEnvironment, E, k)
              .subarray(places.environment.length)
              .every((value) => value === 0),
          );
      });
    }),
  );
}

test.run();
