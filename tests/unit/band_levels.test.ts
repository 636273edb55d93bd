/** Levels of bands against other ways to compute them: a transfer matrix, Mathieu's values by number of waves, free waves, a weak potential, converged rods. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Coordinates, GROUPS } from '../../src/bands/group.ts';
import { genericMomentum, symmetricMomentum } from '../../src/bands/sectors.ts';
import type { Profile } from '../../src/bands/spectrum.ts';
import { shellsWithin } from '../../src/bands/waves.ts';
import { box, COSINE, EMPTY, levelsOf, profileOf, RODS, rods } from '../support/bands.ts';
import { close } from '../support/close.ts';
import { STACK, stackLevels } from '../support/layers.ts';

/** The stack as a profile: steps have the coefficients (inner - outer) sin(pi m f) / (pi m). */
function stack(fraction: number, reach: number): Profile {
  const { inner, outer } = STACK;
  const step = (m: number) => ((inner - outer) * Math.sin(Math.PI * m * fraction)) / (Math.PI * m);
  const half = Array.from({ length: reach }, (_, i): [Coordinates, number] => [[i + 1, 0], step(i + 1)]);
  return profileOf('tm', outer + (inner - outer) * fraction, half);
}

/** Levels of waves along the layers' normal at k, with 2 most + 1 plane waves. */
function levels(fraction: number, [x, y]: Coordinates, most: number): number[] {
  const waves = Array.from({ length: 2 * most + 1 }, (_, i): Coordinates => [i - most, 0]);
  return levelsOf(stack(fraction, 2 * most), genericMomentum(GROUPS.p2, [x, y], 0, waves)).slice(0, LEVELS);
}

const LEVELS = 3;
const MOMENTA: Coordinates[] = [
  [0.1, 0],
  [0.37, 0],
  [0.25, 0.3],
];
const worst = (a: readonly number[], b: readonly number[]) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));

test('TM: a layered stack against its transfer matrix, three levels at three momenta, also along the layers', () => {
  for (const k of MOMENTA) {
    const exact = stackLevels(STACK.fraction, k, LEVELS);
    // 81 waves: the error of steps falls with the third power of their number.
    const [coarse, fine] = [20, 40].map((most) => worst(levels(STACK.fraction, k, most), exact));
    assert.ok(fine < 4e-6, `k = ${k}: ${fine}`);
    assert.ok(coarse / fine > 5 && coarse / fine < 12, `k = ${k}: ${coarse}, then ${fine}`);
    // A control: layers that are thicker by one per cent.
    assert.ok(worst(levels(1.01 * STACK.fraction, k, 40), exact) > 4e-4);
  }
});

test('cosine lattice: eight levels agree with Mathieu to 1e-4 with 49 waves, and to 1e-7 with 81', () => {
  const error = (most: number) =>
    Math.max(
      ...GROUPS.p4.momenta.map(({ name, at }) =>
        worst(COSINE.mathieu[name as 'G'], levelsOf(COSINE.profile, symmetricMomentum(GROUPS.p4, { name, at }, 0, box(at, most)))),
      ),
    );
  const [few, many] = [error(3), error(4)];
  // A control: 49 waves are too few for 1e-7.
  assert.ok(few > 1e-7 && few < 1e-4, `49 waves: ${few}`);
  assert.ok(many < 1e-7, `81 waves: ${many}`);
});

test('empty lattices, square and triangular: free waves to the last digits', () => {
  for (const name of ['p4', 'p6mm'] as const) {
    const group = GROUPS[name];
    const free: Profile = { physics: 'schroedinger', shells: shellsWithin(group, 1), coefficients: [0, 0] };
    for (const momentum of group.momenta) {
      const golden = EMPTY[name][momentum.name];
      close(levelsOf(free, symmetricMomentum(group, momentum, 13)).slice(0, golden.length), golden, { atol: 1e-11, rtol: 0 }, `${name}, ${momentum.name}`);
    }
  }
});

test('a weak potential opens a gap of 2 |V_G| at X', () => {
  const weak = profileOf('schroedinger', 0, [[[1, 0], -1e-3]]);
  const [first, second] = levelsOf(weak, symmetricMomentum(GROUPS.p2, GROUPS.p2.momenta[1], 9));
  // What other waves add is the same for both in second order.
  close([second - first], [2e-3], { atol: 1e-11, rtol: 0 }, 'gap');
});

test('rods: 49 waves are enough for the first gap to 1e-3', () => {
  const found = (name: 'X' | 'M') => {
    const { at } = GROUPS.p4.momenta.find((one) => one.name === name) as { at: Coordinates };
    return levelsOf(rods(6), genericMomentum(GROUPS.p4, at, 0, box([0, 0], 3)));
  };
  close([found('M')[0], found('X')[1]], [RODS.converged.M, RODS.converged.X], { atol: 1e-3, rtol: 0 }, 'edges');
});

test.run();
