/** Principal components and projections of ensembles whose spectrum is known. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import { pca } from '../../src/analysis/filters/pca.ts';
import { density, project } from '../../src/analysis/filters/projections.ts';
import { dot } from '../../src/analysis/filters/vectors.ts';
import { close } from '../support/close.ts';
import { minus, mix, noisy, Source } from '../support/ensembles.ts';

const tight = { atol: 1e-10, rtol: 1e-10 };

test('the spectrum of a few filters by hand, signs of filters count for nothing unless centred', () => {
  const filters = [
    [3, 0, 0],
    [-3, 0, 0],
    [0, 1, 0],
    [0, -1, 0],
  ];
  const raw = pca(filters, { normalised: false });
  close(raw.values, [4.5, 0.5], tight, 'values');
  close(
    raw.shares.map((s) => s.mean),
    [0.9, 0.1],
    tight,
    'shares',
  );
  close(raw.components.flat(), [1, 0, 0, 0, 1, 0], tight, 'components');
  close(raw.coordinates.flat(), [3, 0, -3, 0, 0, 1, 0, -1], tight, 'coordinates');
  const flipped = filters.map((f, i) => (i % 2 ? minus(f) : f));
  close(pca(flipped, { normalised: false }).values, raw.values, tight, 'flipped');
  const centred = pca(flipped, { normalised: false, centred: true });
  close(centred.mean, [1.5, 0.5, 0], tight, 'mean');
  close(centred.values, [2.5], tight, 'centred: two clusters, one difference');
  close(pca(filters).values, [0.5, 0.5], tight, 'normalised');
  assert.throws(() => pca([[1, 2]]), /2 or more filters/);
});

test('fewer runs than weights, and more: the same from the Gram matrix as from the moment', () => {
  const source = new Source(1);
  const wide = Array.from({ length: 6 }, () => source.normals(10));
  const few = pca(wide, { normalised: false });
  // Six copies of everything make n > d, and change no mean.
  const many = pca([...wide, ...wide], { normalised: false });
  close(few.values, many.values, tight, 'values');
  close(few.components.flat(), many.components.flat(), { atol: 1e-8, rtol: 0 }, 'components');
  few.components.forEach((a, i) => {
    close(
      few.components.map((b) => dot(a, b)),
      few.components.map((_, j) => (i === j ? 1 : 0)),
      tight,
      'orthonormal',
    );
  });
});

test('an ensemble between plaquettes and fields: these are the components, with their weights (R8)', () => {
  const source = new Source(2);
  const { plaquettes, fields } = dimerOperators(4);
  const runs = Array.from({ length: 600 }, () => {
    const angle = 2 * Math.PI * source.uniform();
    const pair = source.uniform() < 0.7 ? fields : [plaquettes[0].map((w) => w / Math.SQRT2), plaquettes[1].map((w) => w / Math.SQRT2)];
    return noisy(mix(Math.cos(angle), pair[0], Math.sin(angle), pair[1]), 0.2, source);
  });
  const { components, shares } = pca(runs, { components: 5 });
  assert.is(components.length, 5);
  const inPlane = (v: number[], plane: readonly (readonly number[])[]) => project([v], [plane[0], plane[1]])[0].reduce((sum, x) => sum + x * x, 0);
  for (const v of components.slice(0, 2)) assert.ok(inPlane(v, fields) > 0.99);
  for (const v of components.slice(2, 4)) assert.ok(inPlane(v, plaquettes) > 0.99);
  const signal = 1 / 1.04;
  assert.ok(Math.abs(shares[0].mean + shares[1].mean - 0.7 * signal) < 0.08);
  assert.ok(shares[4].mean < 0.01);
});

test('errors of shares are the spread over ensembles', () => {
  const source = new Source(3);
  const [a, b, c] = [0, 1, 2].map((i) => Array.from({ length: 8 }, (_, j) => (i === j ? 1 : 0)));
  const ensemble = () => Array.from({ length: 60 }, () => noisy([a, a, a, b, b, c][source.choice(6)], 0.1, source));
  const shares = Array.from({ length: 300 }, () => pca(ensemble(), { components: 1 }).shares[0]);
  const mean = shares.reduce((sum, s) => sum + s.mean, 0) / shares.length;
  const spread = Math.sqrt(shares.reduce((sum, s) => sum + (s.mean - mean) ** 2, 0) / (shares.length - 1));
  const stated = Math.sqrt(shares.reduce((sum, s) => sum + s.error ** 2, 0) / shares.length);
  // 300 ensembles know the spread to 4 %; z < 4.
  assert.ok(Math.abs(stated / spread - 1) < 0.17, `${stated} against ${spread}`);
});

test('projections on orthogonal and on oblique axes, and their density', () => {
  const axes = [
    [2, 0, 0],
    [1, 1, 0],
  ] as const;
  const filters = [
    [1, 0, 0],
    [0, 3, 0],
    [0, 0, 1],
    [0, 0, 0],
  ];
  const h = Math.SQRT1_2;
  close(project(filters, axes).flat(), [1, 0, 0, 1, 0, 0, 0, 0], tight, 'orthonormal');
  close(project(filters, axes, { axes: 'unit' }).flat(), [1, h, 0, h, 0, 0, 0, 0], tight, 'unit');
  close(project(filters, axes, { normalised: false }).flat(), [1, 0, 0, 3, 0, 0, 0, 0], tight, 'lengths kept');
  assert.throws(() => project(filters, [axes[0], [-1, 0, 0]]), /two axes that are not parallel/);
  project(filters, [axes[0], [-1, 0, 0]], { axes: 'unit' });
  const map = density(
    [
      [-1, -1],
      [1, 1],
      [0.1, -0.9],
      [0.2, -0.9],
      [1.1, 0],
      [0, Number.NaN],
    ],
    4,
  );
  assert.equal(map.edges, [-1, -0.5, 0, 0.5, 1]);
  assert.equal(map.counts, [
    [1, 0, 2, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 1],
  ]);
  assert.is(map.outside, 2);
  assert.throws(() => density([], 2.5), /whole number of bins/);
});

test.run();
