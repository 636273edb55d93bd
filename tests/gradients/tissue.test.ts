/** Forces of a tissue, products of a covector with their derivatives, gradients of losses: twins against golden values, kernels against twins. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { TissueAdjoint } from '../../src/model/tissue/adjoint.ts';
import type { Rates } from '../../src/model/tissue/rates.ts';
import { TISSUE_PARAMETERS, Tissues } from '../../src/model/tissue/tissues.ts';
import { equilibriumPropagation, pathGradient, restGradient } from '../reference/model/tissue/inverse.ts';
import { type Constants, forces, jacobian, type Patch, SLOPES, slopes, transposed } from '../reference/model/tissue/jacobian.ts';
import { close, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { part } from '../support/replicas.ts';
import { golden, goldenPatch, meshOfPatch, parametersOf } from '../support/tissue.ts';

test.after(closeDevice);

const DIGITS = { atol: 1e-10, rtol: 0 };

/** The covector of the golden values. */
const covector = Float64Array.from({ length: 48 }, (_, i) => (i % 2 === 0 ? Math.cos(0.3 + 1.1 * (i / 2)) : Math.sin(0.2 + 0.7 * ((i - 1) / 2))));

const KINDS = [
  'regular',
  'perturbed_gradient',
  'perturbed_odd_tension',
  'perturbed_torque',
  'perturbed_growth',
  'regular_torque_uniform',
  'regular_drive_uniform',
];

const constantsOf = (kind: string): Constants => golden[kind].parameters;

for (const kind of KINDS) {
  test(`twin: golden areas, perimeters, energy and forces by part, ${kind}`, () => {
    const patch = goldenPatch(kind.startsWith('regular') ? 'regular' : 'perturbed');
    const found = forces(patch, constantsOf(kind));
    const known = golden[kind];
    close(found.area, known.area, DIGITS, 'area');
    close(found.perimeter, known.perimeter, DIGITS, 'perimeter');
    close([found.energy], [known.energy], DIGITS, 'energy');
    close(found.ofArea, known.force_area.flat(), DIGITS, 'force of areas');
    close(found.ofPerimeter, known.force_perimeter.flat(), DIGITS, 'force of perimeters');
    close(found.chiral, known.force_chiral.flat(), DIGITS, 'chiral force');
  });
}

test('twin: golden J^T w and slopes, J is symmetric where no chiral force acts and nowhere else', () => {
  const patch = goldenPatch();
  const asymmetry = (constants: Constants) => {
    const J = jacobian(patch, constants);
    return J.reduce((most, value, i) => Math.max(most, Math.abs(value - J[(i % 48) * 48 + Math.floor(i / 48)])), 0);
  };
  const plain = constantsOf('perturbed_gradient');
  for (const [name, constants] of [
    ['gradient', plain],
    ['odd_tension', { ...plain, chi: 0.3 }],
  ] as const) {
    close(transposed(jacobian(patch, constants), covector), golden[`vjp_${name}`].flat(), DIGITS, name);
    const found = slopes(patch, constants, covector).map((of) => of.reduce((sum, x) => sum + x, 0));
    close([found[3]], [golden[`dP0_${name}`]], DIGITS, 'dP0');
    if (name === 'odd_tension') close([found[4]], [golden.dchi], DIGITS, 'dchi');
  }
  assert.ok(asymmetry(plain) < 1e-13);
  close([asymmetry({ ...plain, chi: 0.3 })], [golden.asymmetry_odd_tension], DIGITS, 'chi');
  assert.ok(asymmetry({ ...plain, tau: 0.05 }) > 1e-3);
  assert.ok(asymmetry({ ...plain, gam: golden.perturbed_torque.parameters.tau }) > 1e-3);
});

const ALL: Constants = {
  KA: 1.2,
  A0: golden.perturbed_growth.parameters.A0,
  KP: 0.8,
  P0: Array.from({ length: 12 }, (_, c) => 3.5 + 0.02 * c),
  chi: 0.3,
  tau: golden.perturbed_torque.parameters.tau,
  gam: Array.from({ length: 12 }, (_, c) => 0.1 * Math.sin(c)),
  smoothing: 0.03,
};

test('twin: J^T w and slopes of all parameters against central differences', () => {
  const patch = goldenPatch();
  const pulled = (positions: ArrayLike<number>) => dot(forces({ ...patch, positions }, ALL).all, covector);
  close(transposed(jacobian(patch, ALL), covector), centralDifferences(pulled, patch.positions), { atol: 1e-7, rtol: 0 }, 'J^T w');
  const found = slopes(patch, ALL, covector);
  SLOPES.forEach((name, j) => {
    const value = ALL[name] as number | number[];
    const all = typeof value === 'number' ? new Array(12).fill(value) : value;
    const of = (x: ArrayLike<number>) => {
      const own = typeof value === 'number' ? x[0] : Array.from(x);
      return dot(forces(patch, { ...ALL, [name]: own }).all, covector);
    };
    const expected = typeof value === 'number' ? centralDifferences(of, [value]) : centralDifferences(of, all);
    const mine = typeof value === 'number' ? [found[j].reduce((sum, x) => sum + x, 0)] : found[j];
    close(mine, expected, { atol: 1e-7, rtol: 0 }, name);
  });
});

const ODD: Constants = { KA: 1, A0: 1, KP: 1, P0: 3.6, chi: 0.3 };

test('twin: golden gradients of an unrolled path and of a state at rest under a nudge', () => {
  const patch = goldenPatch();
  const { steps, dt, loss, dP0, dchi, dKP } = golden.unrolled;
  const path = pathGradient(patch, ODD, dt, steps, golden.regular_positions.flat());
  close([path.loss, path.gradient.P0, path.gradient.chi, path.gradient.KP], [loss, dP0, dchi, dKP], DIGITS, 'path');
  const { k, implicit, positions, loss: known } = golden.nudged;
  const rest = restGradient(patch, ODD, k, patch.positions);
  close(rest.y, positions.flat(), DIGITS, 'positions at rest');
  close([rest.loss, rest.gradient.P0, rest.gradient.chi, rest.gradient.KP], [known, implicit.P0, implicit.chi, implicit.KP], DIGITS, 'rest');
});

test('equilibrium propagation is wrong by a factor of eight for an odd tension, exact with the term of the asymmetry, and exact without odd tension', () => {
  const patch = goldenPatch();
  const { beta, vector_field: plain } = golden.equilibrium_propagation;
  const of = (constants: Constants, corrected: boolean) => {
    const { P0, chi, KP } = equilibriumPropagation(patch, constants, 1, patch.positions, beta, corrected);
    return [P0, chi, KP];
  };
  const exact = (constants: Constants) => {
    const { P0, chi, KP } = restGradient(patch, constants, 1, patch.positions).gradient;
    return [P0, chi, KP];
  };
  // Of the finite beta, what is left is of order beta squared.
  close(of(ODD, true), exact(ODD), { atol: 2e-9, rtol: 0 }, 'corrected');
  close(of({ ...ODD, chi: 0 }, false), exact({ ...ODD, chi: 0 }), { atol: 2e-9, rtol: 0 }, 'without odd tension');
  const biased = of(ODD, false);
  assert.throws(() => close(biased, exact(ODD), { atol: 1e-5, rtol: 0 }, 'plain'), /plain: 3 of 3 elements differ/);
  close(biased, [plain.P0, plain.chi, plain.KP], { atol: 5e-9, rtol: 0 }, 'and wrong by what is known');
});

function adjointOf(scope: Scope, patches: readonly Patch[], constants: readonly Constants[], rates: readonly Rates[]) {
  const tissues = new Tissues(scope, { meshes: patches.map(meshOfPatch), parameters: constants.map(parametersOf), rates });
  return { tissues, adjoint: new TissueAdjoint(scope, tissues) };
}

/** The golden patch after one of its edges has turned. */
const turned: Patch = { box: golden.box, positions: golden.t1.positions.flat(), cells: golden.t1.cells };

test(
  'kernels: J^T w and gradients by all parameters, with and without values by cell, two topologies',
  scoped(async (scope) => {
    for (const constants of [
      [ALL, { ...ALL, chi: -0.2 }],
      [ODD, { ...ODD, KA: 1.3, tau: 0.3, gam: 0.2 }],
    ] as const) {
      const patches = [goldenPatch(), turned];
      const { tissues, adjoint } = adjointOf(scope, patches, constants, [{ dt: 0.01 }, { dt: 0.01 }]);
      adjoint.w.write(Float32Array.from([...covector, ...covector.map((x) => -x)]));
      const plan = new Plan(scope.memory, 'back');
      adjoint.recordProduct(plan);
      adjoint.recordGradient(plan);
      await execute(plan);
      const product = await adjoint.product.read();
      for (const [r, patch] of patches.entries()) {
        const w = covector.map((x) => (r === 0 ? x : -x));
        const expected = transposed(jacobian(patch, constants[r]), w);
        close(part(product, r, 2), expected, ofLargest(expected, 2e-5), `J^T w of ${r}`);
        refusesWrongSign(part(product, r, 2), expected, ofLargest(expected, 2e-5), 'control');
        const known = slopes(patch, constants[r], w);
        for (const [j, name] of TISSUE_PARAMETERS.entries()) {
          const each = tissues.arena.slice(name).count > 1;
          const values = each ? known[j] : [known[j].reduce((sum, x) => sum + x, 0)];
          const found = part(await tissues.arena.gradient(name).read(), r, 2);
          close(found, values, { atol: 2e-5 * Math.max(...known[j].map(Math.abs), 0.1), rtol: 0 }, `${name} of ${r}`);
        }
      }
    }
  }),
);

test(
  'kernels: state at rest, loss and gradient under nudges 1 and 4, and of force matching, in one set of replicas',
  scoped(async (scope) => {
    const patch = goldenPatch();
    const nudges = [1, 4];
    const rates = [...nudges.map((nudge) => ({ dt: 0.03, nudge })), { dt: 0 }];
    const { tissues, adjoint } = adjointOf(scope, [patch, patch, patch], [ODD, ODD, ODD], rates);
    const state = new Plan(scope.memory, 'state');
    tissues.recordStep(state);
    const covectors = new Plan(scope.memory, 'covectors');
    adjoint.recordRelax(covectors);
    const loss = new Plan(scope.memory, 'loss');
    tissues.recordForces(loss);
    adjoint.recordLoss(loss);
    const end = new Plan(scope.memory, 'gradient');
    adjoint.recordGradient(end);
    await execute(state, 800);
    await execute(loss);
    await execute(covectors, 800);
    await execute(end);
    const term = await adjoint.term.read();
    const gradients = await Promise.all((['shape', 'chirality', 'perimeterStiffness'] as const).map((name) => tissues.arena.gradient(name).read()));
    const force = forces(patch, ODD).all;
    const byForce = slopes(
      patch,
      ODD,
      force.map((f) => -2 * f),
    ).map((of) => of.reduce((sum, x) => sum + x, 0));
    const known = nudges.map((k) => restGradient(patch, ODD, k, patch.positions));
    const losses = [...known.map((of) => of.loss), dot(force, force)];
    close(
      [0, 1, 2].map((r) => -part(term, r, 3).reduce((sum, x) => sum + x, 0)),
      losses,
      { atol: 0, rtol: 2e-5 },
      'losses',
    );
    const expected = [...known.map(({ gradient: { P0, chi, KP } }) => [-P0, -chi, -KP]), [byForce[3], byForce[4], byForce[2]]];
    for (const [r, values] of expected.entries())
      close(
        gradients.map((of) => of[r]),
        values,
        ofLargest(values, 2e-5),
        `gradient of ${r}`,
      );
  }),
);

test.run();
