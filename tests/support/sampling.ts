import type { ChainEstimate, Estimate } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import type { SpinChains } from '../../src/model/ising/measure.ts';
import type { IsingOptions } from '../../src/model/ising/options.ts';
import { CHAINS_PER_GROUP } from '../../src/sample/groups.ts';

interface Common {
  size: number;
  coupling?: number;
  /** Groups of 32 chains of each temperature. */
  groups: number;
  /** Measurements per chain and sweeps between them. */
  slots: number;
  spacing: number;
  /** Sweeps before the first measurement. */
  burn: number;
  seed: number;
  /** Which chains; local updates unless another maker is given. */
  make?: (scope: Scope, options: IsingOptions) => SpinChains;
}

export interface Sampling extends Common {
  temperature: number;
}

export interface Ladder extends Common {
  temperatures: readonly number[];
}

type Observables = Record<string, ChainEstimate | Estimate>;

/** Observables of a fresh set of chains. */
export async function sampled(device: Device, { temperature, ...common }: Sampling): Promise<Observables> {
  return (await sampledTogether(device, { ...common, temperatures: [temperature] }))[0];
}

/** Observables of fresh chains at several temperatures that move together, by temperature. */
export async function sampledTogether(
  device: Device,
  { size, temperatures, coupling = 1, groups, slots, spacing, burn, seed, make = (scope, options) => new IsingChains(scope, options) }: Ladder,
): Promise<Observables[]> {
  const scope = device.scope('test');
  try {
    const chains = make(scope, { size, coupling, temperatures: temperatures.flatMap((t) => new Array<number>(groups).fill(t)), seed });
    const range = { first: 0, groups: chains.groups };
    const none = async () => {};
    await chains.measure(range, 1, burn, none);
    const series = await chains.measure(range, slots, spacing, none);
    return temperatures.map((temperature, k) => {
      const of = (values: Float64Array[]) => values.slice(k * groups * CHAINS_PER_GROUP, (k + 1) * groups * CHAINS_PER_GROUP);
      const own = Object.fromEntries(Object.entries(series).map(([name, s]) => [name, { ...s, values: of(s.values) }]));
      return chains.observables(own, temperature);
    });
  } finally {
    scope.dispose();
  }
}
