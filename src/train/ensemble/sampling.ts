import type { Scope } from '../../gpu/device.ts';
import { ChippingChains } from '../../model/chipping/chains.ts';
import { DataChains } from '../../model/data/chains.ts';
import { DimerChains } from '../../model/dimers/chains.ts';
import { IsingChains } from '../../model/ising/chains.ts';
import { CHAINS_PER_GROUP, type Chains } from '../../sample/chains.ts';
import type { TrainConfig } from '../config/config.ts';

/** The chains of all temperatures (rates of chipping) to train on, then those held out, then those to validate on. */
export function chainsOf(scope: Scope, config: TrainConfig): Chains {
  const { model, data, symmetric, temperature, chains, heldOut, validation, size, seed } = config;
  if (data) return new DataChains(scope, { data, temperature: temperature[0], symmetric });
  const groupsOf = (count: number) => temperature.flatMap((t) => new Array<number>(count / CHAINS_PER_GROUP).fill(t));
  const temperatures = [...groupsOf(chains), ...groupsOf(heldOut), ...groupsOf(validation)];
  if (model === 'dimers') return new DimerChains(scope, { size, interaction: config.interaction, temperatures, seed });
  if (model === 'chipping') return new ChippingChains(scope, { size, density: config.density, biased: config.biased, rates: temperatures, seed });
  return new IsingChains(scope, { size, coupling: config.coupling, temperatures, seed });
}

/** The expected relaxation is eight autocorrelation times; a chain should forget within 100 minibatches, at a bearable cost. */
export function defaultSweeps(chains: Chains, temperatures: readonly number[]): number {
  const slowest = Math.max(...temperatures.map((t) => chains.relaxation(t))) / 8;
  // Fixed data do not move.
  if (slowest === 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil(slowest / 100)));
}
