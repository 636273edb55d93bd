/** Independent exact samples of systems whose weights are products of factors: one site after another, each given those drawn before. */
import type { FactorGraph } from '../../src/exact/sum/factors.ts';
import { generator } from './generator.ts';

/** A table over a few sites, the first one fastest. */
interface Table {
  sites: readonly number[];
  weights: Float64Array;
}

/** What a site is drawn from: for every state of the sites given, the running sums of the weights of its own states. */
interface Conditional {
  site: number;
  given: readonly number[];
  sums: Float64Array;
}

/**
 * Draws configurations. Sites are summed over one by one, always the one with the fewest sites left beside it; what was summed over last is
 * drawn first.
 * @param graph of few enough sites: a table of q^(n + 1) weights is made for a site with n others beside it
 * @returns (samples, sites), states; 0 where a number is no site
 */
export function draws(graph: FactorGraph, samples: number, seed: number): Uint8Array {
  const { sites, states } = graph;
  const order = eliminated(graph).reverse();
  const random = generator(seed);
  const out = new Uint8Array(samples * sites);
  for (let n = 0; n < samples; n++) {
    const first = n * sites;
    for (const { site, given, sums } of order) {
      let at = 0;
      for (let k = given.length - 1; k >= 0; k--) at = at * states + out[first + given[k]];
      at *= states;
      const target = random() * sums[at + states - 1];
      let state = 0;
      while (state < states - 1 && sums[at + state] <= target) state++;
      out[first + site] = state;
    }
  }
  return out;
}

/** The conditional of each site given those that remain, in the order in which they are summed over. */
function eliminated({ sites, states, factors, present }: FactorGraph): Conditional[] {
  let tables: Table[] = factors.map(({ sites: members, log }) => {
    const largest = log.reduce((a, b) => Math.max(a, b));
    return { sites: members, weights: log.map((value) => Math.exp(value - largest)) };
  });
  const left = new Set(Array.from({ length: sites }, (_, site) => site).filter(present));
  const out: Conditional[] = [];
  while (left.size > 0) {
    const [site, given] = fewest(left, tables);
    const own = tables.filter((table) => table.sites.includes(site));
    const sums = runningSums(site, given, own, states);
    const totals = Float64Array.from({ length: sums.length / states }, (_, i) => sums[(i + 1) * states - 1]);
    const largest = totals.reduce((a, b) => Math.max(a, b));
    tables = [...tables.filter((table) => !own.includes(table)), { sites: given, weights: totals.map((total) => total / largest) }];
    out.push({ site, given, sums });
    left.delete(site);
  }
  return out;
}

/** The site with the fewest others beside it, and these. */
function fewest(left: ReadonlySet<number>, tables: readonly Table[]): [site: number, given: number[]] {
  const beside = (site: number) => [...new Set(tables.filter((table) => table.sites.includes(site)).flatMap((table) => table.sites))].filter((s) => s !== site);
  return [...left].map((site): [number, number[]] => [site, beside(site)]).reduce((a, b) => (b[1].length < a[1].length ? b : a));
}

function runningSums(site: number, given: readonly number[], own: readonly Table[], states: number): Float64Array {
  const order = [site, ...given];
  // Where the entry of each table lies for a state of all sites together.
  const strides = own.map((table) => order.map((s) => (table.sites.includes(s) ? states ** table.sites.indexOf(s) : 0)));
  const sums = new Float64Array(states ** order.length);
  const digits = new Array<number>(order.length).fill(0);
  for (let i = 0; i < sums.length; i++) {
    let weight = 1;
    for (const [t, { weights }] of own.entries()) weight *= weights[strides[t].reduce((at, stride, k) => at + stride * digits[k], 0)];
    sums[i] = weight + (digits[0] > 0 ? sums[i - 1] : 0);
    for (let k = 0; k < digits.length && ++digits[k] === states; k++) digits[k] = 0;
  }
  return sums;
}
