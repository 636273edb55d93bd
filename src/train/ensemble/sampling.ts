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
