/** Pairs (V, E) cut at one place, in strides, around holes, with a lag, and with all that is left: against their definition. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Cutting } from '../../src/space/axis.ts';
import { BITS } from '../../src/space/encoding.ts';
import { checkWindow } from '../../src/space/fits.ts';
import { latticeSpace, type Space, valuesOf } from '../../src/space/space.ts';
import { listTable, type SiteTable, siteTable } from '../../src/space/table.ts';
import type { Window } from '../../src/space/window.ts';
import { gather, uploadTable } from '../../src/view/gather.ts';
import { philox } from '../reference/lib/philox.ts';
import { type CutCase, firstSites, partsAt } from '../reference/space/cut.ts';
import { close } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { spinOf } from '../support/pack.ts';
import { keys, words } from '../support/random.ts';

interface Case extends Cutting {
  name: string;
  space: Space;
  windows: Window[];
  /** How many places there are, counted by hand. */
  places: number;
  /** States of a value, one bit each. */
  states?: number;
}

const OPEN = latticeSpace([4, 6], { boundary: 'open' });
const TIME = latticeSpace([5, 8], { boundary: ['open', 'periodic'], axes: ['t', 'x'] });
const HOLES = { holes: [10, 43] };

const CASES: Case[] = [
  { name: 'at an edge', space: OPEN, windows: [{ block: 2, buffer: 1, shell: 2 }], at: [0, 2], places: 1 },
  {
    name: 'in a corner, all that is left',
    space: OPEN,
    windows: [
      { block: 2, buffer: 0, shell: 'rest' },
      { block: 2, buffer: 1, shell: 'rest' },
    ],
    at: [0, 0],
    places: 1,
  },
  { name: 'in the last corner', space: OPEN, windows: [{ block: [1, 2], buffer: [1, 0], shell: 1 }], at: [3, 4], places: 1 },
  { name: 'at a place around which a window wraps', space: latticeSpace([7, 6]), windows: [{ block: 2, buffer: 1, shell: 1 }], at: [6, 5], places: 1 },
  {
    name: 'in strides, two windows see the same blocks',
    space: latticeSpace([8, 6], { channels: 2 }),
    windows: [
      { block: 2, buffer: 0, shell: 2 },
      { block: 2, buffer: 1, shell: 1 },
    ],
    stride: 2,
    places: 12,
  },
  {
    name: 'in strides from a place, open along y',
    space: latticeSpace([9, 6], { boundary: ['open', 'periodic'] }),
    windows: [{ block: 1, buffer: 0, shell: 2 }],
    stride: [2, 3],
    at: [1, 2],
    places: 2 * 2,
  },
  { name: 'around holes', space: latticeSpace([9, 8], HOLES), windows: [{ block: 2, buffer: 0, shell: 1 }], places: 72 - 2 * 16, states: 3 },
  {
    name: 'around holes in an open lattice, two windows',
    space: latticeSpace([9, 8], { boundary: 'open', holes: [0, 71] }),
    windows: [
      { block: 1, buffer: 1, shell: 1 },
      { block: 1, buffer: 0, shell: 1 },
    ],
    places: 5 * 4 - 2,
  },
  {
    name: 'holes in block, buffer and environment',
    space: latticeSpace([4, 4], { holes: [2, 5, 15] }),
    windows: [{ block: 2, buffer: 0, shell: 1 }],
    at: [1, 1],
    places: 1,
  },
  { name: 'later: the whole ring', space: TIME, windows: [{ block: 2, buffer: 0, shell: 'rest' }], lag: 1, places: 4 * 8 },
  {
    name: 'later: a shell around the block, with and without a buffer',
    space: TIME,
    windows: [
      { block: 2, buffer: 0, shell: 1 },
      { block: 2, buffer: 1, shell: 1 },
    ],
    lag: 3,
    places: 2 * 8,
  },
  {
    name: 'later: at a place of an open square with a hole at all times',
    space: latticeSpace([4, 3, 3], { boundary: 'open', axes: ['t', 'y', 'x'], holes: [4, 13, 22, 31] }),
    windows: [{ block: [1, 2], buffer: 0, shell: 1 }],
    lag: 2,
    at: [1, 1],
    places: 2,
  },
  {
    name: 'later: anywhere beside a hole',
    space: latticeSpace([3, 7], { boundary: ['open', 'open'], axes: ['t', 'x'], holes: [0, 7, 14] }),
    windows: [{ block: 1, buffer: 0, shell: 1 }],
    lag: 1,
    places: 2 * 4,
  },
  { name: 'all that is left of a torus', space: latticeSpace([5, 7]), windows: [{ block: [2, 1], buffer: 1, shell: 'rest' }], places: 35 },
  {
    name: 'a pillar of a torus in three dimensions',
    space: latticeSpace([2, 2, 4]),
    windows: [{ block: [2, 2, 1], buffer: [0, 0, 1], shell: 'rest' }],
    places: 16,
  },
  {
    name: 'sides by axis in three dimensions',
    space: latticeSpace([5, 6, 7], { boundary: ['periodic', 'open', 'periodic'] }),
    windows: [{ block: [2, 1, 3], buffer: [1, 0, 1], shell: [0, 2, 1] }],
    stride: 1,
    places: 5 * 2 * 7,
  },
];

const GROUPS = 5;
/** Groups of the part that is gathered: the first and their number. */
const SOURCE = [0, 2, 2, 2, 4, 1];
const K = 40;
const STEP = 11;

/** The case of the reference, whose lists have an entry for each axis. */
function referenceOf({ space, windows, at, stride, lag }: Case): CutCase {
  const axes = space.extents.length - (lag === undefined ? 0 : 1);
  const list = (length: number | readonly number[] | 'rest') =>
    Array.from({ length: axes }, (_, a) => (length === 'rest' ? Number.POSITIVE_INFINITY : typeof length === 'number' ? length : length[a]));
  return {
    extents: space.extents,
    periodic: space.boundary.map((one) => one === 'periodic'),
    holes: space.holes,
    block: list(windows[0].block),
    windows: windows.map(({ buffer, shell }) => ({ buffer: list(buffer), shell: list(shell) })),
    ...(at ? { at } : {}),
    ...(stride === undefined ? {} : { stride: list(stride) }),
    ...(lag === undefined ? {} : { lag }),
  };
}

const tableOf = ({ windows, space, at, stride, lag, states = 1 }: Case): SiteTable =>
  siteTable(windows, space, { at, stride, lag, encoding: states === 1 ? BITS : { kind: 'onehot', states } });

/** Words of V and of E, one replica per window. */
async function gathered(scope: Scope, table: SiteTable, spins: Uint32Array, gatherKeys: Uint32Array) {
  const each = Array.from({ length: table.windows }, (_, r) => r);
  const R = each.length;
  const inputs = {
    state: scope.upload('u32', [spins.length], 'state', spins),
    ...uploadTable(scope, table, each),
    source: scope.upload('u32', [R, 3, 2], 'source', Uint32Array.from(each.flatMap(() => SOURCE))),
    keys: scope.upload('u32', [R, 2], 'keys', gatherKeys),
    step: scope.upload('u32', [R], 'step', new Uint32Array(R).fill(STEP)),
  };
  const plan = new Plan(scope.memory, 'gather');
  const { visible, environment } = gather(scope, plan, inputs, { samples: K, table, part: 'held out' });
  await execute(plan);
  return { visible: (await visible.read()) as Uint32Array, environment: (await environment.read()) as Uint32Array };
}

/** The first site of the block of sample k: by axis where all places of a box are possible, else number n w0 / 2^32 of a list. */
function firstOf(all: readonly number[][], listed: boolean, w: ArrayLike<number>): number[] {
  if (listed) return all[Math.floor((all.length * w[0]) / 2 ** 32)];
  const axes = all[0].length;
  return all[0].map((_, axis) => {
    const values = [...new Set(all.map((first) => first[axis]))].sort((a, b) => a - b);
    const draw = w[[0, 1, 3][axes - 1 - axis]];
    return values[Math.floor((values.length * draw) / 2 ** 32)];
  });
}

test.after(closeDevice);

for (const each of CASES) {
  test(
    `view/gather, ${each.name}`,
    scoped(async (scope) => {
      const { space, windows, states = 1, places } = each;
      for (const window of windows) checkWindow(window, space, each);
      const n = referenceOf(each);
      const all = firstSites(n);
      const table = tableOf(each);
      assert.is(all.length, places);
      assert.is(
        table.places.reduce((product, count) => product * count, 1),
        places,
      );
      const inputs = space.channels * states;
      const spins = words(31, GROUPS * valuesOf(space) * states);
      const gatherKeys = keys(32, windows.length);
      const got = await gathered(scope, table, spins, gatherKeys);
      windows.forEach((_, r) => {
        for (let k = 0; k < K; k++) {
          const w = philox([Math.floor(k / 32), STEP, 1, 0], gatherKeys.subarray(2 * r, 2 * r + 2));
          const parts = partsAt(n, r, firstOf(all, table.corners.length > 0, w));
          const [first, groups] = SOURCE.slice(2);
          const group = first + ((STEP + Math.floor(k / 32)) % groups);
          const chain = (STEP * K + k) % 32;
          for (const [name, perRow] of [
            ['visible', table.visibleWords],
            ['environment', table.environmentWords],
          ] as const) {
            const values = parts[name].flatMap((site) => Array.from({ length: inputs }, (_v, i) => group * valuesOf(space) * states + site * inputs + i));
            const row = got[name].subarray((r * K + k) * perRow, (r * K + k + 1) * perRow);
            const expected = new Uint32Array(perRow);
            values.forEach((value, i) => {
              if (spinOf(spins, value, chain) > 0) expected[i >> 5] |= 1 << (i & 31);
            });
            assert.equal([...row], [...expected], `${name} of sample ${k}, window ${r}`);
          }
        }
      });
    }),
  );
}

test(
  'view/gather_values, in strides',
  scoped(async (scope) => {
    const [N, mean] = [12, 1.5];
    const ring = latticeSpace([N]);
    const table = siteTable([{ block: 2, buffer: 1, shell: 2 }], ring, {
      stride: 3,
      encoding: { kind: 'counts', mean, visible: 'linear', environment: 'linear' },
    });
    const masses = words(35, GROUPS * N * 32).map((word) => word >>> 29);
    const gatherKeys = keys(36, 1);
    const { visible, environment } = await gathered(scope, table, masses, gatherKeys);
    const n: CutCase = { extents: [N], periodic: [true], block: [2], windows: [{ buffer: [1], shell: [2] }], stride: [3] };
    const all = firstSites(n);
    assert.equal([all, table.corners.length], [[[0], [3], [6], [9]], 4]);
    const expected = (name: 'visible' | 'environment') =>
      Array.from({ length: K }, (_, k) => {
        const w = philox([Math.floor(k / 32), STEP, 1, 0], gatherKeys);
        const group = SOURCE[2] + ((STEP + Math.floor(k / 32)) % SOURCE[3]);
        const sites = partsAt(n, 0, firstOf(all, true, w))[name];
        return sites.map((site) => masses[(group * N + site) * 32 + ((STEP * K + k) % 32)] / mean - 1);
      }).flat();
    const single = { atol: 2e-6, rtol: 2e-6 };
    close(visible as unknown as Float32Array, Float64Array.from(expected('visible')), single, 'V');
    close(environment as unknown as Float32Array, Float64Array.from(expected('environment')), single, 'E');
  }),
);

test(
  'a window at a fixed place gives the bits of the same list of sites, and sites without values change nothing',
  scoped(async (scope) => {
    for (const each of CASES.filter(({ at, stride, lag }) => at && stride === undefined && lag === undefined)) {
      const { space } = each;
      const n = referenceOf(each);
      const spins = words(33, GROUPS * valuesOf(space));
      for (const [r, window] of each.windows.entries()) {
        const gatherKeys = keys(34, 1);
        const { visible, environment } = partsAt(n, r, each.at as number[]);
        const place = await gathered(scope, tableOf({ ...each, windows: [window] }), spins, gatherKeys);
        const list = await gathered(scope, listTable({ block: visible, environment }, valuesOf(space)), spins, gatherKeys);
        assert.equal(place, list, each.name);
        const others = spins.slice();
        for (const hole of space.holes ?? []) for (let g = 0; g < GROUPS; g++) others[g * valuesOf(space) + hole] ^= 0xffff_ffff;
        assert.equal(await gathered(scope, tableOf({ ...each, windows: [window] }), others, gatherKeys), place, each.name);
        // Negative control: a site of the environment does change something.
        for (let g = 0; g < GROUPS; g++) others[g * valuesOf(space) + environment[0]] ^= 0xffff_ffff;
        assert.not.equal(await gathered(scope, tableOf({ ...each, windows: [window] }), others, gatherKeys), place, each.name);
      }
    }
  }),
);

test.run();
