/** Tests on the optima of an orbit: equal numbers of runs, equal means. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { equalMeansTest, uniformTest } from '../../src/analysis/symmetry/orbits.ts';
import { close } from '../support/close.ts';
import { Source } from '../support/ensembles.ts';

test('tests on orbits: χ² and F by hand, and they are right under the null', () => {
  const { statistic, degrees } = uniformTest([10, 20, 30]);
  close([statistic, ...degrees], [10, 2], { atol: 1e-12, rtol: 0 }, 'χ²');
  const f = equalMeansTest([
    [1, 2, 3],
    [2, 3, 4],
  ]);
  close([f?.statistic ?? 0, ...(f?.degrees ?? [])], [1.5, 1, 4], { atol: 1e-12, rtol: 0 }, 'F');
  assert.is(equalMeansTest([[1, 2]]), undefined);
  const groups = [
    [1, 2, 3],
    [2, 3, 4],
    [12, 13, 14],
  ];
  // Means 2, 3, 13 and an interval of 10.5 from 2.25 to 12.75: 3 is inside, the others a quarter away.
  close([equalMeansTest(groups, 10.5)?.statistic ?? 0], [(2 * 3 * 0.25 ** 2) / 2], { atol: 1e-9, rtol: 0 }, 'F with a band');
  assert.equal([equalMeansTest(groups, 11.1)?.p, (equalMeansTest(groups, 2)?.p ?? 1) < 1e-3], [1, true]);
  const source = new Source(14);
  const counts = () => {
    const populations = [0, 0, 0, 0];
    for (let i = 0; i < 200; i++) populations[source.choice(4)] += 1;
    return uniformTest(populations).p;
  };
  const means = () => equalMeansTest([source.normals(7), source.normals(12), source.normals(4)])?.p ?? 0;
  const banded = () =>
    equalMeansTest(
      [source.normals(7), source.normals(12), source.normals(4)].map((group, i) => group.map((x) => x + 0.2 * i)),
      0.4,
    )?.p ?? 0;
  const low = Array.from({ length: 1000 }, banded).filter((p) => p <= 0.05).length / 1000;
  assert.ok(low < 0.05 + 4 * Math.sqrt((0.05 * 0.95) / 1000), `means within the band are refused in ${low} of cases`);
  for (const [name, draw] of [
    ['χ²', counts],
    ['F', means],
  ] as const) {
    const ps = Array.from({ length: 2000 }, draw);
    for (const q of [0.05, 0.25, 0.5, 0.9]) {
      const share = ps.filter((p) => p <= q).length / ps.length;
      // z < 4 of a binomial share; counts are whole numbers, which leaves χ² a percent.
      assert.ok(Math.abs(share - q) < 4 * Math.sqrt((q * (1 - q)) / ps.length) + 0.01, `${name}: ${share} below ${q}`);
    }
  }
});

test.run();
