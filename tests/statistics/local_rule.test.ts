/**
 * Heat bath, field and quenched bonds on 4 x 4 against enumeration of all 2^16 states, |z| < 4 with errors over
 * independent chains, seeds pinned; each comparison would fail by chance with odds 6e-5.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Estimate } from '../../src/core/statistics.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { assertWithin, standardScore } from '../support/odds.ts';

const L = 4;
const SITES = L * L;

/** Energy per site, its variance times N / T², and <|m|> of H = -Σ J_b s s' - B Σ s, by enumeration. */
function enumerate(temperature: number, field: number, coupling: (bond: number) => number): Record<string, number> {
  let [z, e1, e2, m1] = [0, 0, 0, 0];
  for (let state = 0; state < 2 ** SITES; state++) {
    const s = (x: number, y: number) => ((state >> ((y % L) * L + (x % L))) & 1 ? 1 : -1);
    let [energy, m] = [0, 0];
    for (let y = 0; y < L; y++) {
      for (let x = 0; x < L; x++) {
        const bond = 2 * (y * L + x);
        energy -= s(x, y) * (coupling(bond) * s(x + 1, y) + coupling(bond + 1) * s(x, y + 1) + field);
        m += s(x, y);
      }
    }
    const weight = Math.exp(-energy / temperature);
    z += weight;
    e1 += weight * energy;
    e2 += weight * energy * energy;
    m1 += weight * Math.abs(m);
  }
  return { energy: e1 / z / SITES, specific_heat: (e2 / z - (e1 / z) ** 2) / temperature ** 2 / SITES, magnetisation_abs: m1 / z / SITES };
}

async function measured(options: Partial<IsingOptions>, temperature: number) {
  const scope = (await theDevice()).scope('local rule');
  try {
    const chains = new IsingChains(scope, { size: L, coupling: 1, temperatures: new Array<number>(8).fill(temperature), seed: 21, ...options });
    const range = { first: 0, groups: 8 };
    await chains.measure(range, 1, 500, async () => {});
    const series = await chains.measure(range, 200, 5, async () => {});
    return { observed: chains.observables(series, temperature), series, bonds: await chains.disorder?.bonds.read() };
  } finally {
    scope.dispose();
  }
}

for (const temperature of [2, 2.6]) {
  for (const options of [{ dynamics: 'heatbath' as const }, { field: 0.15 }, { field: -0.4, dynamics: 'heatbath' as const }]) {
    test(`${JSON.stringify(options)} at T = ${temperature}`, async () => {
      const { observed } = await measured(options, temperature);
      assertWithin(
        '4 x 4',
        observed as Record<string, Estimate>,
        enumerate(temperature, options.field ?? 0, () => 1),
      );
    });
  }
}

test('±J bonds that all chains share', async () => {
  const { observed, bonds } = await measured({ disorder: 0.5 }, 1.2);
  const exact = enumerate(1.2, 0, (bond) => ((bonds as Uint32Array)[bond] ? -1 : 1));
  assertWithin('shared', observed as Record<string, Estimate>, exact);
});

test('±J bonds of its own for each chain: every chain against its own enumeration, pooled chi squared', async () => {
  const { series, bonds } = await measured({ disorder: 0.5, sharedDisorder: false }, 2);
  let chi = 0;
  const chains = 64;
  for (let chain = 0; chain < chains; chain++) {
    const table = 2 * SITES * Math.floor(chain / 32);
    const exact = enumerate(2, 0, (bond) => (((bonds as Uint32Array)[table + bond] >>> (chain % 32)) & 1 ? -1 : 1));
    const values = series.energy.values[chain];
    // Twenty bins of ten measurements, five sweeps apart: far longer than the memory of 16 spins.
    const bins = Array.from({ length: 20 }, (_, b) => values.subarray(10 * b, 10 * b + 10).reduce((sum, x) => sum + x, 0) / 10);
    const mean = bins.reduce((sum, x) => sum + x, 0) / 20;
    const variance = bins.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 19 / 20;
    chi += (mean - exact.energy) ** 2 / variance;
  }
  // Student's t of 19 degrees squared has mean 19/17 and variance 2.9: chi over 64 chains lies within four of its errors.
  assert.ok(Math.abs(chi - (chains * 19) / 17) < 4 * Math.sqrt(2.9 * chains), `chi squared ${chi} of ${chains}`);
});

test('negative control: a field off by 0.02 is seen', async () => {
  const { observed } = await measured({ field: 0.17 }, 2.6);
  assert.ok(Math.abs(standardScore(observed.energy as Estimate, enumerate(2.6, 0.15, () => 1).energy)) > 4);
});

test.after(closeDevice);
test.run();
