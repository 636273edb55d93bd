/** Configurations of a model at one temperature, one measurement of all chains after another. */
import type { Estimate } from '../../core/statistics.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { Device } from '../../gpu/device.ts';
import type { Scope } from '../../gpu/scope.ts';
import { DimerChains } from '../../model/dimers/chains.ts';
import { IsingChains } from '../../model/ising/chains.ts';
import { clustersOn } from '../../model/ising/choose.ts';
import type { Chains, Series, Start } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { thermal } from '../../sample/thermal.ts';

export interface SampleRequest {
  model: 'ising' | 'dimers';
  size: number;
  temperature: number;
  coupling: number;
  interaction: number;
  /** A multiple of 32. */
  chains: number;
  measurements: number;
  /** Sweeps; from what is known of the model unless given. */
  spacing?: number;
  burn?: number;
  seed: number;
}

/** How configurations were sampled. */
export interface Sampled {
  algorithm: string;
  burn: number;
  spacing: number;
  /** Whether chains have forgotten their start, by every observable. */
  thermal: boolean;
  /** Of dimers: g of the height model from the windings; Infinity where nothing winds. */
  stiffness?: Estimate;
}

export interface SampleHooks {
  /** One configuration of every chain. */
  add(configurations: Configurations): Promise<void>;
  /** Called with the fraction done; throws to stop. */
  progress(fraction: number): Promise<void>;
}

/** Samples models: a device, or what a test puts in its place. */
export interface Sampler {
  readonly adapter: AdapterRecord;
  sample(request: SampleRequest, hooks: SampleHooks): Promise<Sampled>;
}

/** Part of the work that brings chains to equilibrium, for progress. */
const BURNING = 0.2;
/** The relaxation is eight autocorrelation times: samples are half of one apart. Errors are over chains and do not mind. */
const PER_RELAXATION = 16;

/**
 * The sampler of a device. Spins are moved by clusters wherever their labels fit: no choice here depends on the clock, so
 * that the same request gives the same configurations on every adapter.
 */
export function deviceSampler(device: Device): Sampler {
  return {
    adapter: device.adapter,
    async sample(request, hooks) {
      const scope = device.scope('correlator');
      try {
        return await sampleChains(chainsOf(scope, request), request, hooks);
      } finally {
        scope.dispose();
      }
    },
  };
}

interface Made {
  chains: Chains;
  algorithm: string;
  start: Start;
}

function chainsOf(scope: Scope, { model, size, temperature, coupling, interaction, chains, seed }: SampleRequest): Made {
  const temperatures = new Array<number>(chains / CHAINS_PER_GROUP).fill(temperature);
  // Dimers that start far from the order of a low temperature take a time growing as L² to find it.
  if (model === 'dimers')
    return { chains: new DimerChains(scope, { size, interaction, temperatures, seed }), algorithm: 'directed-loop worms', start: 'ordered' };
  const spins = new IsingChains(scope, { size, coupling, temperatures, seed, start: 'both' });
  const clusters = temperature === Number.POSITIVE_INFINITY ? undefined : clustersOn(scope, spins);
  return clusters ? { chains: clusters, algorithm: 'swendsen-wang', start: 'both' } : { chains: spins, algorithm: 'metropolis', start: 'both' };
}

async function sampleChains({ chains, algorithm, start }: Made, request: SampleRequest, { add, progress }: SampleHooks): Promise<Sampled> {
  const { temperature, measurements } = request;
  const range: GroupRange = { first: 0, groups: chains.groups };
  const relaxation = chains.relaxation(temperature);
  const burn = request.burn ?? relaxation;
  const spacing = request.spacing ?? Math.max(1, Math.round(relaxation / PER_RELAXATION));
  await chains.advance(range, burn, (fraction) => progress(BURNING * fraction));
  const all: Record<string, Series> = {};
  for (let t = 0; t < measurements; t++) {
    const here = (fraction: number) => progress(BURNING + ((1 - BURNING) * (t + fraction)) / measurements);
    const measured = await chains.measure(range, 1, spacing, (fraction) => here(fraction / 2));
    for (const [name, { values }] of Object.entries(measured)) {
      all[name] ??= { spacing, values: values.map(() => new Float64Array(measurements)) };
      for (const [c, [value]] of values.entries()) all[name].values[c][t] = value;
    }
    await add(await chains.configurations(range));
    await here(1);
  }
  const { stiffness } = chains.observables(all, temperature);
  const forgotten = Object.values(thermal(all, start)).every((check) => check.thermal);
  return { algorithm, burn, spacing, thermal: forgotten, ...(stiffness ? { stiffness: { mean: stiffness.mean, error: stiffness.error } } : {}) };
}
