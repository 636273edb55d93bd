/** Bands in double precision: golden levels, blocks of irreps, symmetries of levels, signed gaps, Wilson loops. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bandTable } from '../../src/bands/ebr.ts';
import { type Coordinates, GROUP_NAMES, GROUPS, onMomentum, pointGroup } from '../../src/bands/group.ts';
import { genericMomentum, symmetricMomentum } from '../../src/bands/sectors.ts';
import { bandsAt, type Profile, sectorLevels } from '../../src/bands/spectrum.ts';
import { divisionsAt, gapsOf, targetOf } from '../../src/bands/target.ts';
import { genericGrid, radiusOf, shellsWithin, wavesAt } from '../../src/bands/waves.ts';
import { wilsonLoops, windingOf } from '../../src/bands/wilson.ts';
import { box, COSINE, FRAGILE, levelsOf, P2, profileOf, RODS, rods } from '../support/bands.ts';
import { close } from '../support/close.ts';

const NINE = { atol: 1e-9, rtol: 0 };

/** The fragile potential of p6mm. */
function fragile(): Profile {
  const group = GROUPS.p6mm;
  return { physics: 'schroedinger', shells: shellsWithin(group, radiusOf(group, 7)), coefficients: [0, ...FRAGILE.coefficients] };
}

const momentumOf = (group: (typeof GROUPS)['p2'], name: string) => group.momenta.find((one) => one.name === name) as { name: string; at: Coordinates };

test('cosine lattice: Mathieu characteristic values at G, X, M and a generic momentum, to 1e-9', () => {
  for (const name of ['G', 'X', 'M'] as const) {
    const { at } = momentumOf(GROUPS.p4, name);
    // The potential has the symmetry of p4, and so have the waves.
    const found = levelsOf(COSINE.profile, symmetricMomentum(GROUPS.p4, { name, at }, 0, box(at, 5)));
    close(found.slice(0, 8), COSINE.mathieu[name], NINE, name);
  }
  const generic = genericMomentum(GROUPS.p2, [0.2, 0.35], 0, box([0, 0], 5));
  close(levelsOf(COSINE.profile, generic).slice(0, 8), COSINE.generic, NINE, 'generic');
});

test('p2: golden levels by parity to 1e-9, sizes of blocks', () => {
  for (const name of ['G', 'X', 'Y', 'M'] as const) {
    const point = momentumOf(GROUPS.p2, name);
    const { sectors } = symmetricMomentum(GROUPS.p2, point, 0, box(point.at, 3));
    assert.equal(
      sectors.map(({ columns }) => columns.length),
      P2.sizes[name],
    );
    sectors.forEach((sector, i) => {
      close(sectorLevels(P2.profile, sector).slice(0, 5), P2.levels[name][i], NINE, sector.irrep);
    });
  }
});

test('p6mm, fragile potential: golden levels with their irreps', () => {
  for (const name of ['G', 'K', 'M'] as const) {
    const levels = bandsAt(fragile(), symmetricMomentum(GROUPS.p6mm, momentumOf(GROUPS.p6mm, name), 25), 12);
    const single = levels.filter(({ value, irrep }, i) => i === 0 || irrep !== levels[i - 1].irrep || value !== levels[i - 1].value);
    assert.is(
      single
        .slice(0, 5)
        .map(({ irrep, value }) => `${irrep} ${value.toFixed(6)}`)
        .join(', '),
      FRAGILE.levels[name],
    );
    // Golden distances of bands 2-3 from their neighbours, to 1e-9.
    const values = levels.map(({ value }) => value);
    close([values[1] - values[0], values[3] - values[2]], FRAGILE.gaps[name], NINE, name);
  }
});

test('TM: rods in air against golden levels to 1e-9, and the textbook gap', () => {
  const waves = box([0, 0], 3);
  for (const name of ['X', 'M'] as const) {
    const momentum = genericMomentum(GROUPS.p4, momentumOf(GROUPS.p4, name).at, 0, waves);
    close(levelsOf(rods(6), momentum).slice(0, 6), RODS[name], NINE, name);
  }
  assert.ok(RODS.M[0] < 0.33 && RODS.X[1] > 0.44);
});

test('TM: a dielectric function with negative places is refused', () => {
  const negative = profileOf('tm', 1, [[[1, 0], 2]]);
  const momentum = genericMomentum(GROUPS.p2, [0.1, 0.2], 9);
  assert.throws(() => levelsOf(negative, momentum), /eps: expected a dielectric function that is positive everywhere, got .*; use for example eps: \[1, 12\]/);
});

for (const name of GROUP_NAMES) {
  test(`${name}: blocks hold all waves, and their columns are orthonormal; levels without a potential are those of free waves`, () => {
    const group = GROUPS[name];
    const free: Profile = { physics: 'schroedinger', shells: shellsWithin(group, 1), coefficients: [0, 0] };
    for (const point of group.momenta) {
      const momentum = symmetricMomentum(group, point, 13);
      const waves = wavesAt(group, point.at, 13);
      assert.is(
        momentum.sectors.reduce((sum, { columns, dimension, copies }) => sum + (columns.length * dimension) / copies, 0),
        waves.length,
      );
      for (const { columns } of momentum.sectors) {
        for (const [i, a] of columns.entries()) {
          const at = new Map(a.map(({ wave, weight }) => [wave.join(), weight]));
          for (const [j, b] of columns.entries()) {
            const overlap = b.reduce((sum, { wave, weight }) => sum + weight * (at.get(wave.join()) ?? 0), 0);
            assert.ok(Math.abs(overlap - Number(i === j)) < 1e-12);
          }
        }
      }
      const plain = levelsOf(free, genericMomentum(group, point.at, 13));
      close(levelsOf(free, momentum), plain, NINE, point.name);
    }
  });
}

test('empty lattice of p6mm by irrep: six waves of the first shell at G, three at K, two at M', () => {
  const free: Profile = { physics: 'schroedinger', shells: shellsWithin(GROUPS.p6mm, 1), coefficients: [0, 0] };
  const names = (momentum: string, count: number) =>
    bandsAt(free, symmetricMomentum(GROUPS.p6mm, momentumOf(GROUPS.p6mm, momentum), 13), count)
      .map(({ irrep, value }) => `${irrep} ${value.toFixed(3)}`)
      .sort()
      .join();
  // A permutation of six vertices, each on a mirror through K or M; three and two likewise.
  assert.is(names('G', 7), 'G1 0.000,G1 26.319,G4 26.319,G5 26.319,G5 26.319,G6 26.319,G6 26.319');
  assert.is(names('K', 3), 'K1 8.773,K3 8.773,K3 8.773');
  assert.is(names('M', 2), 'M1 6.580,M4 6.580');
});

/** The potential of P2 on the triangular lattice, where its vectors have other images. */
const half = [
  [[0, 1], -4],
  [[1, -2], -5],
  [[1, 1], 3],
  [[2, 0], 1.5],
] as [Coordinates, number][];

test('a profile turned by 60 degrees has the same levels at the turned momentum, and others at the old one', () => {
  const group = GROUPS.p6mm;
  const turn = ([m, n]: Coordinates): Coordinates => [-n, m + n];
  const [before, after] = [half, half.map(([g, v]): [Coordinates, number] => [turn(g), v])].map((one) => profileOf('schroedinger', 0, one));
  const k: Coordinates = [0.13, 0.21];
  const levels = (profile: Profile, at: Coordinates) => levelsOf(profile, genericMomentum(group, at, 13)).slice(0, 8);
  const same = levels(before, k);
  close(levels(after, turn(k)), same, NINE, 'turned');
  assert.ok(Math.abs(levels(after, k)[0] - same[0]) > 1e-3);
});

test('an origin at half a lattice vector changes parities by (-1)^(2k 2q), and no level', () => {
  const group = GROUPS.p2;
  const { shells, coefficients } = P2.profile;
  for (const { at: q } of group.sites.slice(1)) {
    const moved: Profile = {
      physics: 'schroedinger',
      shells,
      coefficients: Array.from(coefficients, (v, s) => v * (-1) ** Math.round(2 * (shells.orbits[s][0][0] * q[0] + shells.orbits[s][0][1] * q[1]))),
    };
    for (const point of group.momenta) {
      const { sectors } = symmetricMomentum(group, point, 0, box(point.at, 3));
      const swapped = Math.round(4 * (point.at[0] * q[0] + point.at[1] * q[1])) % 2 === 1;
      const [even, odd] = sectors.map((sector) => sectorLevels(P2.profile, sector).slice(0, 6));
      const [nextEven, nextOdd] = sectors.map((sector) => sectorLevels(moved, sector).slice(0, 6));
      close(nextEven, swapped ? odd : even, NINE, `${point.name} even`);
      close(nextOdd, swapped ? even : odd, NINE, `${point.name} odd`);
    }
  }
});

test('the signed gap is positive for the irreps that are there, and changes its sign where the target takes the next one', () => {
  const group = GROUPS.p6mm;
  const table = bandTable(group);
  const momenta = group.momenta.map((point) => symmetricMomentum(group, point, 13));
  const levels = momenta.map(({ sectors }) => sectors.map((sector) => sectorLevels(fragile(), sector)));
  const gaps = (irreps: string) =>
    gapsOf(
      levels,
      momenta.map((momentum) => divisionsAt(table, targetOf(table, '2-3', irreps), momentum)),
    );
  const right = gaps('G5; K3; M3+M4');
  // Golden gaps with 55 waves: below 16.21, 4.08, 4.04 and above 5.73, 11.13, 7.38 at G, K, M.
  close([right.direct.below, right.direct.above], [4.035758480082453, 5.730550668583483], NINE, 'golden');
  assert.ok(Math.min(right.full.below, right.full.above) > 0);
  // G6 lies 5.73 above G5: taken instead of it, the gap has this size and the other sign.
  const wrong = gaps('G6; K3; M3+M4');
  close([wrong.direct.above], [-right.direct.above], NINE, 'swapped');
});

test('generic momenta of a grid: with those of high symmetry and all images they are the whole grid, each once', () => {
  for (const [name, n, count] of [
    ['p2', 8, 30],
    ['p4', 8, 15],
    ['p6mm', 24, 58],
  ] as const) {
    const group = GROUPS[name];
    assert.is(genericGrid(group, n).length, count);
    const key = (k: Coordinates) => k.map((x) => ((Math.round(x * n) % n) + n) % n).join();
    const all = [...genericGrid(group, n), ...group.momenta.map(({ at }) => at)].map(
      (k) => new Set(pointGroup(group).elements.map(({ matrix }) => key(onMomentum(matrix, k)))),
    );
    assert.is(
      all.reduce((sum, images) => sum + images.size, 0),
      n * n,
    );
    assert.is(new Set(all.flatMap((images) => [...images])).size, n * n);
  }
});

test('Wilson loops of the fragile bands at two momenta: golden phases to 1e-3; winding from paths that wind or do not', () => {
  const options = { cutoff: 36, points: 24, steps: 2 };
  const [two] = wilsonLoops(fragile(), GROUPS.p6mm, [[2, 3]], options);
  close(
    two.phases.slice(0, 2).map((loop) => loop[1]),
    [FRAGILE.two[0], FRAGILE.two[8]],
    { atol: 1e-3, rtol: 0 },
    'k2 = -1/2, 0',
  );
  const path = (phase: (t: number) => number) => Array.from({ length: 17 }, (_, j) => phase(j / 16)).map((x) => [-x, x]);
  const folded = (x: number) => Math.abs(((((x + Math.PI) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) - Math.PI);
  assert.is(windingOf(path((t) => folded(2 * Math.PI * t))), 1);
  assert.is(windingOf(path((t) => folded(4 * Math.PI * t))), 2);
  assert.is(windingOf(path((t) => 1 + Math.cos(2 * Math.PI * t))), 0);
  assert.is(windingOf(path((t) => Math.PI - 0.5 * Math.sin(Math.PI * t))), 0);
});

test.run();
