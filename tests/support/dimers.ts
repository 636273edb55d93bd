import { type Estimate, meanError } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { DimerChains, type DimerOptions } from '../../src/model/dimers/chains.ts';
import { part } from './replicas.ts';

export interface DimerSampling extends Omit<DimerOptions, 'temperatures'> {
  temperature: number;
  groups: number;
  /** Measurements per chain and sweeps between them. */
  slots: number;
  spacing: number;
  /** Sweeps before the first measurement. */
  burn: number;
}

const none = async () => {};

/** Observables of a fresh set of chains. */
export async function sampledDimers(
  device: Device,
  { temperature, groups, slots, spacing, burn, ...options }: DimerSampling,
): Promise<Record<string, Estimate>> {
  const scope = device.scope('test');
  try {
    const chains = new DimerChains(scope, { ...options, temperatures: new Array<number>(groups).fill(temperature) });
    const range = { first: 0, groups };
    await chains.measure(range, 1, burn, none);
    return chains.observables(await chains.measure(range, slots, spacing, none), temperature);
  } finally {
    scope.dispose();
  }
}

/** Calls back with the state (G, L, L, 2) after every so many sweeps. */
export async function watched(device: Device, sampling: DimerSampling, see: (state: Uint32Array) => void): Promise<void> {
  const { temperature, groups, slots, spacing, burn, ...options } = sampling;
  const scope = device.scope('test');
  try {
    const chains = new DimerChains(scope, { ...options, temperatures: new Array<number>(groups).fill(temperature) });
    const plan = new Plan(device, 'sweep');
    chains.recordSweep(plan, [{ first: 0, groups }]);
    await plan.compile();
    plan.run(burn);
    for (let slot = 0; slot < slots; slot++) {
      plan.run(spacing);
      see(await chains.state.read());
    }
  } finally {
    scope.dispose();
  }
}

const bits = (word: number) => {
  let count = 0;
  for (let rest = word >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count += 1;
  return count;
};

/** Probabilities that two horizontal bonds at distance (2, 0) and (0, 1) are both occupied; errors over groups. */
export async function correlations(device: Device, sampling: DimerSampling): Promise<Record<'hh20' | 'hh01', Estimate>> {
  const { size: L, groups, slots } = sampling;
  const sums = { hh20: new Float64Array(groups), hh01: new Float64Array(groups) };
  await watched(device, sampling, (state) => {
    for (let g = 0; g < groups; g++) {
      const bonds = part(state, g, groups);
      const right = (x: number, y: number) => bonds[2 * ((y % L) * L + (x % L))];
      for (let y = 0; y < L; y++) {
        for (let x = 0; x < L; x++) {
          sums.hh20[g] += bits(right(x, y) & right(x + 2, y));
          sums.hh01[g] += bits(right(x, y) & right(x, y + 1));
        }
      }
    }
  });
  const mean = (sum: Float64Array) => meanError(sum.map((n) => n / (32 * L * L * slots)));
  return { hh20: mean(sums.hh20), hh01: mean(sums.hh01) };
}
