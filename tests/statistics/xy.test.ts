/**
 * The XY model on small tori against exact means, |z| < 4 with errors over independent chains, seeds pinned: each comparison would fail by
 * chance with odds 6e-5.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Estimate, meanError } from '../../src/core/statistics.ts';
import type { RotorMove } from '../../src/model/xy/chains.ts';
import { XY_4X4 } from '../golden/data.ts';
import { bessel, exactRotors } from '../reference/model/xy/currents.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, LIMIT, standardScore } from '../support/odds.ts';
import { type RotorCase, rotorsOf } from '../support/rotors.ts';

const GROUPS = 4;
const MOVES: readonly RotorMove[] = ['over-relaxation', 'heatbath', 'swendsen-wang'];
const none = async () => {};

test.after(closeDevice);

/** Observables, and the angles of one site of the last configuration, by temperature. */
async function measured(options: Omit<RotorCase, 'points'>, temperatures: readonly number[]) {
  const scope = (await theDevice()).scope('rotors');
  try {
    const points = temperatures.flatMap((T) => new Array<number>(GROUPS).fill(T));
    const chains = rotorsOf(scope, { ...options, points, seed: 32, start: 'both' });
    const all = { first: 0, groups: points.length };
    await chains.advance(all, 60, none);
    const series = await chains.measure(all, 60, 2, none);
    const { data } = await chains.configurations(all);
    return temperatures.map((T, i) => {
      const own = <V>(values: readonly V[]) => values.slice(32 * GROUPS * i, 32 * GROUPS * (i + 1));
      const observed = chains.observables(Object.fromEntries(Object.entries(series).map(([name, s]) => [name, { ...s, values: own(s.values) }])), T);
      const angles = own(Array.from({ length: 32 * points.length }, (_, chain) => data[chain * options.size ** 2]));
      return { observed: observed as Record<string, Estimate>, angles };
    });
  } finally {
    scope.dispose();
  }
}

test('the dual sum is the one over angles: 2 x 2, a ring of four rotors with two bonds to each neighbour', () => {
  for (const T of [0.7, 2]) {
    const ring = Array.from({ length: 41 }, (_, n) => n - 20);
    const sum = (of: (n: number) => number) => ring.reduce((all, n) => all + of(n), 0);
    const inner = (n: number) => bessel(n, 2 / T);
    const cosine = sum((n) => inner(n) ** 3 * 0.5 * (inner(n - 1) + inner(n + 1))) / sum((n) => inner(n) ** 4);
    const { energy, helicity_modulus } = exactRotors(2, T, 8);
    assert.ok(Math.abs(energy + 2 * cosine) < 1e-6 && Math.abs(helicity_modulus - cosine) < 1e-6, `${T}: ${energy}, ${helicity_modulus}, ${cosine}`);
  }
});

for (const algorithm of MOVES) {
  test(`4 x 4, ${algorithm}: energy, specific heat and helicity modulus`, async () => {
    const all = await measured(
      { size: 4, algorithm },
      XY_4X4.map(({ temperature }) => temperature),
    );
    for (const [i, { observed }] of all.entries()) {
      const { temperature, ...exact } = XY_4X4[i];
      assertWithin(`${algorithm} at T = ${temperature}`, observed, exact);
    }
  });

  test(`2 x 2 with two bonds to each neighbour, ${algorithm}`, async () => {
    const temperatures = [0.4, 1, 3];
    const all = await measured({ size: 2, algorithm }, temperatures);
    for (const [i, { observed }] of all.entries()) assertWithin(`T = ${temperatures[i]}`, observed, { ...exactRotors(2, temperatures[i], 8) });
  });
}

test('an antiferromagnet has the values of the ferromagnet, all of them of the staggered rotors', async () => {
  const [{ temperature, ...exact }] = XY_4X4;
  for (const algorithm of MOVES) {
    const [{ observed }] = await measured({ size: 4, algorithm, coupling: -1.5 }, [1.5 * temperature]);
    assertWithin(algorithm, observed, { energy: 1.5 * exact.energy, specific_heat: exact.specific_heat, helicity_modulus: 1.5 * exact.helicity_modulus });
  }
});

test('all directions are equally likely, and free rotors are independent', async () => {
  for (const algorithm of MOVES) {
    const [cold, free] = await measured({ size: 4, algorithm }, [0.1, Number.POSITIVE_INFINITY]);
    for (const m of [1, 2, 3]) {
      for (const of of [Math.cos, Math.sin]) {
        const mean = meanError(cold.angles.map((angle) => of(m * angle)));
        assert.ok(Math.abs(standardScore(mean, 0)) < LIMIT, `${algorithm}, m = ${m}: ${mean.mean} ± ${mean.error}`);
      }
    }
    // A plaquette of free rotors holds a vortex with probability 1/3; <m²> = 1 / N.
    assertWithin(`${algorithm}, free`, free.observed, { energy: 0, vortices: 1 / 3, magnetisation_squared: 1 / 16 });
  }
});

test('negative control: a temperature off by two parts in a hundred is seen', async () => {
  const [{ temperature, energy }] = XY_4X4;
  for (const algorithm of MOVES) {
    const [{ observed }] = await measured({ size: 4, algorithm }, [1.02 * temperature]);
    assert.ok(Math.abs(standardScore(observed.energy, energy)) > LIMIT, `${observed.energy.mean} ± ${observed.energy.error}`);
  }
});

test.run();
