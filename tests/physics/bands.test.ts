/**
 * Design by evolution, four minutes on two cores: the worked example of p6mm from three of three seeds, p2 with and without generic momenta in the cost,
 * a gap of TM rods, and golden gaps and Wilson loops in full. The cost was chosen among several with the same seeds, 1, 2, 3.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { designConfig, designOf } from '../../src/bands/config.ts';
import { type DesignState, design } from '../../src/bands/design.ts';
import { findingsOf } from '../../src/bands/findings.ts';
import { GROUPS } from '../../src/bands/group.ts';
import { genericMomentum } from '../../src/bands/sectors.ts';
import { type Profile, sectorLevels } from '../../src/bands/spectrum.ts';
import { divisionsAt, gapsOf } from '../../src/bands/target.ts';
import { genericGrid, radiusOf, shellsWithin, wavesAt } from '../../src/bands/waves.ts';
import { wilsonLoops } from '../../src/bands/wilson.ts';
import { FRAGILE, levelsOf } from '../support/bands.ts';
import { close } from '../support/close.ts';
import { closeDevice, theDevice } from '../support/device.ts';

test.after(closeDevice);

const SEEDS = [1, 2, 3];

const bestOf = ({ search }: DesignState) => search.best?.point as number[];

for (const seed of SEEDS) {
  test(`p6mm, bands 2-3 with G5; K3; M3+M4, seed ${seed}: isolated, fragile, winding once; trivial with band 1, which winds not`, async () => {
    const config = designConfig({ group: 'p6mm', bundle: '2-3', irreps: 'G5; K3; M3+M4', seed });
    const state = await design(await theDevice(), config, undefined);
    const findings = await findingsOf(config, bestOf(state));
    assert.ok(findings.irreps && findings.isolated);
    assert.equal([findings.bundle.verdict?.kind, findings.bundle.decomposition], ['fragile', '(3c,A1) - (1a,A1)']);
    assert.equal([findings.whole?.irreps, findings.whole?.verdict?.kind, findings.whole?.decomposition], ['G1+G5; K1+K3; M1+M3+M4', 'trivial', '(3c,A1)']);
    const [two, three] = findings.wilson;
    assert.is(two.winding, 1);
    // Of three bands one phase is 0 and the others stay away from it.
    assert.ok(three.phases.every((loop) => loop.filter((phase) => Math.abs(phase) < 1).length === 1));
    // Single precision finds the same gaps at the momenta of the search.
    const { search } = designOf(config);
    const profile = designOf(config).family.profile(bestOf(state));
    const gaps = gapsOf(
      search.momenta.map(({ sectors }) => sectors.map((sector) => sectorLevels(profile, sector))),
      search.momenta.map((momentum) => divisionsAt(search.table, search.target, momentum)),
    );
    const best = state.generations.reduce((a, b) => (b.best < a.best ? b : a));
    close(
      [best.gaps.below, best.gaps.above, best.direct.below, best.direct.above],
      [gaps.full.below, gaps.full.above, gaps.direct.below, gaps.direct.above],
      { atol: 2e-3, rtol: 0 },
      'gaps',
    );
  });
}

test('golden bands of the fragile potential on a 24 x 24 grid with one set of waves: direct and full gaps', () => {
  const group = GROUPS.p6mm;
  const profile: Profile = { physics: 'schroedinger', shells: shellsWithin(group, radiusOf(group, 7)), coefficients: [0, ...FRAGILE.coefficients] };
  const waves = wavesAt(group, [0, 0], 25);
  // The mirror exchanges i and j.
  const pairs = Array.from({ length: 24 }, (_, i) => Array.from({ length: i + 1 }, (__, j) => [i, j])).flat();
  const bands = pairs.map(([i, j]) => levelsOf(profile, genericMomentum(group, [i / 24, j / 24], 0, waves)));
  const [top, next] = [(b: number) => Math.max(...bands.map((levels) => levels[b])), (b: number) => Math.min(...bands.map((levels) => levels[b]))];
  const direct = (b: number) => Math.min(...bands.map((levels) => levels[b + 1] - levels[b]));
  const golden = [4.382338204456339, 5.278193705303419, 3.2783782884541495, 2.0580508823228563];
  close([direct(0), direct(2), next(1) - top(0), next(3) - top(2)], golden, { atol: 1e-9, rtol: 0 }, 'gaps');
});

test('golden Wilson loops of two and three bands at nine momenta to 1e-3', () => {
  const group = GROUPS.p6mm;
  const profile: Profile = { physics: 'schroedinger', shells: shellsWithin(group, radiusOf(group, 7)), coefficients: [0, ...FRAGILE.coefficients] };
  const [two, three] = wilsonLoops(
    profile,
    group,
    [
      [2, 3],
      [1, 3],
    ],
    { cutoff: 36, points: 24, steps: 16 },
  );
  const largest = (phases: readonly (readonly number[])[]) => phases.slice(0, 9).map((loop) => Math.max(...loop.map(Math.abs)));
  close(largest(two.phases), FRAGILE.two, { atol: 1e-3, rtol: 0 }, 'bands 2-3');
  close(largest(three.phases), FRAGILE.three, { atol: 1e-3, rtol: 0 }, 'bands 1-3');
  assert.is(two.winding, 1);
});

/** Whether the best profile has direct gaps at the momenta of the search, and its full gap on a 16 x 16 grid with the plane waves of the search. */
async function finerGap(given: object): Promise<{ found: boolean; full: number }> {
  const config = designConfig(given);
  const state = await design(await theDevice(), config, undefined);
  const { table, target, family, search } = designOf({ ...config, grid: 0 });
  const group = GROUPS[config.group];
  const profile = family.profile(bestOf(state));
  const momenta = [...search.momenta, ...genericGrid(group, 16).map((at) => genericMomentum(group, at, config.cutoff))];
  const { full } = gapsOf(
    momenta.map(({ sectors }) => sectors.map((sector) => sectorLevels(profile, sector))),
    momenta.map((momentum) => divisionsAt(table, target, momentum)),
  );
  const last = state.generations.reduce((a, b) => (b.best < a.best ? b : a));
  return { found: Math.min(last.direct.below, last.direct.above) > 0, full: Math.min(full.below, full.above) };
}

test('p2, bands 2-3 with parities (0, 2, 2, 2): irreps are found, and the grid in the cost makes their overlap in energy smaller', async () => {
  const given = { group: 'p2', bundle: '2-3', irreps: '2G1; 2X2; 2Y2; 2M2', shells: 12, generations: 60, cutoff: 10 };
  for (const seed of SEEDS) {
    const without = await finerGap({ ...given, seed, grid: 0 });
    const beside = await finerGap({ ...given, seed, grid: 8 });
    assert.ok(without.found && beside.found, `seed ${seed}: apart at all momenta of the search`);
    assert.ok(beside.full > without.full, `seed ${seed}: ${beside.full} with, ${without.full} without`);
  }
});

test('TM, p4, the lowest band as an s orbital: a full gap, which the float of the search and the double of the verdict see alike', async () => {
  const config = designConfig({ physics: 'tm', group: 'p4', bundle: '1', irreps: 'G1; X1; M1', generations: 15, cutoff: 10, grid: 6 });
  const state = await design(await theDevice(), config, undefined);
  const findings = await findingsOf(config, bestOf(state), { grid: 12, path: 6, loop: 8, loops: 2 });
  assert.equal([findings.irreps, findings.isolated, findings.bundle.decomposition], [true, true, '(1a,A)']);
  const [first] = findings.convergence;
  const best = state.generations.reduce((a, b) => (b.best < a.best ? b : a));
  assert.ok(best.gaps.above > 0.05 && first.direct.above <= best.direct.above + 1e-4, `${best.gaps.above}`);
});

test.run();
