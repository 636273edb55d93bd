/** Dispatches may be divided anywhere between workgroups, and no bit of any sampler depends on it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { CapelChains } from '../../src/model/blume_capel/chains.ts';
import { clock } from '../../src/model/clock/model.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import { CubeChains } from '../../src/model/ising3d/chains.ts';
import { potts } from '../../src/model/potts/model.ts';
import { RotorChains } from '../../src/model/xy/chains.ts';
import type { Chains, Series } from '../../src/sample/chains.ts';
import { partsOf, portionsOf } from '../../src/sample/parts.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { divided } from '../support/divide.ts';

test.after(closeDevice);

const POINTS = [2.2, 1.1, Number.POSITIVE_INFINITY];
const FINITE = [2.2, 1.1, 3];
const ising = (scope: Scope, options: Partial<ConstructorParameters<typeof IsingChains>[1]> = {}) =>
  new IsingChains(scope, { size: 38, coupling: 1, temperatures: POINTS, seed: 5, start: 'random', tile: false, ...options });
const settings = { size: 12, q: 3, coupling: 1, lattice: 'triangular', temperature: FINITE } as const;

/** Every kernel that moves something, on lattices of more than one workgroup. */
const SAMPLERS: Record<string, (scope: Scope) => Chains> = {
  'Ising, with a group at infinite temperature': ising,
  'Ising in workgroup memory': (scope) => ising(scope, { tile: true, temperatures: FINITE }),
  'Ising, heat bath': (scope) => ising(scope, { dynamics: 'heatbath' }),
  lattices: (scope) => new IsingLattice(scope, { size: 192, coupling: 1, temperatures: [...POINTS, 2], seed: 5, start: 'random' }),
  'Swendsen-Wang': (scope) => new ClusterChains(scope, ising(scope, { size: 34, temperatures: FINITE })),
  dimers: (scope) => new DimerChains(scope, { size: 32, temperatures: [1, Number.POSITIVE_INFINITY], seed: 5, start: 'both', flips: true, worms: 1 }),
  'Potts, heat bath': (scope) => potts.chains(scope, { settings: { ...settings, algorithm: 'heatbath' }, points: FINITE, seed: 5 }),
  'Potts, Swendsen-Wang': (scope) => potts.chains(scope, { settings: { ...settings, algorithm: 'swendsen-wang' }, points: FINITE, seed: 5 }),
  clock: (scope) => clock.chains(scope, { settings, points: FINITE, seed: 5 }),
  'Blume-Capel': (scope) =>
    new CapelChains(scope, { size: 48, lattice: 'square', coupling: 1, crystalField: 0.5, field: 0, temperatures: FINITE, seed: 5, start: 'random' }),
  'Ising in three dimensions': (scope) =>
    new CubeChains(scope, { extents: [6, 8, 10], coupling: 1, field: 0, dynamics: 'metropolis', temperatures: FINITE, seed: 5, start: 'random' }),
  XY: (scope) => new RotorChains(scope, { size: 6, coupling: 1, temperatures: FINITE, seed: 5, start: 'random' }, 'swendsen-wang'),
};

for (const [name, make] of Object.entries(SAMPLERS)) {
  test(
    `${name}: the same bits, whole and in pieces of one and of two workgroups`,
    scoped(async (scope) => {
      const states: Uint32Array[] = [];
      const before: Uint32Array[] = [];
      for (const workgroups of [0, 1, 2]) {
        const chains = make(scope);
        before.push(await chains.state.read());
        const plan = new Plan(scope.memory, 'sweep');
        chains.recordSweep(plan, [{ first: 0, groups: chains.groups }], 2);
        const { plan: made, pieces } = workgroups === 0 ? { plan, pieces: 1 } : divided(scope, plan, workgroups);
        assert.ok(pieces > 0, 'something was divided');
        await execute(made, 2);
        states.push(await chains.state.read());
        for (const [saved, tensor] of Object.entries(chains.saved)) if (saved.includes('clock')) states.push(await tensor.read());
      }
      const each = states.length / 3;
      for (let i = each; i < states.length; i++) close(states[i], states[i % each], EXACT, `tensor ${i % each}, division ${Math.floor(i / each)}`);
      assert.ok(states[0].some((word, i) => word !== before[0][i]));
    }),
  );
}

test(
  'measurements: the same series, whole and in pieces of one workgroup',
  scoped(async (scope) => {
    for (const name of ['Ising, with a group at infinite temperature', 'lattices', 'Potts, heat bath', 'Blume-Capel', 'Ising in three dimensions', 'XY']) {
      const chains = SAMPLERS[name](scope);
      const range = { first: 1, groups: chains.groups - 1 };
      const seen: Record<string, Series>[] = [];
      let divisions = 0;
      const append = Plan.prototype.compile;
      for (const pieces of [false, true]) {
        // The chains stay where they are.
        const still = { ...chains, sites: chains.sites, chainsPerGroup: chains.chainsPerGroup, recordSweep: () => {} };
        Plan.prototype.compile = async function (this: Plan) {
          if (pieces) {
            const made = divided(scope, this, 1);
            divisions += made.pieces;
            this.dispatches.splice(0, this.dispatches.length, ...made.plan.dispatches);
          }
          return append.call(this);
        };
        try {
          seen.push(await chains.measure(range, 2, 1, async () => {}, still));
        } finally {
          Plan.prototype.compile = append;
        }
      }
      assert.ok(divisions > 0, `${name}: something was divided`);
      assert.equal(seen[1], seen[0], name);
    }
  }),
);

test(
  'negative control: a piece that is left out is noticed',
  scoped(async (scope) => {
    const [one, other] = [ising(scope), ising(scope)];
    const plans = [one, other].map((chains) => {
      const plan = new Plan(scope.memory, 'sweep');
      chains.recordSweep(plan, [{ first: 0, groups: 3 }]);
      return plan;
    });
    await execute(plans[0]);
    const { plan } = divided(scope, plans[1], 1);
    plan.dispatches.splice(1, 1);
    await execute(plan);
    const [a, b] = [await one.state.read(), await other.state.read()];
    assert.throws(() => close(a, b, EXACT, 'spins'));
  }),
);

test('parts: whole groups where some fit, pieces of a group elsewhere; every thread once', () => {
  const range = { first: 3, groups: 7 };
  assert.equal(partsOf(range, { threads: 100, work: 1 }, 1000), [{ first: 3, begin: 0, end: 700 }]);
  for (const [threads, work, most] of [
    [100, 1, 250],
    [100, 1, 100],
    [1000, 2, 1999],
    [10000, 128, 5 * 256 * 128 + 1],
    [600, 1, 10],
  ]) {
    const parts = partsOf(range, { threads, work }, most);
    const seen = parts.flatMap(({ first, begin, end }) => Array.from({ length: end - begin }, (_, i) => first * threads + begin + i));
    assert.equal(
      seen,
      Array.from({ length: range.groups * threads }, (_, i) => range.first * threads + i),
    );
    for (const { begin, end } of parts) assert.ok((end - begin) * work <= Math.max(most, 256 * work) && begin % 256 === 0, `${begin} to ${end}`);
  }
  assert.equal(portionsOf(range, 3), [
    { first: 3, groups: 2 },
    { first: 5, groups: 2 },
    { first: 7, groups: 3 },
  ]);
});

test.run();
