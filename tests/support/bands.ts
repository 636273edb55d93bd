/** Profiles and golden levels of bands, computed once in double precision by another program, with published values beside them. */
import type { Coordinates } from '../../src/bands/group.ts';
import type { Momentum, Sector } from '../../src/bands/sectors.ts';
import { type Profile, sectorLevels } from '../../src/bands/spectrum.ts';
import type { Shells } from '../../src/bands/waves.ts';

/** A potential or dielectric by vectors: shells of +-G. @param mean the coefficient of G = 0 */
export function profileOf(physics: Profile['physics'], mean: number, half: readonly (readonly [Coordinates, number])[]): Profile {
  const numbers = new Map<string, number>([['0,0', 0]]);
  half.forEach(([[m, n]], i) => {
    numbers.set(`${m},${n}`, i + 1);
    numbers.set(`${-m},${-n}`, i + 1);
  });
  const orbits: Coordinates[][] = [
    [[0, 0]],
    ...half.map(([[m, n]]): Coordinates[] => [
      [m, n],
      [-m, -n],
    ]),
  ];
  const shells: Shells = { orbits, find: ([m, n]) => numbers.get(`${m},${n}`) };
  return { physics, shells, coefficients: [mean, ...half.map(([, value]) => value)] };
}

/** All G whose k + G has coordinates of size `most` at most. */
export function box([x, y]: Coordinates, most: number): Coordinates[] {
  const range = Array.from({ length: 2 * most + 3 }, (_, i) => i - most - 1);
  return range.flatMap((m) => range.map((n): Coordinates => [m, n])).filter(([m, n]) => Math.abs(x + m) <= most && Math.abs(y + n) <= most);
}

/** Levels of all sectors of a momentum, ascending. */
export const levelsOf = (profile: Profile, { sectors }: Momentum) =>
  sectors.flatMap((sector) => sectorLevels(profile, sector).flatMap((value) => Array.from({ length: sector.dimension }, () => value))).sort((a, b) => a - b);

/** The largest |eigenvalue| of a Schroedinger block. */
export const normOf = (profile: Profile, sector: Sector) => Math.max(...sectorLevels(profile, sector).map(Math.abs));

/** V = 2 V0 (cos 2 pi x + cos 2 pi y), V0 = 3: E = pi^2 / 2 (a_i + a_j) with Mathieu's characteristic values at q = 2 V0 / pi^2 (Abramowitz and Stegun, chapter 20). */
export const COSINE = {
  profile: profileOf('schroedinger', 0, [
    [[1, 0], 3],
    [[0, 1], 3],
  ]),
  mathieu: {
    G: [
      -1.7557318092702967, 18.709604010088015, 18.709604010088015, 19.58688623255378, 19.58688623255378, 39.17493982944632, 40.05222205191209,
      40.05222205191209,
    ],
    X: [
      0.8457460283625416, 6.811344553216882, 21.311081847720853, 22.18836407018662, 27.276680372575193, 28.15396259504096, 43.63254963097548,
      43.666945554522584,
    ],
    M: [3.44722386599538, 9.41282239084972, 9.41282239084972, 15.37842091570406, 46.234027468608325, 46.234027468608325, 46.26842339215543, 46.26842339215543],
  },
  /** At k = (0.2, 0.35). */
  generic: [
    0.6865470352025751, 9.138079237400447, 14.069777652100505, 22.52130985429838, 29.53913191257303, 35.88797297800946, 37.9906641147709, 49.27120359490739,
  ],
} as const;

/** Free waves: |k + G|^2 / 2 of the square and of the triangular lattice. */
export const EMPTY: Readonly<Record<'p4' | 'p6mm', Readonly<Record<string, readonly number[]>>>> = {
  p4: {
    G: [0, ...new Array(4).fill(19.739208802178716), ...new Array(4).fill(39.47841760435743)],
    X: [...new Array(2).fill(4.934802200544679), ...new Array(4).fill(24.674011002723397), 44.41321980490211, 44.41321980490211],
    M: [...new Array(4).fill(9.869604401089358), ...new Array(5).fill(49.34802200544679)],
  },
  p6mm: {
    G: [0, ...new Array(6).fill(26.318945069571622), 78.95683520871486, 78.95683520871486],
    M: [6.579736267392906, 6.579736267392906, 19.73920880217872, 19.73920880217872, ...new Array(4).fill(46.05815387175034), 59.217626406536155],
    K: [...new Array(3).fill(8.77298168985721), ...new Array(3).fill(35.09192675942883), ...new Array(3).fill(61.410871829000456)],
  },
};

/** A potential of p2, and its levels by parity with the waves of `box(k, 3)`. */
export const P2 = {
  profile: profileOf('schroedinger', 0, [
    [[0, 1], -4],
    [[0, 2], 3],
    [[1, -2], -5],
    [[1, -1], 1],
    [[1, 0], 2],
    [[1, 1], -3],
    [[1, 2], 0.5],
    [[2, -2], -2],
    [[2, -1], 1.5],
    [[2, 0], 2.5],
    [[2, 1], -1],
    [[2, 2], 0.7],
  ]),
  sizes: { G: [25, 24], X: [21, 21], Y: [21, 21], M: [18, 18] },
  levels: {
    G: [
      [-2.6940496464084713, 18.72740866293428, 22.425725831826455, 34.204753582771815, 44.85146854949334],
      [11.724103998089282, 16.866657935188183, 37.68233687097898, 43.15951134712006, 75.08487730055155],
    ],
    X: [
      [3.2986064778957944, 16.103499479891912, 28.236102974654045, 42.91580495789323, 60.77835989369238],
      [0.9781436132995563, 21.286516240477283, 29.0057935853316, 42.816787279735344, 61.4748439276718],
    ],
    Y: [
      [-0.2072577118525771, 21.99879284546554, 22.25222826584858, 45.86706273339832, 62.289396849763214],
      [5.061978561350115, 17.495440907902456, 29.60222972298335, 45.10175108763648, 60.90837099237696],
    ],
    M: [
      [4.808264555732194, 8.871079439720383, 41.756345187199834, 46.74526891828051, 48.91664859261723],
      [3.709275294727346, 13.524356174427039, 42.83661903660369, 49.01832895599819, 50.38516239168953],
    ],
  },
} as const;

/** A potential of p6mm whose bands 2-3 are fragile: coefficients by shell, levels with the waves of |k + G|^2 <= 25 |b|^2. */
export const FRAGILE = {
  coefficients: [-16.6, 23.8, -12.6, 1.3, 9.4, -16.1, -5.7],
  levels: {
    G: 'G1 -41.994060, G5 -27.520259, G6 -21.634340, G1 -18.298017, G5 8.963006',
    K: 'K1 -38.214005, K3 -33.412108, K1 -22.817283, K3 -11.621750, K3 4.125896',
    M: 'M1 -38.906484, M4 -34.520601, M3 -30.153073, M1 -24.027874, M3 -15.248770',
  },
  /** Gaps below and above bands 2-3 with the same waves. */
  gaps: { G: [14.473800456415717, 5.885919667674774], K: [4.80189637388775, 10.594825556597005], M: [4.3858830620767435, 6.125198349040382] },
  /** Phases of the Wilson loops of bands 2-3 and 1-3 at k2 = j / 16 - 1/2, 24 points, |G|^2 <= 36 |b|^2: the largest of each loop. */
  two: [
    0.0031458224407770563,
    0.3130951839025853,
    0.6464786587742614,
    0.9885558363792477,
    1.3341010101889508,
    1.704916139755421,
    2.126507410200853,
    2.6091985991516062,
    Math.PI,
  ],
  three: [
    1.7854005978246463,
    1.796942344596735,
    1.8342513018154953,
    1.9044110061658206,
    2.01997619501761,
    2.1970687193575964,
    2.4472154591191506,
    2.768783271935734,
    Math.PI,
  ],
} as const;

/**
 * Rods of radius 0.2 a and eps 8.9 in air on a square lattice, TM, w a / 2 pi c, waves of `|m|, |n| <= 3`. The first gap from 0.32 to 0.44 is the one of
 * Joannopoulos et al., Photonic Crystals, chapter 5.
 */
export const RODS = {
  X: [0.27486883128587936, 0.44301422208393715, 0.6381937145755564, 0.776250987078651, 0.7865091128026181, 0.9610842598498227],
  M: [0.3226355016126911, 0.5505082890017446, 0.5505287464309933, 0.6943560587440945, 0.9270946083574203, 0.9275271456412376],
  /** The edges of the first gap with 225 waves: the second level at X, the first at M. */
  converged: { X: 0.44256865605016904, M: 0.3224152570646546 },
} as const;

/** The dielectric function of the rods: 1 + 7.9 f 2 J1(x) / x at x = |G| r, f = pi r^2. */
export function rods(reach: number): Profile {
  const [radius, contrast] = [0.2, 7.9];
  const fill = Math.PI * radius ** 2;
  const half: [Coordinates, number][] = [];
  for (let m = 0; m <= reach; m++) {
    for (let n = m === 0 ? 1 : -reach; n <= reach; n++) {
      const x = 2 * Math.PI * Math.hypot(m, n) * radius;
      half.push([[m, n], (contrast * fill * 2 * besselOne(x)) / x]);
    }
  }
  return profileOf('tm', 1 + contrast * fill, half);
}

/** J1 by its series, for arguments of a few tens. */
function besselOne(x: number): number {
  let term = x / 2;
  let sum = term;
  for (let k = 1; k < 80; k++) {
    term *= -((x / 2) ** 2) / (k * (k + 1));
    sum += term;
  }
  return sum;
}
