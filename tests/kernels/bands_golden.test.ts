/** The kernels of bands together: golden levels in single precision to 2e-6 of the norm. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { BandEngine } from '../../src/bands/engine.ts';
import { type Coordinates, GROUPS } from '../../src/bands/group.ts';
import { layoutOf, type Search } from '../../src/bands/layout.ts';
import { genericMomentum, symmetricMomentum } from '../../src/bands/sectors.ts';
import { type Profile, sectorLevels } from '../../src/bands/spectrum.ts';
import { divisionsAt, levelsNeeded } from '../../src/bands/target.ts';
import { radiusOf, shellsWithin } from '../../src/bands/waves.ts';
import { PART, searchOf, taker } from '../support/band_search.ts';
import { box, COSINE, FRAGILE, normOf, P2, rods } from '../support/bands.ts';
import { close } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { words } from '../support/random.ts';

test.after(closeDevice);

/** Levels of the engine by momentum, sector and number, and those of double precision. */
async function compared(scope: ConstructorParameters<typeof BandEngine>[0], search: Search, profile: Profile) {
  const layout = layoutOf(search);
  const engine = new BandEngine(scope, layout, 1);
  await engine.plan.compile();
  await engine.gaps([profile.coefficients]);
  const all = await engine.levels.read();
  const take = taker(all);
  return search.momenta.map((momentum) => {
    const needed = levelsNeeded(momentum, divisionsAt(search.table, search.target, momentum));
    return momentum.sectors.map((sector, i) => ({ sector, found: take(needed[i]) }));
  });
}

test(
  'golden levels in single precision, to 2e-6 of the norm: cosine lattice, p2, the fragile potential of p6mm',
  scoped(async (scope) => {
    const waves = box([0, 0], 5);
    const cosine = searchOf(COSINE.profile, 'p2', [genericMomentum(GROUPS.p2, [0.2, 0.35], 0, waves)], [7, 0, 7, 0, 7, 0, 7, 0]);
    const [[{ sector: plain, found }]] = await compared(scope, cosine, COSINE.profile);
    close(found, COSINE.generic, { atol: PART * normOf(COSINE.profile, plain), rtol: 0 }, 'cosine');
    const points = GROUPS.p2.momenta.map((point) => symmetricMomentum(GROUPS.p2, point, 0, box(point.at, 3)));
    const parities = await compared(scope, searchOf(P2.profile, 'p2', points, [4, 4, 4, 4, 4, 4, 4, 4]), P2.profile);
    parities.forEach((sectors, k) => {
      sectors.forEach(({ sector, found: levels }, i) => {
        const expected = P2.levels[points[k].name as 'G'][i];
        close(levels, expected, { atol: PART * normOf(P2.profile, sector), rtol: 0 }, sector.irrep);
      });
    });
    const group = GROUPS.p6mm;
    const fragile: Profile = { physics: 'schroedinger', shells: shellsWithin(group, radiusOf(group, 7)), coefficients: [0, ...FRAGILE.coefficients] };
    const momenta = group.momenta.map((point) => symmetricMomentum(group, point, 25));
    const blocks = await compared(scope, searchOf(fragile, 'p6mm', momenta, [1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1]), fragile);
    blocks.forEach((sectors, k) => {
      const golden = FRAGILE.levels[momenta[k].name as 'G'].split(', ').map((one) => one.split(' '));
      for (const { sector, found: levels } of sectors) {
        const norm = normOf(fragile, sector);
        const expected = golden.filter(([irrep]) => irrep === sector.irrep).map(([, value]) => Number(value));
        const both = Math.min(expected.length, levels.length);
        close(levels.slice(0, both), expected.slice(0, both), { atol: PART * norm, rtol: 0 }, sector.irrep);
        close(levels, sectorLevels(fragile, sector).slice(0, levels.length), { atol: PART * norm, rtol: 0 }, sector.irrep);
      }
    });
  }),
);

test(
  'golden levels of TM rods in single precision: inverse squares to 2e-6 of the largest, with the constant field taken out at G',
  scoped(async (scope) => {
    const profile = rods(6);
    // The constant field first.
    const waves = box([0, 0], 3).sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
    const at = ([x, y]: Coordinates) => genericMomentum(GROUPS.p2, [x, y], 0, waves);
    const momenta = [at([0, 0]), at([0.5, 0]), at([0.5, 0.5])];
    const all = await compared(scope, searchOf(profile, 'p2', momenta, [5, 0, 5, 0, 5, 0, 5, 0]), profile);
    for (const [k, [{ sector, found }]] of all.entries()) {
      const expected = sectorLevels(profile, sector).slice(0, 6);
      const inverse = (values: readonly number[]) => values.slice(k === 0 ? 1 : 0).map((value) => 1 / value ** 2);
      const largest = Math.max(...inverse(expected));
      close(inverse(found), inverse(expected), { atol: PART * largest, rtol: 0 }, `momentum ${k}`);
      if (k === 0) assert.is(found[0], 0);
    }
  }),
);

test(
  'candidates side by side have the bits that they have alone, whatever their number',
  scoped(async (scope) => {
    const group = GROUPS.p6mm;
    const fragile: Profile = { physics: 'schroedinger', shells: shellsWithin(group, radiusOf(group, 7)), coefficients: [0, ...FRAGILE.coefficients] };
    const momenta = [...group.momenta.map((point) => symmetricMomentum(group, point, 7)), genericMomentum(group, [0.2, 0.1], 7)];
    const layout = layoutOf(searchOf(fragile, 'p6mm', momenta, [1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1]));
    const candidates = Array.from({ length: 5 }, (_, c) => [0, ...FRAGILE.coefficients.map((v, s) => v + (words(c, 8)[s] % 7))]);
    const together = new BandEngine(scope, layout, 3);
    const alone = new BandEngine(scope, layout, 1);
    await together.plan.compile();
    await alone.plan.compile();
    const all = await together.gaps(candidates);
    for (const [c, candidate] of candidates.entries()) assert.equal((await alone.gaps([candidate]))[0], all[c]);
  }),
);

test.run();
