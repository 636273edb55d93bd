/** Overlaps of filters and of what several components span; sign and order of components. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkerboard } from '../../src/analysis/filters/filter.ts';
import { overlapMatrix, principalAngles, subspaceOverlap, subspaceOverlaps } from '../../src/analysis/filters/overlaps.ts';
import { flatComponents } from '../../src/analysis/filters/vectors.ts';
import { alignEnsemble, applyGauge, canonical, gaugeTo } from '../../src/analysis/symmetry/gauge_order.ts';
import { close } from '../support/close.ts';
import { minus, mix, noisy, Source } from '../support/ensembles.ts';

const tight = { atol: 1e-12, rtol: 1e-12 };

test('overlaps: one for the same filter up to sign and scale, the cosine else, none with zeros', () => {
  const rows = overlapMatrix([
    [1, 0],
    [-3, 0],
    [1, 1],
    [0, 0],
  ]);
  const h = Math.SQRT1_2;
  close(rows.flat(), [1, 1, h, 0, 1, 1, h, 0, h, h, 1, 0, 0, 0, 0, 0], tight, 'overlaps');
  assert.throws(() => overlapMatrix([[1, 2], [1]]), /expected 2 weights in every filter, got 1 in filter 1/);
  assert.throws(() => overlapMatrix([[1, Number.NaN]]), /finite weights/);
  assert.throws(() => overlapMatrix([]), /1 or more filters/);
});

test('principal angles: known planes, tiny angles and right angles alike, mixtures of components are the same', () => {
  const [e0, e1, e2, e3] = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)));
  for (const [t, s] of [
    [0.3, 1.1],
    [1e-9, 0.5],
    [1e-9, Math.PI / 2],
    [0, 0],
  ]) {
    const turned = [mix(Math.cos(t), e0, Math.sin(t), e2), mix(Math.cos(s), e1, Math.sin(s), e3)];
    close(principalAngles([e0, e1], turned), [t, s], { atol: 1e-12, rtol: 1e-9 }, `${t} ${s}`);
    const mixed = [mix(2, turned[0], -1, turned[1]), mix(0.5, turned[0], 3, turned[1])];
    // Mixing costs digits of the components, not of the method.
    close(principalAngles([mix(1, e0, 1, e1), e1], mixed), [t, s], { atol: 1e-8, rtol: 1e-9 }, 'mixed');
    close([subspaceOverlap([e0, e1], mixed)], [(Math.cos(t) ** 2 + Math.cos(s) ** 2) / 2], tight, 'overlap');
  }
  close(principalAngles([mix(1, e0, 1, e2)], [e0, e1]), [Math.PI / 4], tight, 'line and plane');
  close([subspaceOverlap([e0], [e0, e1])], [0.5], tight, 'a line fills half a plane');
  assert.is(principalAngles([e0, minus(e0)], [e1, e2]).length, 1, 'two components that are one');
  assert.equal(principalAngles([[0, 0]], [[1, 0]]), []);
  close(
    subspaceOverlaps([
      [e0, e1],
      [e1, e0],
      [e2, e3],
    ]).flat(),
    [1, 1, 0, 1, 1, 0, 0, 0, 1],
    tight,
    'matrix',
  );
});

test('gauge: sign and order are found back, and it is the best of all', () => {
  const source = new Source(3);
  for (const count of [1, 2, 3, 5]) {
    const reference = Array.from({ length: count }, () => source.normals(9));
    const order = reference.map((_, i) => (i * 2 + 1) % count);
    const given =
      count % 2 === 1 ? { order, signs: order.map((i) => (i % 2 ? (1 as const) : (-1 as const))) } : { order: [1, 0], signs: [1, -1] as (1 | -1)[] };
    const changed = applyGauge(reference, given);
    const back = gaugeTo(changed, reference);
    assert.equal(applyGauge(changed, back), reference);
  }
  assert.throws(
    () =>
      gaugeTo(
        [[1, 2]],
        [
          [1, 2],
          [2, 1],
        ],
      ),
    /expected 2 components/,
  );
});

test('canonical gauge: filters that are equal up to sign and order coincide, others do not', () => {
  const source = new Source(4);
  const picture = () => [0, 1, 2].map(() => source.normals(3));
  const staggered = checkerboard([1, 1, 1].map(() => [1, 1, 1]));
  for (const filter of [[picture(), picture(), picture()], [staggered, picture()], [picture()]]) {
    const [fixed, rest] = [canonical(filter), filter.slice(1)];
    const flipped = [...rest, filter[0]].map((component, i) => (i % 2 === 0 ? component.map((row) => row.map((w) => 0 - w)) : component));
    assert.equal(canonical(flipped), fixed);
    assert.equal(canonical(fixed), fixed);
    const other = structuredClone(filter);
    other[0][0][0] += 0.1;
    assert.not.equal(canonical(other), fixed);
  }
  assert.equal(
    flatComponents([
      [
        [1, 2],
        [3, 4],
      ],
    ]),
    [[1, 2, 3, 4]],
  );
});

test('an ensemble with noise comes to one gauge', () => {
  const source = new Source(5);
  const pattern = [source.normals(16), source.normals(16)];
  const runs = Array.from({ length: 40 }, () => {
    const order = source.uniform() < 0.5 ? [0, 1] : [1, 0];
    const signs = [0, 1].map(() => (source.uniform() < 0.5 ? (1 as const) : (-1 as const)));
    return applyGauge(pattern, { order, signs }).map((component) => noisy(component, 0.5, source));
  });
  const { ensemble, gauges } = alignEnsemble(runs);
  assert.equal(
    ensemble,
    runs.map((run, i) => applyGauge(run, gauges[i])),
  );
  const overlap = (a: number[], b: number[]) => a.reduce((sum, w, i) => sum + w * b[i], 0);
  for (const run of ensemble) for (const c of [0, 1]) assert.ok(overlap(run[c], ensemble[0][c]) > Math.abs(overlap(run[c], ensemble[0][1 - c])));
});

test.run();
