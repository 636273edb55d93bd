/** Coarse variables of a block of sites with q states: H as a distribution over its states for each state of V. */
import { BlockspinError } from '../../core/errors.ts';
import { type Channel, functionChannel, sparse } from '../channel.ts';
import type { Joint } from '../joint.ts';

/** H of each configuration v of the block, v = Σ_k state of site k · q^k. */
export interface CoarseMap {
  /** States of H. */
  states: number;
  /** (states) p(h | v) */
  of(v: number): readonly number[];
}

/** Most states of H. */
const MOST_STATES = 64;
/** Part of Σ|Λ| below which a sum is a tie. */
const TIE = 1e-12;

/** The states of the sites of a block configuration. */
export function statesOf(v: number, sites: number, states: number): number[] {
  return Array.from({ length: sites }, (_, k) => Math.floor(v / states ** k) % states);
}

/**
 * H = sign(Σ scores + bias) in each component, ties shared evenly; or, softly, + with probability 1 / (1 + exp(-sum)).
 * @param scores (components, sites, q) of the states of each site
 */
export function signMap(scores: readonly (readonly (readonly number[])[])[], states: number, bias: readonly number[], soft: boolean): CoarseMap {
  const size = scores.map((sites, c) => sites.reduce((sum, site) => sum + Math.max(...site.map(Math.abs)), Math.abs(bias[c])));
  return {
    states: 2 ** scores.length,
    of: (v) => {
      const plus = scores.map((sites, c) => {
        const sum = statesOf(v, sites.length, states).reduce((a, state, k) => a + sites[k][state], bias[c]);
        if (soft) return 1 / (1 + Math.exp(-sum));
        return Math.abs(sum) <= TIE * size[c] ? 0.5 : sum > 0 ? 1 : 0;
      });
      return Array.from({ length: 2 ** scores.length }, (_, h) => plus.reduce((p, x, c) => p * ((h >> c) & 1 ? x : 1 - x), 1));
    },
  };
}

/** The state that most sites are in, ties shared evenly. */
export function pluralityMap(sites: number, states: number): CoarseMap {
  return {
    states,
    of: (v) => {
      const counts = new Array<number>(states).fill(0);
      for (const state of statesOf(v, sites, states)) counts[state] += 1;
      const most = Math.max(...counts);
      const share = 1 / counts.filter((count) => count === most).length;
      return counts.map((count) => (count === most ? share : 0));
    },
  };
}

/**
 * A list with the state of H for each configuration of V, or a list of states among which it is shared evenly.
 * @param list (q^sites)
 * @throws BlockspinError for another number of entries, or states that are not whole numbers from 0 to 63
 */
export function listMap(list: readonly unknown[], sites: number, states: number): CoarseMap {
  const bad = (expected: string, got: unknown) =>
    new BlockspinError({ setting: 'filter', expected, got, remedy: 'write for two spins for example { "map": [0, [0, 1], [0, 1], 1] }' });
  if (list.length !== states ** sites) throw bad(`${states} ** ${sites} = ${states ** sites} entries, one for each state of the block`, list.length);
  const shared = list.map((entry) => (Array.isArray(entry) ? entry : [entry]) as unknown[]);
  const isState = (state: unknown): state is number => Number.isInteger(state) && (state as number) >= 0 && (state as number) < MOST_STATES;
  for (const entry of shared) {
    const wrong = entry.find((state) => !isState(state));
    if (wrong !== undefined || entry.length === 0) throw bad(`states of H from 0 to ${MOST_STATES - 1}`, wrong ?? 'an empty list');
    if (new Set(entry).size < entry.length) throw bad('every state once', JSON.stringify(entry));
  }
  const count = shared.flat().reduce((most: number, state) => Math.max(most, state as number), 0) + 1;
  return { states: count, of: (v) => Array.from({ length: count }, (_, h) => (shared[v].includes(h) ? 1 / shared[v].length : 0)) };
}

/** p(h | rim) of a map: inner sites are summed over with the weights of the block. */
export function mapChannel({ sites, rim, states, weights }: Joint, q: number, map: CoarseMap): Channel {
  const joint = new Float64Array(states * map.states);
  const rimOf = rimStates(sites, rim, q);
  for (let v = 0; v < weights.length; v++) {
    if (weights[v] === 0) continue;
    const p = map.of(v);
    for (let h = 0; h < map.states; h++) joint[rimOf(v) * map.states + h] += weights[v] * p[h];
  }
  return sparse(joint, map.states);
}

/** The rim state of a configuration of V. */
export function rimStates(sites: number, rim: readonly number[], q: number): (v: number) => number {
  return (v) => {
    const of = statesOf(v, sites, q);
    return rim.reduce((state, place, b) => state + of[place] * q ** b, 0);
  };
}

/** The rim itself. */
export function rimChannel({ states }: Joint): Channel {
  return functionChannel(states, states, (state) => state);
}
