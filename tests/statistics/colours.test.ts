/**
 * Potts and clock models on small tori against exact means, |z| < 4 with errors over independent chains, seeds pinned: each comparison
 * would fail by chance with odds 6e-5.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { CLOCK6_3X3, POTTS3_4X4 } from '../golden/data.ts';
import { enumerate } from '../reference/model/potts/enumeration.ts';
import { type Colours, coloursOf } from '../support/colours.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, LIMIT, standardScore } from '../support/odds.ts';

const GROUPS = 4;
const none = async () => {};

test.after(closeDevice);

/** Observables at each temperature, of chains that move together. */
async function measured(options: Omit<Colours, 'points'>, temperatures: readonly number[]): Promise<Record<string, Estimate>[]> {
  const scope = (await theDevice()).scope('colours');
  try {
    const points = temperatures.flatMap((T) => new Array<number>(GROUPS).fill(T));
    const chains = coloursOf(scope, { ...options, points, seed: 31, start: 'both' });
    const all = { first: 0, groups: points.length };
    await chains.advance(all, 100, none);
    const series = await chains.measure(all, 60, 4, none);
    return temperatures.map((T, i) => {
      const own = (values: Float64Array[]) => values.slice(32 * GROUPS * i, 32 * GROUPS * (i + 1));
      return chains.observables(Object.fromEntries(Object.entries(series).map(([name, s]) => [name, { ...s, values: own(s.values) }])), T);
    });
  } finally {
    scope.dispose();
  }
}

async function within(options: Omit<Colours, 'points'>, temperatures: readonly number[], exact: readonly Record<string, number>[]): Promise<void> {
  const all = await measured(options, temperatures);
  for (const [i, observed] of all.entries()) assertWithin(`${JSON.stringify(options)} at T = ${temperatures[i]}`, observed, exact[i]);
}

const column = (rows: readonly (readonly [number, number])[], k: 0 | 1) => rows.map((row) => row[k]);

for (const algorithm of ['heatbath', 'swendsen-wang'] as const) {
  test(`three states on 4 x 4, ${algorithm}: energies known from all 3^16 states`, async () => {
    const { energies } = POTTS3_4X4;
    await within(
      { size: 4, q: 3, algorithm },
      column(energies, 0),
      column(energies, 1).map((energy) => ({ energy })),
    );
  });
}

test('clock model of six states on 3 x 3: energies known from all 6^9 states', async () => {
  const { energies } = CLOCK6_3X3;
  await within(
    { model: 'clock', size: 3, q: 6 },
    column(energies, 0),
    column(energies, 1).map((energy) => ({ energy })),
  );
});

test('two states are an Ising model at twice the temperature, a clock of four states two of them', async () => {
  const temperatures = [1, 1.5];
  const two = enumerate({ L: 4, q: 2, triangular: false, coupling: 1 }, temperatures);
  await within({ size: 4, q: 2 }, temperatures, two);
  // -δ(s, s') = -(1 + σ σ') / 2 and -cos = -(σ σ' + τ τ') / 2: the clock has twice the energy of Ising spins, without the constant.
  await within(
    { model: 'clock', size: 4, q: 4 },
    temperatures,
    two.map(({ energy }) => ({ energy: 2 * (energy + 1) })),
  );
});

for (const { algorithms, ...options } of [
  { q: 3, coupling: 1, temperatures: [1.2, 2], algorithms: ['heatbath', 'swendsen-wang'] },
  { q: 4, coupling: -1, temperatures: [0.3, 0.8], algorithms: ['heatbath'] },
  { q: 4, clock: true, coupling: 1, temperatures: [0.9, 2], algorithms: ['heatbath'] },
] as const) {
  test(`triangular 3 x 3 against the sum over all states: ${JSON.stringify(options)}`, async () => {
    const { q, coupling, temperatures } = options;
    const model = 'clock' in options ? 'clock' : 'potts';
    const exact = enumerate({ L: 3, q, triangular: true, coupling, clock: model === 'clock' }, temperatures);
    for (const algorithm of algorithms) await within({ model, size: 3, q, coupling, lattice: 'triangular', algorithm }, temperatures, exact);
  });
}

test('negative control: a temperature off by two parts in a hundred is seen', async () => {
  const [[, [temperature, energy]]] = [POTTS3_4X4.energies];
  for (const algorithm of ['heatbath', 'swendsen-wang'] as const) {
    const [observed] = await measured({ size: 4, q: 3, algorithm }, [1.02 * temperature]);
    assert.ok(Math.abs(standardScore(observed.energy, energy)) > LIMIT, `${observed.energy.mean} ± ${observed.energy.error}`);
  }
});

test.run();
