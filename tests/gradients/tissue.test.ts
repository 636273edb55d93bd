/** Forces of a tissue and the product of a covector with their derivatives: twin against golden values and central differences, kernels against twin. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Constants, forces, jacobian, SLOPES, slopes, transposed } from '../reference/model/tissue/jacobian.ts';
import { close } from '../support/close.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { golden, goldenPatch } from '../support/tissue.ts';

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

test.run();
