/** The joint distribution of a block and its environment in a system of factors. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Joint } from '../joint.ts';
import { type Plan, planSum, runSum } from '../sum/eliminate.ts';
import { type FactorGraph, shoreOf } from '../sum/factors.ts';
import type { Region } from './region.ts';

/** Most entries of one table: 256 MiB. */
const MOST_ENTRIES = 2 ** 25;
/** Entries of a table that fits a cache: larger ones take twice as long. */
const CACHED = 2 ** 18;
/** Multiplications that a step costs beside those of its table. */
const OVERHEAD = 2 ** 10;
/** Multiplications: a minute or so. */
const MOST_WORK = 2 ** 34;
/** Pairs of states of the rim and of the spins next to the buffer: a minute or so. */
const MOST_PAIRS = 2 ** 28;
/** Most states of a block: they are enumerated for H. */
const MOST_BLOCK = 2 ** 16;

/** A sum that was planned, with everything to run it. */
interface Planned {
  /** Sites of the rim. */
  rim: readonly number[];
  open: readonly number[];
  given: readonly number[];
  plan: Plan;
  /** The sum over everything, which is the norm. */
  norm: Plan;
}

/**
 * Plans the joint distribution of a region.
 * @throws BlockspinError for a sum that is too large, with its cost
 */
function planJoint(graph: FactorGraph, { block, environment }: Region): Planned {
  const { states } = graph;
  checkBlock(states, block.length);
  const inside = new Set(block);
  const touching = new Set(graph.factors.flatMap(({ sites }) => (sites.every((site) => inside.has(site)) ? [] : sites)));
  const rim = block.filter((site) => touching.has(site));
  const shore = shoreOf(graph, block, environment);
  const pairs = states ** (rim.length + shore.length);
  if (pairs > MOST_PAIRS) {
    const expected = `at most 2^${Math.log2(MOST_PAIRS)} pairs of states of the block's rim and of the sites that it depends on`;
    throw tooLarge(expected, `${rim.length} and ${shore.length} sites with ${states} states, 2^${power(pairs)} pairs`);
  }
  const norm = planSum(graph, []);
  const [given, plan] = cheapest(graph, rim, shore);
  checkCost([norm, plan], norm.work + states ** given.length * plan.work);
  return { rim, open: shore.slice(given.length), given, plan, norm };
}

/** How many of the first sites of E to fix in each run, so that tables are small and not much is done twice. */
function cheapest(graph: FactorGraph, rim: readonly number[], shore: readonly number[]): [given: readonly number[], plan: Plan] {
  const { states } = graph;
  const plans = Array.from({ length: shore.length + 1 }, (_, count) => {
    const given = shore.slice(0, count);
    const plan = planSum(graph, [...rim, ...shore.slice(count)], given);
    const cost = states ** count * (plan.work + OVERHEAD * plan.steps.length) * (plan.peak > CACHED ? 2 : 1);
    return { given, plan, cost: plan.peak > MOST_ENTRIES ? Number.POSITIVE_INFINITY : cost };
  });
  const { given, plan } = plans.reduce((best, one) => (one.cost < best.cost ? one : best));
  return [given, plan];
}

const power = (count: number) => Math.ceil(Math.log2(count) - 1e-9);

function tooLarge(expected: string, got: string): BlockspinError {
  const remedy = phrase`use a smaller system or block, or another ${setting('buffer')}`;
  return new BlockspinError({ who: 'size of the sum', expected, got, remedy });
}

/** @throws BlockspinError for a block with too many states */
function checkBlock(states: number, sites: number): void {
  if (states ** sites <= MOST_BLOCK) return;
  throw tooLarge(`a block of at most ${MOST_BLOCK} states, which are enumerated`, `${sites} sites with ${states} states, ${states} ** ${sites}`);
}

function checkCost(plans: readonly Plan[], work: number): void {
  const peak = Math.max(...plans.map((plan) => plan.peak));
  if (peak <= MOST_ENTRIES && work <= MOST_WORK) return;
  const expected = `tables of at most 2^${Math.log2(MOST_ENTRIES)} entries and 2^${Math.log2(MOST_WORK)} multiplications, about a minute`;
  throw tooLarge(expected, `tables of 2^${power(peak)} entries and 2^${power(work)} multiplications`);
}

/** States of a site in the digits of a number, first site fastest. */
const digit = (index: number, place: number, states: number) => Math.floor(index / states ** place) % states;

/** A joint distribution that is normalised, and the logarithm of the sum of all weights. */
interface SystemJoint {
  joint: Joint;
  logPartition: number;
}

/** Plans the sum of a region without doing it. @throws BlockspinError for one that is too large, with its cost */
export function checkRegion(graph: FactorGraph, region: Region): void {
  planJoint(graph, region);
}

/** Plans the sums of a mixture without doing them. @throws BlockspinError for sums that are too large, with their cost */
export function checkMixed(graph: FactorGraph, regions: readonly Region[]): void {
  planMixed(graph, regions);
}

function planMixed(graph: FactorGraph, regions: readonly Region[]): { plans: readonly Plan[]; norm: Plan } {
  checkBlock(graph.states, regions[0].block.length);
  const plans = regions.map((region) => planSum(graph, [...region.block, ...region.environment]));
  const norm = planSum(graph, []);
  checkCost(
    [norm, ...plans],
    plans.reduce((sum, plan) => sum + plan.work, norm.work),
  );
  return { plans, norm };
}

/**
 * The joint distribution of the rim of V and of the sites of E that V can tell apart.
 * @throws BlockspinError before anything is computed
 */
export function regionJoint(graph: FactorGraph, region: Region): SystemJoint {
  const { rim, open, given, plan, norm } = planJoint(graph, region);
  const { states } = graph;
  const { block } = region;
  const logPartition = logOf(runSum(norm, graph));
  const places = rim.map((site) => block.indexOf(site));
  return {
    logPartition,
    joint: {
      sites: block.length,
      rim: places,
      states: states ** rim.length,
      weights: blockWeights(graph, block),
      symmetries: [block.map((_, i) => i)],
      mirrored: false,
      environments: states ** (open.length + given.length),
      *parts() {
        for (let part = 0; part < states ** given.length; part++) {
          const { values, log } = runSum(plan, graph, (site) => digit(part, given.indexOf(site), states));
          scale(values, Math.exp(log - logPartition));
          yield values;
        }
      },
    },
  };
}

/**
 * The mean of the distributions of several regions of the same shape: a block at a place that neither V nor E contains.
 * @param regions whose sites correspond in order
 * @throws BlockspinError before anything is computed
 */
export function mixedJoint(graph: FactorGraph, regions: readonly Region[]): SystemJoint {
  const { states } = graph;
  const [{ block, environment }] = regions;
  const { plans, norm } = planMixed(graph, regions);
  const logPartition = logOf(runSum(norm, graph));
  return {
    logPartition,
    joint: {
      sites: block.length,
      rim: block.map((_, i) => i),
      states: states ** block.length,
      weights: new Float64Array(states ** block.length).fill(1),
      symmetries: [block.map((_, i) => i)],
      mirrored: false,
      environments: states ** environment.length,
      *parts() {
        const mean = new Float64Array(states ** (block.length + environment.length));
        for (const plan of plans) {
          const { values, log } = runSum(plan, graph);
          const factor = Math.exp(log - logPartition) / plans.length;
          for (let i = 0; i < mean.length; i++) mean[i] += factor * values[i];
        }
        yield mean;
      },
    },
  };
}

function logOf({ values, log }: { values: Float64Array; log: number }): number {
  if (values[0] > 0 && Number.isFinite(log)) return Math.log(values[0]) + log;
  const remedy = 'use sides of which at least one is even';
  throw new BlockspinError({ setting: 'size', expected: 'a system with at least one possible configuration', got: 'none', remedy });
}

/** (q^sites) weights of V from the factors within it: the distribution of its inner sites given its rim. */
function blockWeights(graph: FactorGraph, block: readonly number[]): Float64Array {
  const inside = new Set(block);
  const factors = graph.factors.filter(({ sites }) => sites.every((site) => inside.has(site)));
  const own = { ...graph, factors, present: (site: number) => inside.has(site) };
  return runSum(planSum(own, block), own).values;
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
