import type { Scope } from '../../gpu/scope.ts';
import type { Chains } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { TrainConfig } from '../config/config.ts';

/** The chains of all points to train on, then those held out, then those to validate on. */
export function chainsOf(scope: Scope, config: TrainConfig): Chains {
  const { model, temperature, chains, heldOut, validation, seed } = config;
  const groupsOf = (count: number) => temperature.flatMap((t) => new Array<number>(count / CHAINS_PER_GROUP).fill(t));
  return model.chains(scope, { settings: config, points: [...groupsOf(chains), ...groupsOf(heldOut), ...groupsOf(validation)], seed });
}

/** The expected relaxation is eight autocorrelation times; a chain should forget within 100 minibatches, at a bearable cost. */
export function defaultSweeps(chains: Chains, temperatures: readonly number[]): number {
  const slowest = Math.max(...temperatures.map((t) => chains.relaxation(t))) / 8;
  // Fixed data do not move.
  if (slowest === 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil(slowest / 100)));
}
