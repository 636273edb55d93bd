/** Tissues on the GPU against their twins in float64: forces, steps of time with nudge, noise and a longest way, cells that meet others. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deriveKey } from '../../src/core/random.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Rates } from '../../src/model/tissue/rates.ts';
import { Tissues } from '../../src/model/tissue/tissues.ts';
import { type Constants, forces, type Patch } from '../reference/model/tissue/jacobian.ts';
import { moved } from '../reference/model/tissue/motion.ts';
import { close, ofLargest } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { part } from '../support/replicas.ts';
import { golden, goldenPatch, meshOfPatch, parametersOf } from '../support/tissue.ts';

test.after(closeDevice);

const PLAIN: Constants = { KA: 1, A0: 1, KP: 1, P0: 3.6 };
const ODD: Constants = { ...PLAIN, chi: 0.3 };
const CHIRAL: Constants = { ...PLAIN, KP: 0.7, P0: 3.4, chi: 0.3, tau: 0.2, gam: -0.1, smoothing: 0.03 };
/** The golden patch after one of its edges has turned. */
const turned: Patch = { box: golden.box, positions: golden.t1.positions.flat(), cells: golden.t1.cells };

function tissues(scope: Scope, patches: readonly Patch[], constants: readonly Constants[], rates: readonly Rates[], seed = 3): Tissues {
  return new Tissues(scope, { meshes: patches.map(meshOfPatch), parameters: constants.map(parametersOf), rates, seed });
}

const still = (patches: readonly Patch[]): Rates[] => patches.map(() => ({ dt: 0 }));

async function forcesOf(of: Tissues) {
  const plan = new Plan(of.moved.memory, 'forces');
  of.recordForces(plan);
  await execute(plan);
  return { forces: await of.forces.read(), shapes: await of.shapes.read() };
}

/** Replicas with rings of their own, with one table, and with parameters by cell. */
const SETS: readonly { name: string; patches: readonly Patch[]; constants: readonly Constants[] }[] = [
  {
    name: 'one topology',
    patches: [goldenPatch(), goldenPatch('regular'), goldenPatch()],
    constants: [PLAIN, { ...PLAIN, chi: 0.3 }, { ...PLAIN, P0: 4, tau: 1 }],
  },
  { name: 'two topologies, all chiral forces, smooth edges', patches: [goldenPatch(), turned], constants: [CHIRAL, { ...CHIRAL, P0: 3.9 }] },
  {
    name: 'parameters by cell',
    patches: [goldenPatch(), goldenPatch()],
    constants: [
      { ...CHIRAL, A0: golden.perturbed_growth.parameters.A0, tau: golden.perturbed_torque.parameters.tau },
      { ...CHIRAL, P0: Array.from({ length: 12 }, (_, c) => 3.4 + 0.05 * c), A0: 1.1, gam: golden.perturbed_torque.parameters.tau },
    ],
  },
];

for (const { name, patches, constants } of SETS) {
  test(
    `forces and shapes: ${name}`,
    scoped(async (scope) => {
      const found = await forcesOf(tissues(scope, patches, constants, still(patches)));
      patches.forEach((patch, r) => {
        const expected = forces(patch, constants[r]);
        const scale = { atol: 2e-5 * Math.max(0.1, ...expected.all.map(Math.abs)), rtol: 0 };
        close(part(found.forces, r, patches.length), expected.all, scale, `forces of ${r}`);
        const shapes = expected.area.flatMap((area, c) => [area, expected.perimeter[c]]);
        close(part(found.shapes, r, patches.length), shapes, { atol: 2e-6, rtol: 0 }, `shapes of ${r}`);
      });
      const wrong = forces(patches[0], { ...constants[0], KP: 1.01 * constants[0].KP }).all;
      assert.throws(() => close(part(found.forces, 0, patches.length), wrong, ofLargest(wrong, 2e-5), 'control: a stiffness off by a hundredth'));
    }),
  );
}

test(
  'golden: 200 Euler steps with odd tension, and the same far from the origin and across the box',
  scoped(async (scope) => {
    const patch = goldenPatch();
    const wrapped = { ...patch, positions: Float64Array.from(patch.positions, (x, i) => x + golden.box[i % 2] * ((i * 7) % 5)) };
    const of = tissues(scope, [patch, wrapped], [ODD, ODD], [{ dt: 0.02 }, { dt: 0.02 }]);
    const plan = new Plan(scope.memory, 'steps');
    of.recordStep(plan);
    await plan.compile();
    for (let i = 0; i <= 4; i++) {
      const { shapes } = await forcesOf(of);
      const energy = (r: number) => Array.from(part(shapes, r, 2)).reduce((sum, x, j) => sum + (x - (j % 2 === 0 ? 1 : 3.6)) ** 2 / 2, 0);
      close([energy(0), energy(1)], [golden.euler_energy_every_50[i], golden.euler_energy_every_50[i]], { atol: 2e-6, rtol: 0 }, 'energy');
      if (i < 4) plan.run(50);
    }
    const now = await of.meshesNow();
    close(now[0].positions, golden.euler_final.flat(), { atol: 2e-5, rtol: 0 }, 'positions');
    close(
      now[1].positions,
      golden.euler_final.flat().map((x: number, i: number) => x + golden.box[i % 2] * ((i * 7) % 5)),
      { atol: 2e-5, rtol: 0 },
      'wrapped',
    );
  }),
);

test(
  'steps with a nudge, a longest way and noise, each replica by its own rates; then the mesh is placed anew',
  scoped(async (scope) => {
    const patches = [goldenPatch(), goldenPatch(), turned];
    const constants = [CHIRAL, CHIRAL, CHIRAL];
    const rates = [
      { dt: 0.02, nudge: 2, noise: 1e-3 },
      { dt: 0.03, noise: 1e-4, most: 1e-3 },
      { dt: 0.01, nudge: 1, noise: 2e-3 },
    ];
    const of = tissues(scope, patches, constants, rates, 11);
    const plan = new Plan(scope.memory, 'shake');
    of.recordShake(plan);
    await plan.compile();
    let expected: Float64Array[] = patches.map(({ positions }) => Float64Array.from(positions));
    const twin = (time: number, noisy = true) =>
      expected.map((positions, r) => {
        const motion = { ...rates[r], noise: noisy ? rates[r].noise : 0, key: deriveKey(11, 'noise', r), observed: patches[r].positions };
        return moved({ ...patches[r], positions }, constants[r], motion, time);
      });
    for (let time = 0; time < 3; time++) {
      const quiet = twin(time, false);
      expected = twin(time);
      plan.run();
      const now = await of.meshesNow();
      for (const [r, positions] of expected.entries()) close(now[r].positions, positions, { atol: 3e-6, rtol: 0 }, `replica ${r}, time ${time}`);
      assert.throws(() => close(now[0].positions, quiet[0], { atol: 1e-3, rtol: 0 }, 'control: noise is seen'));
    }
    of.place(1, meshOfPatch(turned));
    const after = await forcesOf(of);
    const fresh = forces(turned, CHIRAL).all;
    close(part(after.forces, 1, 3), fresh, ofLargest(fresh, 2e-5), 'forces of the placed mesh');
    close((await of.meshesNow())[1].positions, turned.positions, { atol: 0, rtol: 0 }, 'positions of the placed mesh');
  }),
);

test(
  'the same bits again; meshes of other sizes are refused',
  scoped(async (scope) => {
    const run = async () => {
      const of = tissues(
        scope,
        [goldenPatch(), turned],
        [CHIRAL, CHIRAL],
        [
          { dt: 0.02, noise: 1e-3 },
          { dt: 0.02, noise: 1e-3 },
        ],
      );
      const plan = new Plan(scope.memory, 'shake');
      of.recordShake(plan);
      await execute(plan, 20);
      return of.moved.bits.read();
    };
    assert.equal(await run(), await run());
    const smaller: Patch = { ...goldenPatch(), cells: golden.cells.slice(1) };
    assert.throws(() => tissues(scope, [goldenPatch(), smaller], [CHIRAL, CHIRAL], still([smaller, smaller])), /tissue 1: expected 12 cells/);
  }),
);

test.run();
