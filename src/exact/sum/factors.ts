/** Weights of any number of sites with q states each, as a product of factors: bonds, single sites, plaquettes, constraints. */

/** The weight of a few sites together. */
export interface Factor {
  /** Different sites. */
  sites: readonly number[];
  /** (q^sites) logarithms of the weight, the first site fastest; -Infinity where a state is impossible. */
  log: Float64Array;
}

/** A system whose weight is the product of its factors. */
export interface FactorGraph {
  /** Sites are numbered from 0 to sites - 1; those of no factor are free. */
  sites: number;
  /** States q of each site, the same for all. */
  states: number;
  factors: readonly Factor[];
  /** Whether a number is a site: those of holes are in no factor, and there is nothing to sum. */
  present(site: number): boolean;
}

/** A factor from a function of the states of its sites. @param log of their weight */
export function factorOf(sites: readonly number[], states: number, log: (...of: number[]) => number): Factor {
  const table = new Float64Array(states ** sites.length);
  const digits = new Array<number>(sites.length).fill(0);
  for (let i = 0; i < table.length; i++) {
    table[i] = log(...digits);
    for (let k = 0; k < digits.length && ++digits[k] === states; k++) digits[k] = 0;
  }
  return { sites, log: table };
}

/** Sites that share a factor with each site. */
export function adjacency({ sites, factors }: FactorGraph): readonly ReadonlySet<number>[] {
  const next = Array.from({ length: sites }, () => new Set<number>());
  for (const { sites: members } of factors) for (const a of members) for (const b of members) if (a !== b) next[a].add(b);
  return next;
}

/**
 * Sites of E that V can tell apart: those that share a factor with V or with what is reached from V without a step into E. Given them, the
 * rest of E is independent of V.
 */
export function shoreOf(graph: FactorGraph, block: readonly number[], environment: readonly number[]): number[] {
  const next = adjacency(graph);
  const outside = new Set(environment);
  const reached = new Set(block);
  const shore = new Set<number>();
  for (const site of reached) {
    for (const other of next[site]) (outside.has(other) ? shore : reached).add(other);
  }
  return environment.filter((site) => shore.has(site));
}
