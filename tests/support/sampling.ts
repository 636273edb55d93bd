import type { ChainEstimate, Estimate } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import { IsingChains } from '../../src/sample/ising.ts';

export interface Sampling {
  size: number;
  temperature: number;
  coupling?: number;
  groups: number;
  /** Measurements per chain and sweeps between them. */
  slots: number;
  spacing: number;
  /** Sweeps before the first measurement. */
  burn: number;
  seed: number;
}

/** Observables of a fresh set of chains. */
export async function sampled(
  device: Device,
  { size, temperature, coupling = 1, groups, slots, spacing, burn, seed }: Sampling,
): Promise<Record<string, ChainEstimate | Estimate>> {
  const scope = device.scope('test');
  try {
    const chains = new IsingChains(scope, { size, coupling, temperatures: new Array<number>(groups).fill(temperature), seed });
    const range = { first: 0, groups };
    const none = async () => {};
    await chains.measure(range, 1, burn, none);
    return chains.observables(await chains.measure(range, slots, spacing, none), temperature);
  } finally {
    scope.dispose();
  }
}
