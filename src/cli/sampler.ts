import type { Device } from '../gpu/device.ts';
import type { Scope } from '../gpu/scope.ts';
import { ChippingChains } from '../model/chipping/chains.ts';
import { DimerChains } from '../model/dimers/chains.ts';
import { IsingChains } from '../model/ising/chains.ts';
import { type Choice, chooseAlgorithm, clustersOn } from '../model/ising/choose.ts';
import { ClusterChains } from '../model/ising/cluster.ts';
import { IsingLattice } from '../model/ising/lattice.ts';
import type { IsingOptions } from '../model/ising/options.ts';
import { TemperedChains } from '../model/ising/tempering.ts';
import type { OnProgress } from '../sample/advance.ts';
import type { Chains, Start } from '../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import { dynamicsOf, type SampleOptions } from './models.ts';

/** Chains ready to be brought to equilibrium and measured. */
export interface Sampler {
  chains: Chains;
  /** Who moves the chains until the first measurement: cluster updates where there are any, since they forget a start soonest. */
  burner: Chains;
  /** What moves the chains, in one word or two. */
  algorithm: string;
  /** What the default was chosen from. */
  choice?: Choice;
  /** Where the chains started. */
  start: Start;
}

/** The chains of all given points (equally many groups each), with the algorithm that was asked for or chosen. */
export async function samplerOf(device: Device, scope: Scope, options: SampleOptions, points: readonly number[], progress: OnProgress): Promise<Sampler> {
  const { model, size, seed, start, interaction, density, biased } = options;
  const values = points.flatMap((point) => new Array<number>(groupsOf(options)).fill(point));
  if (model === 'dimers') {
    const chains = new DimerChains(scope, { size, interaction, temperatures: values, seed, start });
    return { chains, burner: chains, algorithm: 'directed-loop worms', start };
  }
  if (model === 'chipping') {
    const chains = new ChippingChains(scope, { size, density, rates: values, seed, biased, start });
    return { chains, burner: chains, algorithm: 'random sequential', start };
  }
  return isingSampler(device, scope, options, { ...options, dynamics: dynamicsOf(options), temperatures: values }, progress);
}

/** Groups of one point: 32 chains each, or one large lattice. */
export function groupsOf({ chains }: SampleOptions): number {
  return chains < CHAINS_PER_GROUP ? chains : chains / CHAINS_PER_GROUP;
}

async function isingSampler(device: Device, scope: Scope, options: SampleOptions, ising: IsingOptions, progress: OnProgress): Promise<Sampler> {
  if (options.chains < CHAINS_PER_GROUP) {
    // Too few lattices to compare two kinds of start.
    const start = options.start === 'both' ? 'ordered' : options.start;
    const chains = new IsingLattice(scope, { ...ising, start });
    return { chains, burner: chains, algorithm: 'metropolis', start };
  }
  const spins = new IsingChains(scope, ising);
  const { start } = options;
  if (options.field !== 0 || options.disorder !== 0) return { chains: spins, burner: spins, algorithm: dynamicsOf(options), start };
  if (options.algorithm === 'swendsen-wang') {
    const chains = new ClusterChains(scope, spins);
    return { chains, burner: chains, algorithm: options.algorithm, start };
  }
  const clusters = clustersOn(scope, spins) ?? spins;
  if (options.algorithm === 'tempering') return { chains: new TemperedChains(scope, spins), burner: clusters, algorithm: 'tempering of metropolis', start };
  let algorithm: string = options.algorithm;
  let choice: Choice | undefined;
  if (algorithm === 'auto') {
    choice = await chooseAlgorithm(device, ising, progress);
    algorithm = choice.chosen;
  }
  return { chains: algorithm === 'swendsen-wang' ? clusters : spins, burner: clusters, algorithm, choice, start };
}
