import { lanesOfFolds } from '../../model/data/parts.ts';
import type { ChainsRequest } from '../../model/model.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { TrainConfig } from '../config/config.ts';
import { foldsOfData } from '../config/data.ts';

/**
 * Inputs for the chains of a training: those of all points to train on, then the held-out chains, then those to validate on.
 * For fixed data as many groups as all folds take. The i-th groups of all points belong to the same part, so that chains which exchange configurations stay in their part.
 */
export function samplingRequest(config: TrainConfig): ChainsRequest {
  const { temperature, chains, heldOut, validation, seed, data } = config;
  if (data) {
    const { length } = lanesOfFolds(data.samples, foldsOfData(config));
    return { settings: config, points: new Array<number>(length / CHAINS_PER_GROUP).fill(temperature[0]), seed };
  }
  const groupsOf = (count: number) => temperature.flatMap((t) => new Array<number>(count / CHAINS_PER_GROUP).fill(t));
  return { settings: config, points: [...groupsOf(chains), ...groupsOf(heldOut), ...groupsOf(validation)], seed };
}
