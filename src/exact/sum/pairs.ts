/** Energies of pairs and of single sites: the models whose bonds carry one coupling each. */
import { type Factor, type FactorGraph, factorOf } from './factors.ts';

/** Energies of sites with q states, in units of J where they belong to a bond. */
export interface Pairs {
  states: number;
  /** How each state is written. */
  labels: readonly string[];
  /** The number that each state stands for in a sum over the block; none where states are mere names. */
  values?: readonly number[];
  /** Energy of a bond of coupling 1. */
  pair(a: number, b: number): number;
  /** Energy of one site. */
  own(state: number): number;
}

/** -s s' - B s, s = -1, 1. */
export function spinPairs(field = 0): Pairs {
  const value = [-1, 1];
  return { states: 2, labels: ['-', '+'], values: value, pair: (a, b) => -value[a] * value[b], own: (state) => -field * value[state] };
}

/** -δ(s, s') - B δ(s, 0) of q states that are alike or not. */
export function equalPairs(states: number, field = 0): Pairs {
  return { states, labels: numbered(states), pair: (a, b) => (a === b ? -1 : 0), own: (state) => (state === 0 ? -field : 0) };
}

/** -cos(θ - θ') - B cos θ of q equally spaced angles. Sums over the block are of cos θ. */
export function anglePairs(states: number, field = 0): Pairs {
  const cosine = (steps: number) => {
    const turned = ((steps % states) + states) % states;
    // Zeros are exact: they decide over ties.
    return 4 * turned === states || 4 * turned === 3 * states ? 0 : Math.cos((2 * Math.PI * turned) / states);
  };
  const values = Array.from({ length: states }, (_, state) => cosine(state));
  return { states, labels: numbered(states), values, pair: (a, b) => -cosine(a - b), own: (state) => -field * values[state] };
}

/** -S S' + D S² - B S, S = -1, 0, 1. Source: M. Blume, Phys. Rev. 141, 517 (1966); H. W. Capel, Physica 32, 966 (1966). */
export function vacancyPairs(crystalField: number, field = 0): Pairs {
  const value = [-1, 0, 1];
  const own = (state: number) => crystalField * value[state] ** 2 - field * value[state];
  return { states: 3, labels: ['-', '0', '+'], values: value, pair: (a, b) => -value[a] * value[b], own };
}

/** Particles, no two of them on neighbours; a configuration of n has the weight z^n. In a sum over the block a site counts -1 or 1. */
export function exclusionPairs(activity: number): Pairs {
  return {
    states: 2,
    labels: ['0', '1'],
    values: [-1, 1],
    pair: (a, b) => (a === 1 && b === 1 ? Number.POSITIVE_INFINITY : 0),
    own: (state) => (state === 1 ? -Math.log(activity) : 0),
  };
}

const numbered = (states: number) => Array.from({ length: states }, (_, state) => String(state));

/** A bond between two sites with its coupling relative to J. */
export type Bond = readonly [site: number, other: number, coupling: number];

/**
 * The factors exp(-energy / T) of bonds and sites.
 * @param present whether a number is a site; others are in no factor
 */
export function pairGraph(
  pairs: Pairs,
  { sites, bonds, present }: { sites: number; bonds: readonly Bond[]; present(site: number): boolean },
  { coupling, temperature }: { coupling: number; temperature: number },
): FactorGraph {
  const { states, pair, own } = pairs;
  const factors: Factor[] = bonds.map(([a, b, J]) => factorOf([a, b], states, (s, t) => (-J * coupling * pair(s, t)) / temperature));
  const alone = factorOf([0], states, (state) => -own(state) / temperature);
  if (alone.log.some((log) => log !== alone.log[0])) {
    for (let site = 0; site < sites; site++) if (present(site)) factors.push({ ...alone, sites: [site] });
  }
  return { sites, states, factors, present };
}
