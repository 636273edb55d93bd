/** Forces, energies and transitions of a tissue against values of another program, and the laws that they obey. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exchange, exchangeShort } from '../../src/model/tissue/exchange.ts';
import { energyOf, forceParts, forcesOf } from '../../src/model/tissue/forces.ts';
import { measure, middles } from '../../src/model/tissue/geometry.ts';
import { HEXAGON, honeycomb, honeycombOf } from '../../src/model/tissue/honeycomb.ts';
import { jacobian, stiffnesses } from '../../src/model/tissue/jacobian.ts';
import { cornersOf, type Mesh, ringsOf } from '../../src/model/tissue/mesh.ts';
import { minimise } from '../../src/model/tissue/minimise.ts';
import { PLAIN, type TissueParameters } from '../../src/model/tissue/parameters.ts';
import { apart, golden, mirrored, parametersOf, patch } from '../support/tissue_patch.ts';

const PERTURBED = ['perturbed_gradient', 'perturbed_odd_tension', 'perturbed_torque', 'perturbed_growth'] as const;
const REGULAR = ['regular_torque_uniform', 'regular_drive_uniform'] as const;

/** Forces on all vertices. */
function total(mesh: Mesh, parameters: TissueParameters): Float64Array {
  const corners = cornersOf(mesh);
  return forcesOf(mesh, corners, measure(mesh, corners, parameters.smoothing), parameters);
}

function energy(mesh: Mesh, parameters: TissueParameters): number {
  return energyOf(measure(mesh, cornersOf(mesh), parameters.smoothing), parameters);
}

const areaOf = (mesh: Mesh) => measure(mesh, cornersOf(mesh), 0).area.reduce((sum, area) => sum + area, 0);

test('areas, perimeters, energies and forces by parts are those of another program to 1e-10', () => {
  for (const name of [...PERTURBED, ...REGULAR]) {
    const expected = golden[name];
    const mesh = patch(name.startsWith('regular') ? golden.regular_positions : golden.perturbed_positions);
    const parameters = parametersOf(expected.parameters);
    const { area, perimeter } = measure(mesh, cornersOf(mesh), 0);
    const parts = forceParts(mesh, parameters);
    assert.ok(apart(area, expected.area) < 1e-10, `${name}: areas`);
    assert.ok(apart(perimeter, expected.perimeter) < 1e-10, `${name}: perimeters`);
    assert.ok(Math.abs(energy(mesh, parameters) - expected.energy) < 1e-10, `${name}: energy`);
    assert.ok(apart(parts.area, expected.force_area.flat()) < 1e-10, `${name}: pressures`);
    assert.ok(apart(parts.perimeter, expected.force_perimeter.flat()) < 1e-10, `${name}: tensions`);
    assert.ok(apart(parts.chiral, expected.force_chiral.flat()) < 1e-10, `${name}: chiral forces`);
  }
});

/** Energies before each of some Euler steps of 0.02, and after the last; vertices are moved. */
function euler(mesh: Mesh, parameters: TissueParameters, steps: number): number[] {
  const energies = [energy(mesh, parameters)];
  for (let step = 0; step < steps; step++) {
    total(mesh, parameters).forEach((force, i) => {
      mesh.positions[i] += 0.02 * force;
    });
    energies.push(energy(mesh, parameters));
  }
  return energies;
}

test('200 Euler steps of 0.02 with an odd tension of 0.3 end where those of another program do', () => {
  const mesh = patch();
  const energies = euler(mesh, parametersOf(golden.perturbed_odd_tension.parameters), 200);
  assert.ok(
    apart(
      energies.filter((_, i) => i % 50 === 0),
      golden.euler_energy_every_50,
    ) < 1e-10,
  );
  assert.ok(apart(mesh.positions, golden.euler_final.flat()) < 1e-10);
});

test('without chirality every step lowers the energy; with a torque it rises again', () => {
  const falls = (parameters: TissueParameters) => euler(patch(), parameters, 400).every((e, i, all) => i === 0 || e < all[i - 1]);
  assert.ok(falls(parametersOf(golden.perturbed_gradient.parameters)));
  assert.not.ok(falls(parametersOf({ ...golden.perturbed_torque.parameters, tau: golden.perturbed_torque.parameters.tau?.map((x) => 5 * x) })));
});

test('forces add up to zero, and the torque of a cell is the one asked for', () => {
  for (const name of PERTURBED) {
    const force = total(patch(), parametersOf(golden[name].parameters));
    for (const axis of [0, 1]) {
      const sum = force.filter((_, i) => i % 2 === axis).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum) < 1e-14, `${name}: ${sum}`);
    }
  }
  // One cell alone turns: torques about its middle.
  const mesh = patch();
  const corners = cornersOf(mesh);
  const geometry = measure(mesh, corners, 0);
  const { chiral } = forceParts(mesh, { ...PLAIN, torque: Array.from({ length: 12 }, (_, c) => (c === 5 ? 0.07 : 0)) });
  const middle = middles(mesh, geometry);
  let torque = 0;
  for (let h = mesh.rows[5]; h < mesh.rows[6]; h++) {
    const [x, y] = [geometry.places[2 * h] - middle[10], geometry.places[2 * h + 1] - middle[11]];
    torque += x * chiral[2 * mesh.vertices[h] + 1] - y * chiral[2 * mesh.vertices[h]];
  }
  assert.ok(Math.abs(torque - 0.07) < 1e-15, String(torque));
});

test('a mirror turns the chirality round to 1e-14', () => {
  const flipped = (force: Float64Array) => force.map((x, i) => (i % 2 === 0 ? -x : x));
  const drive = Array.from({ length: 12 }, (_, c) => 0.1 * Math.sin(c));
  const torque = Array.from({ length: 12 }, (_, c) => 0.05 * Math.cos(2 * c));
  const given: TissueParameters = { ...PLAIN, chirality: 0.3, drive, torque };
  const opposite = { ...given, chirality: -0.3, drive: drive.map((x) => -x), torque: torque.map((x) => -x) };
  assert.ok(apart(total(mirrored(patch()), opposite), flipped(total(patch(), given))) < 1e-14);
  assert.not.ok(apart(total(mirrored(patch()), given), flipped(total(patch(), given))) < 1e-3, 'without it the forces differ');
});

test('the Jacobian is that of the forces, and products of a covector with it those of another program', () => {
  const w = Array.from({ length: 24 }, (_, i) => [Math.cos(0.3 + 1.1 * i), Math.sin(0.2 + 0.7 * i)]).flat();
  const drive = Array.from({ length: 12 }, (_, c) => 0.1 * Math.sin(c));
  const everything: TissueParameters = { ...parametersOf(golden.perturbed_torque.parameters), chirality: 0.2, drive, smoothing: 0.03 };
  for (const parameters of [everything, parametersOf(golden.perturbed_odd_tension.parameters)]) {
    const J = jacobian(patch(), parameters);
    const h = 1e-6;
    for (let i = 0; i < 48; i += 5) {
      const at = (x: number) => {
        const mesh = patch();
        mesh.positions[i] += x;
        return total(mesh, parameters);
      };
      const [up, down] = [at(h), at(-h)];
      const column = J.getColumn(i);
      assert.ok(
        apart(
          column,
          up.map((x, k) => (x - down[k]) / (2 * h)),
        ) < 1e-8,
        `column ${i}`,
      );
    }
  }
  for (const [name, vjp] of [
    ['perturbed_gradient', golden.vjp_gradient],
    ['perturbed_odd_tension', golden.vjp_odd_tension],
  ] as const) {
    const J = jacobian(patch(), parametersOf(golden[name].parameters));
    const product = J.transpose()
      .to2DArray()
      .map((row) => row.reduce((sum, x, i) => sum + x * w[i], 0));
    assert.ok(apart(product, vjp.flat()) < 1e-10, name);
  }
});

test('the Jacobian is symmetric without chirality, and as asymmetric as known with it', () => {
  const asymmetry = (parameters: TissueParameters) => {
    const J = jacobian(patch(), parameters);
    return J.clone().sub(J.transpose()).abs().max();
  };
  assert.ok(asymmetry(parametersOf(golden.perturbed_gradient.parameters)) < 1e-13);
  assert.ok(Math.abs(asymmetry(parametersOf(golden.perturbed_odd_tension.parameters)) - golden.asymmetry_odd_tension) < 1e-10);
});

test('a T1 transition ends as one of another program, and keeps the area and the number of vertices', () => {
  const { edge, new_length: length, cells, positions, area, area_sum: sum, sides } = golden.t1;
  const mesh = patch();
  const corners = cornersOf(mesh);
  const [a, b] = edge;
  const h = corners.cell.findIndex((_, k) => mesh.vertices[k] === a && mesh.vertices[corners.next[k]] === b);
  const after = exchange(mesh, corners, h, length) as Mesh;
  const measured = measure(after, cornersOf(after), 0);
  assert.equal(ringsOf(after), cells);
  assert.ok(apart(after.positions, positions.flat()) < 1e-10);
  assert.ok(apart(measured.area, area) < 1e-10);
  assert.ok(Math.abs(areaOf(after) - sum) < 1e-10);
  assert.equal(
    ringsOf(after).map((ring) => ring.length),
    sides,
  );
  // The same edge, exchanged twice, is the edge again, up to its length and the turn of its ends.
  const again = cornersOf(after);
  const back = again.cell.findIndex((_, k) => after.vertices[k] === a && after.vertices[again.next[k]] === b);
  const twice = exchange(after, again, back, golden.t1.length) as Mesh;
  assert.equal(
    ringsOf(twice).map((ring) => ring.length),
    golden.cells.map(() => 6),
  );
  assert.ok(Math.abs(areaOf(twice) - sum) < 1e-10);
});

test('short edges are exchanged, except where two sides would be left', () => {
  const mesh = patch();
  const corners = cornersOf(mesh);
  assert.is(exchangeShort(mesh, corners, { below: 0.04, length: 0.06 }).exchanged, 0);
  const { mesh: after, exchanged } = exchangeShort(mesh, corners, { below: 0.55, length: 0.5 });
  assert.ok(exchanged > 0);
  assert.ok(Math.abs(areaOf(after) - golden.t1.area_sum) < 1e-10);
  assert.is(after.vertices.length, 72);
});

test('a honeycomb is regular: areas 1, the perimeter of a hexagon, no force, and the stiffnesses of another program', () => {
  const mesh = honeycomb(4, 4);
  const { area, perimeter } = measure(mesh, cornersOf(mesh), 0);
  assert.ok(apart(area, new Float64Array(16).fill(1)) < 1e-13);
  assert.ok(apart(perimeter, new Float64Array(16).fill(HEXAGON)) < 1e-13);
  for (const [P0, lowest, third, below, negative] of golden.honeycomb_4x4_hessian.rows) {
    const found = stiffnesses(mesh, { ...PLAIN, shape: P0 });
    assert.ok(Math.abs(found[0] - lowest) < 1e-10 && Math.abs(found[2] - third) < 1e-10, `P0 = ${P0}: ${found[0]}, ${found[2]}`);
    assert.is(found.filter((x) => x < 1e-9).length, below);
    assert.is(found.filter((x) => x < -1e-9).length, negative);
  }
  assert.is(honeycombOf(400).rows.length, 401);
  assert.throws(() => honeycombOf(13), /cells.*12/);
  assert.throws(() => stiffnesses(mesh, { ...PLAIN, chirality: 0.1 }), /gradient/);
});

test('a perturbed tissue relaxes to rest, and one at P0 beyond the hexagon to no energy', () => {
  const rest = minimise(patch(), { ...PLAIN, shape: 3.6 });
  assert.ok(rest.converged && rest.residual < 1e-10, JSON.stringify(rest.residual));
  assert.ok(Math.abs(energy(rest.mesh, { ...PLAIN, shape: 3.6 }) - 12 * 0.5 * (HEXAGON - 3.6) ** 2) < 1e-12);
  const fluid = minimise(patch(), { ...PLAIN, shape: 3.9 });
  assert.ok(fluid.converged && energy(fluid.mesh, { ...PLAIN, shape: 3.9 }) < 1e-16);
});

test.run();
