/**
 * Blume-Capel model and Ising spins in three dimensions on small tori against exact means, |z| < 4 with errors over independent chains, seeds pinned:
 * each comparison would fail by chance with odds 6e-5.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Chains, Start } from '../../src/sample/chains.ts';
import { CAPEL_4X4, CUBES } from '../golden/data.ts';
import { around } from '../reference/model/ising3d/sweep.ts';
import { forward } from '../reference/model/potts/heatbath.ts';
import { enumerateSpins } from '../reference/model/spins.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, LIMIT, standardScore } from '../support/odds.ts';
import { type Capel, type Cube, capelOf, cubesOf } from '../support/spins.ts';

const GROUPS = 4;
const none = async () => {};
type Made = (scope: Scope, options: { temperatures: number[]; seed: number; start: Start }) => Chains;

test.after(closeDevice);

/** Observables at each temperature, of chains that move together. */
async function measured(make: Made, temperatures: readonly number[]): Promise<Record<string, Estimate>[]> {
  const scope = (await theDevice()).scope('spins');
  try {
    const chains = make(scope, { temperatures: temperatures.flatMap((T) => new Array<number>(GROUPS).fill(T)), seed: 31, start: 'both' });
    const all = { first: 0, groups: chains.groups };
    await chains.advance(all, 200, none);
    const series = await chains.measure(all, 100, 5, none);
    return temperatures.map((T, i) => {
      const own = (values: Float64Array[]) => values.slice(32 * GROUPS * i, 32 * GROUPS * (i + 1));
      return chains.observables(Object.fromEntries(Object.entries(series).map(([name, s]) => [name, { ...s, values: own(s.values) }])), T);
    });
  } finally {
    scope.dispose();
  }
}

async function within(label: string, make: Made, temperatures: readonly number[], exact: readonly Record<string, number>[]): Promise<void> {
  for (const [i, observed] of (await measured(make, temperatures)).entries()) assertWithin(`${label} at T = ${temperatures[i]}`, observed, exact[i]);
}

const capel =
  (options: Omit<Capel, 'temperatures'>): Made =>
  (scope, given) =>
    capelOf(scope, { ...options, ...given } as Capel);
const cubes =
  (options: Omit<Cube, 'temperatures'>): Made =>
  (scope, given) =>
    cubesOf(scope, { ...options, ...given } as Cube);
const column = (rows: readonly (readonly [number, number])[], k: 0 | 1) => rows.map((row) => row[k]);
const energiesOf = (rows: readonly (readonly [number, number])[]) => column(rows, 1).map((energy) => ({ energy }));

test('Blume-Capel model on 4 x 4: energies known from all 3^16 states', () =>
  within('4 x 4', capel({ size: 4, crystalField: CAPEL_4X4.crystalField }), column(CAPEL_4X4.energies, 0), energiesOf(CAPEL_4X4.energies)));

for (const options of [
  { lattice: 'triangular', crystalField: 1.5, temperatures: [1.5, 3] },
  { lattice: 'square', crystalField: 1.9, field: 0.15, temperatures: [0.8, 2] },
  { lattice: 'triangular', crystalField: -0.5, field: -0.2, coupling: 0.7, temperatures: [2.5] },
] as const) {
  test(`Blume-Capel model on 3 x 3 against the sum over all states: ${JSON.stringify(options)}`, async () => {
    const { temperatures, ...rest } = options;
    const lattice = { L: 3, triangular: options.lattice === 'triangular' };
    const bonds = Array.from({ length: 9 }, (_, site) => forward(site, lattice).map((other) => [site, other] as const)).flat();
    const exact = temperatures.map((T) => enumerateSpins({ sites: 9, bonds, values: [-1, 0, 1], coupling: 1, ...rest }, T));
    await within(JSON.stringify(options), capel({ size: 3, ...rest }), temperatures, exact);
  });
}

for (const dynamics of ['metropolis', 'heatbath'] as const) {
  for (const { extents, values } of CUBES.energies) {
    test(`Ising spins on ${extents.join(' x ')}, ${dynamics}: energies known from all states`, () =>
      within(`${extents} ${dynamics}`, cubes({ extents, dynamics }), column(values, 0), energiesOf(values)));
  }
}

for (const options of [
  { coupling: 1, field: 0.4, dynamics: 'metropolis', temperatures: [4] },
  { coupling: -1, field: 0.4, dynamics: 'heatbath', temperatures: [6] },
] as const) {
  test(`Ising spins on 2 x 2 x 4 against the sum over all states: ${JSON.stringify(options)}`, async () => {
    const { temperatures, coupling, field, dynamics } = options;
    const extents = [2, 2, 4] as const;
    const bonds = Array.from({ length: 16 }, (_, site) =>
      around(site, extents)
        .slice(0, 3)
        .map((other) => [site, other] as const),
    ).flat();
    const exact = temperatures.map((T) => {
      const { density, binder, ...means } = enumerateSpins({ sites: 16, bonds, values: [-1, 1], coupling, field }, T);
      return { ...means, binder_magnetisation: binder };
    });
    await within(JSON.stringify(options), cubes({ extents, coupling, field, dynamics }), temperatures, exact);
  });
}

test('negative control: a temperature off by two parts in a hundred is seen', async () => {
  const [, [capelT, capelEnergy]] = CAPEL_4X4.energies;
  const [cold] = await measured(capel({ size: 4, crystalField: CAPEL_4X4.crystalField }), [1.02 * capelT]);
  assert.ok(Math.abs(standardScore(cold.energy, capelEnergy)) > LIMIT, `${cold.energy.mean} ± ${cold.energy.error}`);
  const [, { extents, values }] = CUBES.energies;
  const [, [T, energy]] = values;
  const [warm] = await measured(cubes({ extents }), [1.02 * T]);
  assert.ok(Math.abs(standardScore(warm.energy, energy)) > LIMIT, `${warm.energy.mean} ± ${warm.energy.error}`);
});

test.run();
