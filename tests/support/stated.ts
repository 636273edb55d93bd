/** The H of golden values as linear filters: one function of the state of each site for each logit. */
import { SYSTEMS } from './systems.ts';

/** A linear filter of a block, kept as it is. */
export interface Stated {
  name: string;
  /** Of H: 2 with one logit, whose sign is H, or more with one each, of which the largest is H. */
  states: number;
  /** One function for each logit. All values are multiples of a power of 2, so that ties are exact in single precision. */
  logits: readonly ((site: number, state: number) => number)[];
}

const one = (name: string, f: (site: number, state: number) => number): Stated => ({ name, states: 2, logits: [f] });
const several = (name: string, states: number, f: (h: number, site: number, state: number) => number): Stated => ({
  name,
  states,
  logits: Array.from({ length: states }, (_, h) => (site: number, state: number) => f(h, site, state)),
});
const weighted = (name: string, weight: (site: number, sites: number) => number, sites: number) => one(name, (site, s) => weight(site, sites) * (2 * s - 1));
const first = (name: string, f: (state: number) => number) => one(name, (site, state) => (site === 0 ? f(state) : 0));
const is = (a: number, b: number) => (a === b ? 1 : 0);

/** Of spins; the last one is of rows and columns of two. */
const spins = (sites: number): Stated[] => [
  weighted('sign of the sum', () => 1, sites),
  weighted('first site', (site) => is(site, 0), sites),
  weighted('last site', (site) => is(site, sites - 1), sites),
  weighted('2 1 / 1 1', (site) => 1 + is(site, 0), sites),
  weighted('sign by columns', (site) => 1 - 2 * (site % 2), sites),
];

/** Of three states without an order, or -1, 0 and 1. */
const threes = (sites: number): Stated[] => [
  several('plurality', 3, (h, _, state) => is(h, state)),
  several('both states', 9, (h, site, state) => is(Math.floor(h / 3 ** site) % 3, state)),
  several('first site', 3, (h, site, state) => (site === 0 ? is(h, state) : 0)),
  first('first site is 0', (state) => is(state, 0) - 0.5),
  one('all sites are 0', (_, state) => is(state, 0) - 1 + 0.5 / sites),
  one('sign of the sum', (_, state) => state - 1),
  one('most sites are not 0', (_, state) => 0.5 - is(state, 1)),
  several('sign of the sum, or 0', 3, (h, _, state) => (h - 1) * (state - 1) + is(h, 1) * 0.125),
];

const COSINE = [2, 1, -1, -2, -1, 1];
const SINE = [0, 1, 1, 0, -1, -1];

/** Of six states on a circle. */
const sixes = (): Stated[] => [
  one('sign of the sum of cosines', (_, state) => COSINE[state]),
  one('sign of the sum of sines', (_, state) => SINE[state]),
  several('first site', 6, (h, site, state) => (site === 0 ? is(h, state) : 0)),
  several('first site modulo 3', 3, (h, site, state) => (site === 0 ? is(h, state % 3) : 0)),
  first('first site is odd', (state) => (state % 2) - 0.5),
];

/** All that are tried for a block. @param states of a site */
export function statedOf(sites: number, states: number): Stated[] {
  return states === 2 ? spins(sites) : states === 3 ? threes(sites) : sixes();
}

/** What H is for each state of the block, as the golden file writes it: the digits of ties beside each other. */
export function mapOfStated({ states: outcomes, logits }: Stated, sites: number, states: number): string {
  return Array.from({ length: states ** sites }, (_, v) => {
    const values = logits.map((f) => Array.from({ length: sites }, (_, site) => f(site, Math.floor(v / states ** site) % states)).reduce((a, b) => a + b, 0));
    if (outcomes === 2) return values[0] === 0 ? '01' : values[0] > 0 ? '1' : '0';
    const largest = Math.max(...values);
    return values.flatMap((value, h) => (value === largest ? [h] : [])).join('');
  }).join(' ');
}

/** The filter that gives a golden map; undefined where none of the above does. */
export function statedMap(index: number, sites: number, states: number): Stated | undefined {
  return statedOf(sites, states).find((stated) => mapOfStated(stated, sites, states) === SYSTEMS.maps[index]);
}

/**
 * Weights as a training takes them. Two values are one input, -1 or 1. Of q states each is an input: 1 for the state of the site and -1 for
 * the others, so that f(s) = 2 w(s) - Σ w.
 */
export function weightsOf({ logits }: Stated, sites: number, states: number): number[] {
  return logits.flatMap((f) =>
    Array.from({ length: sites }, (_, site) => {
      const values = Array.from({ length: states }, (_, state) => f(site, state));
      if (states === 2) return [values[1]];
      const sum = values.reduce((a, b) => a + b, 0) / (2 - states);
      return values.map((value) => (value + sum) / 2);
    }).flat(),
  );
}
