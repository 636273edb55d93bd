import { ceiling } from '../../bound/apply.ts';
import { sumsOverStates } from '../../bound/bounds.ts';
import { largestEntropy } from '../../coarse/shape.ts';
import type { TrainConfig } from '../config/config.ts';

/** A value that the number of pairs of a minibatch cuts off. */
export interface Cap {
  /** Pairs of a held-out minibatch. */
  pairs: number;
  /** The most that the bound can reach with them, nats; ln K for InfoNCE. */
  most: number;
  /** The smallest power of two that would not cut it off; missing for a continuous H, whose information nothing bounds. */
  enough?: number;
}

/** A value this near to what the pairs allow, nats, is cut off by them. */
export const NEAR_CAP = 1;
/**
 * Pairs for each of exp(H) equally probable values of H. InfoNCE of an H that E determines is ln K - <ln n>, n - 1 of the other
 * pairs having the same value of H: with eight pairs for each value that is below H by less than 0.1 nats.
 */
export const PAIRS_PER_VALUE = 8;
const MOST_PAIRS = 2 ** 24;

/**
 * Whether minibatches of held-out pairs are too small for a value: it is within 1 nat of what they allow, and H can hold more than
 * leaves that distance.
 * @param mean held-out I(H:E), nats
 */
export function capOf(config: Pick<TrainConfig, 'bound' | 'evaluationBatch' | 'components' | 'states' | 'variable'>, mean: number): Cap | undefined {
  const { bound, evaluationBatch: pairs } = config;
  if (sumsOverStates(bound)) return undefined;
  const most = ceiling(bound, pairs, config);
  const entropy = largestEntropy(config);
  if (!(most - mean < NEAR_CAP) || entropy <= most - NEAR_CAP) return undefined;
  let enough = 2;
  while (enough < MOST_PAIRS && !(ceiling(bound, enough, config) >= entropy + Math.log(PAIRS_PER_VALUE))) enough *= 2;
  return { pairs, most, ...(enough < MOST_PAIRS ? { enough } : {}) };
}
