/** Exact informations of small systems, to compare estimates with. Nats, plain numbers, no GPU. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type BestBinary, bestOf } from './best.ts';
import { candidates } from './candidates.ts';
import { Cells } from './cells.ts';
import { chainJoint, type ExactChainOptions } from './chain.ts';
import { type Filter, filterChannel, through } from './channel.ts';
import { checkExactGaussian, type ExactGaussianOptions, gaussianInformation, gaussianSignInformation } from './gaussian.ts';
import { jointDistribution, overEnvironments, Tally } from './information.ts';
import { type ExactIsingOptions, isingJoint } from './ising.ts';
import { flipsOf, type Joint, type Pause } from './joint.ts';

/** Exact informations of one system. */
export interface ExactInformation {
  /** I(V:E), nats. */
  information_VE: number;
  /** I(H:E) of the given filter, nats. */
  information_HE: number;
  /** The binary H with the largest I(H:E) among the functions searched. */
  best_binary: BestBinary;
}

const noPause: Pause = async () => {};

/**
 * I(V:E), I(H:E) and the best binary H of Ising spins on a small torus, cylinder or open lattice. E is everything outside of block and
 * buffer.
 * @param filter H; by default the sign of the sum, ties split at random
 * @param pause called every few milliseconds of work; may throw to stop
 * @throws BlockspinError before any work; for a system that is too large it names the largest possible one
 */
export async function exactIsing(options: ExactIsingOptions, filter?: Filter, pause: Pause = noPause): Promise<ExactInformation> {
  return exactInformation(isingJoint(options), options.block, options.coupling, filter, pause);
}

/** The Ising chain, infinite or a ring; as `exactIsing`. */
export async function exactChain(options: ExactChainOptions, filter?: Filter, pause: Pause = noPause): Promise<ExactInformation> {
  return exactInformation(chainJoint(options), [options.block, 1], options.coupling, filter, pause);
}

/**
 * I(V:E) of pairs of correlated normal vectors, and I(H:E) of the sign of any linear function of V.
 * @throws BlockspinError for a correlation outside of (-1, 1), and a dimension that is not a whole number from 1 on
 */
export function exactGaussian(options: ExactGaussianOptions): ExactInformation {
  checkExactGaussian(options);
  const sign = gaussianSignInformation(options.correlation);
  return {
    information_VE: gaussianInformation(options),
    information_HE: sign,
    best_binary: { value: sign, function: 'sign of any linear function of V', family: 'half-spaces through the mean' },
  };
}

async function exactInformation(
  joint: Joint,
  block: readonly [number, number],
  coupling: number,
  filter: Filter = { weights: [new Array<number>(joint.sites).fill(1)] },
  pause: Pause,
): Promise<ExactInformation> {
  const coarse = filterChannel(joint, filter);
  const family = candidates(joint, block, coupling < 0);
  const { statistic, features } = family;
  // If the statistic is one-to-one, its information is that of the rim, which costs half as much to sum.
  const complete = statistic.states === joint.states;
  const [ofBlock, ofCoarse, ofStatistic] = [new Tally(joint.states), new Tally(coarse.states), new Tally(statistic.states)];
  const cells = new Cells(features, statistic.states);
  const [h, s] = [new Float64Array(coarse.states), new Float64Array(statistic.states)];
  await overEnvironments(joint, pause, (values, at) => {
    ofBlock.add(values, at);
    for (const flipped of flipsOf(joint)) {
      through(coarse, values, at, flipped, h);
      ofCoarse.add(h);
      through(statistic, values, at, flipped, s);
      if (!complete) ofStatistic.add(s);
      cells.add(s);
    }
  });
  if (!(ofBlock.total > 0 && Number.isFinite(ofBlock.total))) {
    const remedy = phrase`use a higher ${setting('temperature')}`;
    throw new BlockspinError({ who: 'exact', expected: 'weights that a double can hold', got: String(ofBlock.total), remedy });
  }
  const information_VE = ofBlock.information(joint.mirrored);
  return {
    information_VE,
    information_HE: ofCoarse.information(),
    best_binary: await bestOf(joint, family, cells, complete ? information_VE : ofStatistic.information(), pause),
  };
}

/**
 * p(h, e) of a filter, over all states of the spins of E that have neighbours in block or buffer; input of `optimalInfonce`.
 * @returns (2^components, e); bit c of h is component c, 1 for +
 * @throws BlockspinError before any work
 */
export async function exactIsingJoint(options: ExactIsingOptions, filter: Filter, pause: Pause = noPause): Promise<Float64Array[]> {
  const joint = isingJoint(options);
  return jointDistribution(joint, filterChannel(joint, filter), pause);
}

/** p(h, e) of a filter on the chain, as `exactIsingJoint`. */
export async function exactChainJoint(options: ExactChainOptions, filter: Filter, pause: Pause = noPause): Promise<Float64Array[]> {
  const joint = chainJoint(options);
  return jointDistribution(joint, filterChannel(joint, filter), pause);
}
