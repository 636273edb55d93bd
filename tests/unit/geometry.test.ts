/** Windows, patches and lists of sites: counted and listed by hand, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkWindow } from '../../src/space/fits.ts';
import { checkSites } from '../../src/space/sites.ts';
import { boundaryWords, latticeSpace, sidesWords } from '../../src/space/space.ts';
import { listTable, siteTable } from '../../src/space/table.ts';
import { checkPatch, cutOf, type Place, patchSides, windowPlaces } from '../../src/space/window.ts';

const ring = latticeSpace([20]);
const square = latticeSpace([20, 20]);
const bonds = latticeSpace([20, 20], { channels: 2 });
const cube = latticeSpace([20, 20, 20]);
const window = { block: 2, buffer: 1, shell: 2 };

/** Distance from the block: 0 inside, 1 beside it, counted along the axis that is farthest. */
function distance(place: Place, dimensions: number): number {
  return Math.max(...place.slice(0, dimensions).map((at) => Math.max(0, 3 - at, at - 4)));
}

for (const [name, lattice, block, environment] of [
  ['ring', ring, 2, 8 - 4],
  ['square', square, 4, 64 - 16],
  ['bonds', bonds, 8, 2 * (64 - 16)],
  ['cube', cube, 8, 512 - 64],
] as const) {
  test(`the window on a ${name}`, () => {
    const places = windowPlaces(window, lattice);
    assert.equal([places.visible.length, places.environment.length], [block, environment]);
    const d = lattice.extents.length;
    assert.ok(places.visible.every((place) => distance(place, d) === 0));
    assert.ok(places.environment.every((place) => distance(place, d) >= 2 && distance(place, d) <= 3));
    const keyed = [...places.visible, ...places.environment].map(String);
    assert.is(new Set(keyed).size, keyed.length, 'no value twice');
    const order = ([x, y, z, c]: Place) => ((z * 8 + y) * 8 + x) * 2 + c;
    for (const list of [places.visible, places.environment])
      assert.ok(
        list.every((place, i) => i === 0 || order(list[i - 1]) < order(place)),
        'C order',
      );
  });
}

test('both bonds of every site of the block, right bond first', () => {
  const places = windowPlaces({ block: 2, buffer: 0, shell: 1 }, bonds);
  const expected = [1, 2].flatMap((y) => [1, 2].flatMap((x) => [0, 1].map((channel) => [x, y, 0, channel])));
  assert.equal(places.visible, expected);
});

test('sides by axis, the slowest first', () => {
  const wide = { block: [1, 2], buffer: [0, 1], shell: [1, 2] };
  const { visible, environment } = windowPlaces(wide, latticeSpace([4, 9]));
  assert.equal(visible, [
    [3, 1, 0, 0],
    [4, 1, 0, 0],
  ]);
  // 3 rows of 8, without the block and one site on either side of it.
  const expected = [0, 1, 2].flatMap((y) => [0, 1, 2, 3, 4, 5, 6, 7].filter((x) => !(y === 1 && x >= 2 && x <= 5)).map((x) => [x, y, 0, 0]));
  assert.equal(environment, expected);
  checkWindow(wide, latticeSpace([3, 8]));
  assert.throws(
    () => checkWindow(wide, latticeSpace([3, 7])),
    /^window: expected block \+ 2 \(buffer \+ shell\) <= 7 on 3 x 7 sites, got 2 \+ 2 \(1 \+ 2\) = 8; /,
  );
});

test('a window is cut at every site of a periodic axis, and of an open one where all of the largest exists', () => {
  const windows = [
    { block: 2, buffer: 1, shell: 2 },
    { block: 2, buffer: 0, shell: 1 },
  ];
  assert.equal(cutOf(windows, latticeSpace([12, 20])), {
    places: [12, 20],
    shifts: [
      [0, 0],
      [0, 0],
    ],
  });
  // 2 + 2 (1 + 2) = 8 sites: 5 places along y. The smaller window begins 2 sites further on, its block with the other's.
  const mixed = latticeSpace([12, 20], { boundary: ['open', 'periodic'] });
  assert.equal(cutOf(windows, mixed), {
    places: [5, 20],
    shifts: [
      [0, 0],
      [2, 0],
    ],
  });
  const table = siteTable(windows, mixed);
  assert.equal(table.places, [20, 5, 1]);
  const row = table.data.length / 2;
  const [x, y] = table.bits.slice(1);
  const first = (w: number) => [table.data[w * row] & (2 ** x - 1), (table.data[w * row] >> x) & (2 ** y - 1)];
  assert.equal(
    [first(0), first(1)],
    [
      [3, 3],
      [1, 3],
    ],
    'x from the own corner, y from that of the largest window',
  );
  assert.equal(siteTable([windows[0]], latticeSpace([8, 8], { boundary: 'open' })).places, [1, 1, 1]);
});

test('one-hot values: a bit for every state, in words of whole patches, in windows and lists', () => {
  const encoding = { kind: 'onehot', states: 3 } as const;
  const table = siteTable([{ block: 2, buffer: 0, shell: 1 }], latticeSpace([6, 6], { channels: 2 }), { encoding });
  assert.equal([table.channels, table.visibleSites, table.environmentSites, table.perWord], [6, 24, [72], 32]);
  assert.equal(
    Array.from(table.data.slice(0, 7), (entry) => entry & (2 ** table.bits[0] - 1)),
    [0, 1, 2, 3, 4, 5, 0],
  );
  const list = listTable({ block: [4], environment: [0, 9] }, 10, encoding);
  assert.equal([list.visibleSites, list.environmentSites], [3, [6]]);
  const bits = list.bits[0];
  assert.equal(
    Array.from(list.data.slice(0, 3), (entry) => [entry >> bits, entry & (2 ** bits - 1)]),
    [
      [4, 0],
      [4, 1],
      [4, 2],
    ],
  );
  assert.equal(patchSides([{ block: 2, buffer: 0, shell: 2 }], latticeSpace([6, 6]), 5), [1, 2]);
  assert.equal(patchSides([{ block: 2, buffer: 0, shell: 2 }], latticeSpace([6, 6]), 9), [1]);
});

test('spaces in words', () => {
  assert.is(boundaryWords(latticeSpace([4, 6])), 'periodic');
  assert.is(boundaryWords(latticeSpace([4], { boundary: 'open' })), 'open');
  assert.is(boundaryWords(latticeSpace([4, 6], { boundary: ['periodic', 'open'] })), 'periodic along y, open along x');
  assert.is(boundaryWords(latticeSpace([4, 4, 4], { boundary: ['open', 'open', 'periodic'] })), 'open along z, open along y, periodic along x');
  assert.equal([sidesWords(latticeSpace([4, 6])), sidesWords(latticeSpace([5], { channels: 3 }))], ['4 x 6', '5 with 3 channels']);
});

test('patches: the same values, patch by patch in C order', () => {
  const wide = { block: 2, buffer: 2, shell: 4 };
  const [plain, patched] = [windowPlaces(wide, bonds), windowPlaces(wide, bonds, 2)];
  assert.equal(patched.visible, plain.visible);
  assert.equal(patched.environment.map(String).sort(), plain.environment.map(String).sort());
  // 2 x 2 sites with two bonds each are eight values; 7 x 7 patches less 3 x 3 of the core.
  const corners: string[] = [];
  for (let i = 0; i < patched.environment.length; i += 8) {
    const patch = patched.environment.slice(i, i + 8);
    const [x, y] = patch[0];
    corners.push(`${y} ${x}`);
    assert.equal(
      patch,
      [0, 1].flatMap((dy) => [0, 1].flatMap((dx) => [0, 1].map((channel) => [x + dx, y + dy, 0, channel]))),
    );
  }
  const grid = [0, 2, 4, 6, 8, 10, 12];
  const ringOf = grid.flatMap((y) => grid.filter((x) => !(x >= 4 && x < 10 && y >= 4 && y < 10)).map((x) => `${y} ${x}`));
  assert.equal(corners, ringOf);
  const table = siteTable([wide], bonds, { patch: 2 });
  assert.equal([table.perWord, table.environmentWords, table.environmentSites, table.visibleSites], [8, 40, [320], 8]);
});

test('which patches are allowed', () => {
  const wide = [
    { block: 4, buffer: 0, shell: 12 },
    { block: 4, buffer: 4, shell: 12 },
  ];
  assert.equal(patchSides(wide, square), [1, 2, 4]);
  assert.equal(patchSides(wide, bonds), [1, 2, 4]);
  assert.equal(patchSides([{ block: 6, buffer: 0, shell: 12 }], square), [1, 2, 3]);
  assert.equal(patchSides([{ block: 12, buffer: 0, shell: 12 }], ring), [1, 2, 3, 4, 6, 12]);
  assert.equal(patchSides([{ block: 12, buffer: 0, shell: 12 }], cube), [1, 2, 3]);
  assert.throws(() => checkPatch(3, wide, square), /^patch: expected .*\(12 and 4, 12 and 12\).*: 1 or 2 or 4, got 3; use patch: 4$/);
  assert.throws(() => checkPatch(6, [{ block: 6, buffer: 0, shell: 6 }], square), /32 bits: 1 or 2 or 3, got 6/);
  assert.throws(() => checkPatch(0, wide, square), /got 0/);
  checkPatch(4, wide, square);
});

test('windows that do not fit are refused', () => {
  checkWindow({ block: 4, buffer: 2, shell: 6 }, square);
  assert.throws(() => checkWindow({ block: 4, buffer: 2, shell: 7 }, square), /^window: .*size = 20, got 4 \+ 2 \(2 \+ 7\) = 22/);
  assert.throws(() => checkWindow({ block: 0, buffer: 2, shell: 7 }, square), /^block: .*at least 1, got 0/);
  assert.throws(() => checkWindow({ block: 1, buffer: -1, shell: 7 }, square), /^buffer: .*at least 0, got -1/);
  assert.throws(() => checkWindow({ block: 1, buffer: 1, shell: 0 }, square), /^shell: .*at least 1, got 0/);
  assert.throws(() => siteTable([window], latticeSpace([2048, 2048, 2048])), /^size: .*31 bits/);
});

for (const [what, list, message] of [
  ['an empty block', { block: [], environment: [1] }, /at least one site in block, got none/],
  ['an empty environment', { block: [1], environment: [] }, /at least one site in environment, got none/],
  ['a site beyond the last', { block: [0], environment: [10] }, /from 0 to 9 in environment.*got 10/],
  ['a negative one', { block: [-1], environment: [5] }, /in block.*got -1/],
  ['half a site', { block: [1.5], environment: [5] }, /whole numbers.*got 1\.5/],
  ['a repeated one', { block: [1, 2, 1], environment: [5] }, /every site once in block, got site 1 twice/],
  ['an overlap', { block: [1, 2], environment: [5, 2] }, /does not overlap the block, got site 2 in both/],
] as const) {
  test(`lists of sites: ${what} is refused`, () => assert.throws(() => checkSites(list, 10), new RegExp(`^sites: expected .*${message.source}`)));
}

test('a list becomes a table of one window that stays', () => {
  const list = { block: [3, 1], environment: [9, 0, 5] };
  checkSites(list, 10);
  const table = listTable(list, 10);
  assert.equal([table.places, table.windows, table.visibleSites, table.environmentSites], [[1, 1, 1], 1, 2, [3]]);
  assert.equal([...table.data.slice(0, 2), ...table.data.slice(32, 35)], [3, 1, 9, 0, 5]);
});

test.run();
