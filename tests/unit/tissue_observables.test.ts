/** Observables of a tissue against states in which they are known. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exchange } from '../../src/model/tissue/exchange.ts';
import { forcesOf } from '../../src/model/tissue/forces.ts';
import { measure, middles } from '../../src/model/tissue/geometry.ts';
import { honeycomb } from '../../src/model/tissue/honeycomb.ts';
import { cornersOf, type Mesh, ringsOf } from '../../src/model/tissue/mesh.ts';
import { snapshot, tissueObservables } from '../../src/model/tissue/observables.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { patch } from '../support/tissue_patch.ts';

const HEXAGON = 3.7224194364;
const near = (found: number, expected: number, within: number, name: string) =>
  assert.ok(Math.abs(found - expected) < within, `${name}: ${found}, not ${expected}`);
const middlesOf = (mesh: Mesh) => middles(mesh, measure(mesh, cornersOf(mesh), 0));

test('a honeycomb: the energy and shape of a hexagon, six neighbours, nothing turns; one T1 makes two pairs of five and seven', () => {
  const mesh = honeycomb(4, 4);
  const { values } = snapshot(mesh, { ...PLAIN, shape: 3.6, torque: 0.3 });
  near(values.energy, (HEXAGON - 3.6) ** 2 / 2, 1e-9, 'energy');
  near(values.shape_index, HEXAGON, 1e-9, 'shape index');
  near(values.area_variance, 0, 1e-12, 'variance of areas');
  assert.equal([values.five, values.seven, values.defects], [0, 0, 0]);
  near(values.vorticity_squared, 0, 1e-12, 'equal torques cancel');
  const turned = exchange({ ...mesh, positions: mesh.positions.slice() }, cornersOf(mesh), 0, 0.5) as Mesh;
  const { five, seven, defects } = snapshot(turned, PLAIN).values;
  assert.equal([five, seven, defects], [2 / 16, 2 / 16, 4 / 16]);
});

test('displacements are those of cells against one another: none of a tissue that drifts, 0.1 squared of half the cells that went 0.2', () => {
  const mesh = honeycomb(4, 4);
  const before = middlesOf(mesh);
  const drifted = { ...mesh, positions: mesh.positions.map((x, i) => x + (i % 2 === 0 ? 3 : -1)) };
  near(snapshot(drifted, PLAIN, before).values.displacement, 0, 1e-12, 'drift');
  const shifted = before.map((x, i) => (i % 2 === 0 && (i / 2) % 2 === 0 ? x - 0.2 : x));
  near(snapshot(mesh, PLAIN, shifted).values.displacement, 0.01, 1e-12, 'displacement');
  assert.ok(Number.isNaN(snapshot(mesh, PLAIN).values.displacement), 'none at the first look');
  const series = { displacement: { spacing: 5, values: [Float64Array.of(0.4, 0.8), Float64Array.of(0.6, 0.6)] } };
  near(tissueObservables(series, 0.5).diffusion.mean, 0.6 / (4 * 2.5), 1e-12, 'diffusion');
});

test('vorticity and rotation are those of the forces, cell by cell; a torque turns its cell its own way', () => {
  const mesh = patch();
  const torque = Float64Array.from({ length: mesh.rows.length - 1 }, (_, c) => (c === 3 ? 0.4 : 0));
  const parameters = { ...PLAIN, shape: 3.6, chirality: 0.3, torque };
  const corners = cornersOf(mesh);
  const geometry = measure(mesh, corners, 0);
  const force = forcesOf(mesh, corners, geometry, parameters);
  const cells = ringsOf(mesh);
  let [squares, turns] = [0, 0];
  for (const [c, ring] of cells.entries()) {
    const at = ring.map((v, k) => [0, 1].map((axis) => [geometry.places[2 * (mesh.rows[c] + k) + axis], force[2 * v + axis]]));
    const m = [0, 1].map((axis) => at.reduce((sum, p) => sum + p[axis][0] / ring.length, 0));
    let [circulation, moment, inertia] = [0, 0, 0];
    for (const [k, p] of at.entries()) {
      const q = at[(k + 1) % ring.length];
      for (const axis of [0, 1]) circulation += 0.5 * (p[axis][1] + q[axis][1]) * (q[axis][0] - p[axis][0]);
      moment += (p[0][0] - m[0]) * p[1][1] - (p[1][0] - m[1]) * p[0][1];
      inertia += (p[0][0] - m[0]) ** 2 + (p[1][0] - m[1]) ** 2;
    }
    squares += (circulation / geometry.area[c]) ** 2 / cells.length;
    turns += moment / inertia / cells.length;
  }
  const { values } = snapshot(mesh, parameters);
  near(values.vorticity_squared, squares, 1e-12, 'vorticity');
  near(values.rotation, turns, 1e-12, 'rotation');
  const without = snapshot(mesh, { ...parameters, torque: 0 }).values.rotation;
  assert.ok(values.rotation > without, 'a positive torque turns counter-clockwise');
});

test.run();
