/** Division, extrusion, growth, and the flow that growth drives. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { checkMesh } from '../../src/model/tissue/check.ts';
import { divide } from '../../src/model/tissue/divide.ts';
import { extrude, loseSide } from '../../src/model/tissue/extrude.ts';
import { measure, middles } from '../../src/model/tissue/geometry.ts';
import { honeycomb } from '../../src/model/tissue/honeycomb.ts';
import { cornersOf, type Mesh } from '../../src/model/tissue/mesh.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { type Growth, proliferate } from '../../src/model/tissue/proliferate.ts';
import { startMesh } from '../../src/model/tissue/start.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';
import { patch } from '../support/tissue_patch.ts';

const areasOf = (mesh: Mesh) => measure(mesh, cornersOf(mesh), 0).area;
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
const cellsOf = ({ rows }: Mesh) => rows.length - 1;

function assertTissue(mesh: Mesh, cells: number, area: number): void {
  checkMesh(mesh, 'tissue');
  assert.is(cellsOf(mesh), cells);
  assert.is(mesh.positions.length / 2, 2 * cells, 'V = 2 N');
  assert.ok(Math.abs(sum(areasOf(mesh)) - area) < 1e-9);
}

test('divisions of every cell of a patch keep the tiling, V = 2 N and the area of the divided cell', () => {
  for (const mesh of [patch(), honeycomb(4, 4), voronoi(36, 4)]) {
    for (let c = 0; c < cellsOf(mesh); c++) {
      const [before, after] = [areasOf(mesh), divide(mesh, c) as Mesh];
      const areas = areasOf(after);
      assertTissue(after, before.length + 1, sum(before));
      assert.ok(Math.abs(areas[c] + areas[before.length] - before[c]) < 1e-12);
      // Through the centroid: halves of comparable areas, even of irregular cells.
      assert.ok(Math.min(areas[c], areas[before.length]) > 0.3 * before[c], `cell ${c}`);
      before.forEach((area, other) => {
        if (other !== c) assert.ok(Math.abs(areas[other] - area) < 1e-12);
      });
    }
  }
});

test('a long cell is divided across its long axis', () => {
  // A stretched honeycomb: cells three times as long along x.
  const mesh = honeycomb(4, 4);
  const stretched: Mesh = { ...mesh, box: [3 * mesh.box[0], mesh.box[1]], positions: mesh.positions.map((x, i) => (i % 2 === 0 ? 3 * x : x)) };
  const after = divide(stretched, 5) as Mesh;
  const { places } = measure(after, cornersOf(after), 0);
  const [first, second] = [after.vertices.length / 6 - 1, 5].map((c) => {
    const of = Array.from({ length: after.rows[c + 1] - after.rows[c] }, (_, i) => places[2 * (after.rows[c] + i)]);
    return Math.max(...of) - Math.min(...of);
  });
  assert.ok(first < 2 && second < 2, `${first}, ${second}: of ${3 * 1.07}`);
});

test('a cell that loses sides becomes a triangle, and is extruded: V = 2 N, and its area goes to its neighbours', () => {
  for (const [mesh, cell] of [
    [patch(), 4],
    [honeycomb(6, 6), 14],
    [honeycomb(6, 6), 0],
  ] as const) {
    let now: Mesh = { ...mesh, positions: mesh.positions.slice() };
    const [cells, area] = [cellsOf(now), sum(areasOf(now))];
    assert.is(extrude(now, cell), undefined, 'no triangle yet');
    while (now.rows[cell + 1] - now.rows[cell] > 3) now = loseSide(now, cell, 0.2) as Mesh;
    const after = extrude(now, cell) as Mesh;
    assert.is(cellsOf(after), cells - 1);
    assert.is(after.positions.length / 2, 2 * (cells - 1));
    assert.is(after.vertices.length, 6 * (cells - 1));
    assert.ok(Math.abs(sum(areasOf(after)) - area) < 1e-9);
  }
});

const DYNAMICS = { dt: 0.02, noise: 0, key: deriveKey(1, 'noise', 0), exchange: { below: 0.04, length: 0.06 } };
const SHAPE = { ...PLAIN, shape: 3.6 };

test('uniform growth of a tissue and its box: div v = g, as the cells measure it', () => {
  const g = 0.05;
  const mesh = honeycomb(4, 4);
  const growth: Growth = { rate: () => g, divideAbove: 10, extrudeBelow: 0, expanding: true };
  const grown = proliferate({ mesh, area: new Float64Array(16).fill(1) }, SHAPE, growth, DYNAMICS, 200);
  const middle = middles(grown.mesh, measure(grown.mesh, cornersOf(grown.mesh), 0));
  /** The slope of a velocity against the place along one axis. */
  const slope = (axis: number) => {
    const [x, v] = [middle, grown.velocity].map((all) => all.filter((_, i) => i % 2 === axis));
    const [mx, mv] = [sum(x) / x.length, sum(v) / v.length];
    return sum(x.map((one, c) => (one - mx) * (v[c] - mv))) / sum(x.map((one) => (one - mx) ** 2));
  };
  assert.ok(Math.abs(slope(0) + slope(1) - g) < 1e-3 * g, `${slope(0)} + ${slope(1)}`);
  assert.ok(Math.abs(sum(areasOf(grown.mesh)) - 16 * Math.exp(g * 4)) < 1e-9);
});

test('growth along a wave drives a flow v = (g L / 2 pi) sin(2 pi x / L), after cells have adapted', () => {
  const mesh = startMesh({ cells: 64, tiling: 'honeycomb', tilingSeed: 1 });
  const [length] = mesh.box;
  const g = 0.01;
  const growth: Growth = { rate: (x) => g * Math.cos((2 * Math.PI * x) / length), divideAbove: 10, extrudeBelow: 0 };
  const flow = (rate: Growth['rate']) => {
    const { mesh: now, velocity } = proliferate({ mesh, area: new Float64Array(64).fill(1) }, SHAPE, { ...growth, rate }, DYNAMICS, 1000);
    const middle = middles(now, measure(now, cornersOf(now), 0));
    const mode = Array.from({ length: 64 }, (_, c) => velocity[2 * c] * Math.sin((2 * Math.PI * middle[2 * c]) / length));
    return (2 * sum(mode)) / 64;
  };
  const expected = (g * length) / (2 * Math.PI);
  const found = flow(growth.rate);
  assert.ok(Math.abs(found / expected - 1) < 0.1, `${found} of ${expected}`);
  assert.ok(Math.abs(flow(() => 0)) < 1e-12, 'no growth, no flow');
});

test('with cells that divide where they grow and are extruded where they shrink the tissue lives on', () => {
  const mesh = voronoi(64, 3);
  const growth: Growth = { rate: (x) => 0.2 * Math.cos((2 * Math.PI * x) / 8), divideAbove: 1.5, extrudeBelow: 0.1 };
  const grown = proliferate({ mesh, area: new Float64Array(64).fill(1) }, { ...PLAIN, shape: 3.7 }, growth, { ...DYNAMICS, noise: 1e-4 }, 900);
  assert.ok(grown.divisions > 5 && grown.extrusions > 1, `${grown.divisions} divisions, ${grown.extrusions} extrusions`);
  const cells = 64 + grown.divisions - grown.extrusions;
  assert.is(cellsOf(grown.mesh), cells);
  assert.is(grown.area.length, cells);
  assert.is(grown.mesh.positions.length / 2, 2 * cells);
  assert.ok(Math.abs(sum(areasOf(grown.mesh)) - 64) < 1e-9);
});

test.run();
