/** Tissues with a rim on the GPU: forces, steps, covectors and an inference in which held vertices have no part. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import { infer } from '../../src/infer/infer.ts';
import { comeToRest } from '../../src/infer/rest.ts';
import { TissueAdjoint } from '../../src/model/tissue/adjoint.ts';
import { ringsOf } from '../../src/model/tissue/mesh.ts';
import { minimise } from '../../src/model/tissue/minimise.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { Tissues } from '../../src/model/tissue/tissues.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';
import { type Constants, forces, jacobian, type Patch, transposed } from '../reference/model/tissue/jacobian.ts';
import { close, ofLargest } from '../support/close.ts';
import { closeDevice, execute, scoped, theDevice } from '../support/device.ts';
import { part } from '../support/replicas.ts';
import { parametersOf } from '../support/tissue.ts';
import { cutOut } from '../support/tissue_cut.ts';

test.after(closeDevice);

const KNOWN = { ...PLAIN, shape: 3.6, chirality: 0.2 };
const { mesh: still } = minimise(voronoi(36, 4), { ...PLAIN, shape: 3.6 }, { exchange: { below: 0.05, length: 0.07 }, tolerance: 1e-6 });
const { mesh: cut } = cutOut(comeToRest(still, still.positions, KNOWN, 0).mesh);
const held = cut.held as Uint8Array;
const patch: Patch = { box: cut.box, positions: cut.positions, cells: ringsOf(cut) };
const CHIRAL: Constants = { KA: 1.1, A0: 1, KP: 0.7, P0: 3.4, chi: 0.3, tau: 0.2, gam: -0.1, smoothing: 0.03 };

/** What is left of a vector where vertices are not held. */
const free = (x: Float64Array) => x.map((value, i) => (held[i >> 1] === 1 ? 0 : value));
/** dF/dr between free vertices. */
function heldJacobian(): Float64Array {
  const n = cut.positions.length;
  return jacobian(patch, CHIRAL).map((value, k) => (held[Math.floor(k / n) >> 1] === 1 || held[(k % n) >> 1] === 1 ? 0 : value));
}

test(
  'forces, products of a covector and steps with noise: as of the twin inside, nothing at the rim',
  scoped(async (scope) => {
    const rates = [
      { dt: 0.02, nudge: 1 },
      { dt: 0.02, noise: 1e-3 },
    ];
    const tissues = new Tissues(scope, { meshes: [cut, cut], parameters: [CHIRAL, CHIRAL].map(parametersOf), rates });
    const adjoint = new TissueAdjoint(scope, tissues);
    const w = free(Float64Array.from(cut.positions, (_, i) => Math.sin(1 + 0.7 * i)));
    adjoint.w.write(Float32Array.from([...w, ...w]));
    const plan = new Plan(scope.memory, 'rim');
    tissues.recordForces(plan);
    adjoint.recordProduct(plan);
    await execute(plan);
    const expected = free(forces(patch, CHIRAL).all);
    close(part(await tissues.forces.read(), 0, 2), expected, ofLargest(expected, 2e-5), 'forces');
    const product = transposed(heldJacobian(), w);
    close(part(await adjoint.product.read(), 0, 2), product, ofLargest(product, 2e-5), 'J^T w');
    // Control: with the pulls of its own cells alone, the rim would move.
    assert.ok(forces(patch, CHIRAL).all.some((f, i) => held[i >> 1] === 1 && Math.abs(f) > 0.01));
    const moves = new Plan(scope.memory, 'moves');
    tissues.recordShake(moves);
    await execute(moves, 5);
    const moved = await tissues.moved.read();
    assert.ok(part(moved, 1, 2).every((x, i) => (x === 0) === (held[i >> 1] === 1)));
  }),
);

test(
  'the covector relaxes to the solution of (k - J)^T w = s of the free vertices',
  scoped(async (scope) => {
    const tissues = new Tissues(scope, { meshes: [cut], parameters: [parametersOf(CHIRAL)], rates: [{ dt: 0.02, nudge: 2 }] });
    const adjoint = new TissueAdjoint(scope, tissues);
    const s = free(Float64Array.from(cut.positions, (_, i) => Math.cos(0.4 * i)));
    adjoint.source.write(Float32Array.from(s));
    const plan = new Plan(scope.memory, 'relax');
    adjoint.recordRelax(plan);
    await execute(plan, 500);
    const w = Float64Array.from(await adjoint.w.read());
    const back = transposed(heldJacobian(), w);
    close(
      w.map((x, i) => 2 * x - back[i]),
      s,
      { atol: 5e-5, rtol: 0 },
      'residual',
    );
    assert.ok(w.every((x, i) => held[i >> 1] === 0 || x === 0));
  }),
);

test('an inference from a piece without noise is exact: P0 to 1e-6 and chi to 1e-6, at k = 0 and k = 1', async () => {
  const { table } = await infer(await theDevice(), { mesh: cut }, { nudge: [0, 1], starts: 1, steps: 30, bootstrap: 'none' });
  for (const row of table) {
    const { P0, chi } = row.estimate as Record<string, number>;
    assert.ok(Math.abs(P0 - KNOWN.shape) < 1e-6 && Math.abs(chi - KNOWN.chirality) < 1e-6, JSON.stringify(row));
  }
});

test.run();
