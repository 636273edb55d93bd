/** All golden systems, with the best of all binary functions and of those that a search finds. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exactIsing } from '../../src/exact/exact.ts';
import { spinPairs, vacancyPairs } from '../../src/exact/sum/pairs.ts';
import { listMap, signMap } from '../../src/exact/system/coarse.ts';
import { namedLattice } from '../../src/exact/system/space.ts';
import { exactMixture, exactSystem, pairSystem, systemRegion, systemWindows } from '../../src/exact/system/system.ts';
import { close } from '../support/close.ts';
import { checkGolden, GOLDEN, SYSTEMS } from '../support/systems.ts';

for (const golden of SYSTEMS.systems) test(golden.id, () => checkGolden(golden));

test('Blume-Capel on 4 x 6 with a buffer', async () => {
  for (const { T, D, V, E, logZ, I_VE, entropy_V, sign, sign_or_zero, first } of SYSTEMS.large) {
    const system = pairSystem(namedLattice('square', [4, 6], ['periodic', 'periodic']), vacancyPairs(D), { coupling: 1, temperature: T });
    const region = systemRegion(system, { block: [2, 2], at: [1, 1], buffer: 1 });
    assert.equal([region.block, region.environment], [V, E]);
    const sum = (v: number) => [0, 1, 2, 3].reduce((a, k) => a + (Math.floor(v / 3 ** k) % 3) - 1, 0);
    const maps = [
      signMap([V.map(() => [-1, 0, 1])], 3, [0], false),
      listMap(
        Array.from({ length: 81 }, (_, v) => Math.sign(sum(v)) + 1),
        4,
        3,
      ),
      listMap(
        Array.from({ length: 81 }, (_, v) => v % 3),
        4,
        3,
      ),
    ];
    const all = [];
    for (const map of maps) all.push(await exactSystem(system, region, map));
    close(
      [all[0].information_VE, all[0].entropy_V, all[0].log_partition, ...all.map(({ information_HE }) => information_HE)],
      [I_VE, entropy_V, logZ, sign, sign_or_zero, first],
      GOLDEN,
      `T = ${T}`,
    );
    assert.ok(all[0].best_binary.value >= sign);
  }
});

test('2 x 2 windows anywhere on an open lattice', async () => {
  for (const { T, block, I_VE, given_place, by_place, uniform } of SYSTEMS.windows) {
    const system = pairSystem(namedLattice('square', [4, 6], ['open', 'open']), spinPairs(), { coupling: 1, temperature: T });
    const map = signMap([Array.from({ length: block ** 2 }, () => [-1, 1])], 2, [0], false);
    const result = await exactMixture(system, systemWindows(system, [block], 0, 1), map);
    close([result.information_VE, result.information_VE_given_place, result.information_HE], [I_VE, given_place, uniform], GOLDEN, `T = ${T}`);
    close(result.information_VE_by_place, by_place, GOLDEN, 'by place');
  }
});

test('the search by single changes is at least as good as the thresholds for larger blocks', async () => {
  const T = 2.269185314213022;
  const system = pairSystem(namedLattice('square', [6, 6], ['periodic', 'periodic']), spinPairs(), { coupling: 1, temperature: T });
  const sum = signMap([new Array(9).fill([-1, 1])], 2, [0], false);
  const found = await exactSystem(system, systemRegion(system, { block: [3, 3], buffer: 0 }), sum);
  const known = await exactIsing({ size: [6, 6], block: [3, 3], buffer: 0, boundary: 'periodic', coupling: 1, temperature: T });
  close([found.information_VE, found.information_HE], [known.information_VE, known.information_HE], GOLDEN, 'two ways');
  assert.ok(found.best_binary.value >= known.best_binary.value - 1e-12, `${found.best_binary.value} ${known.best_binary.value}`);
  assert.match(found.best_binary.family, 'lower bound');
});

test.run();
