/**
 * Sums of a product of factors over all sites that are not kept, one site after another: the factors of a site are multiplied into one
 * table, which is summed over its states. The site whose table is smallest goes first. This is the elimination of `elimination.ts`, which
 * is faster for two states and a given order, for any factors and any number of states.
 */
import type { FactorGraph } from './factors.ts';

/** Multiplies tables into one and sums it over the states of a site. */
interface Step {
  site: number;
  /** Tables: first those of the factors, in their order, then the results of earlier steps. */
  inputs: readonly number[];
  /** Sites of the result, the first fastest. */
  scope: readonly number[];
}

/** An elimination with its cost, which is known before any table exists. */
export interface Plan {
  states: number;
  /** Factors that have no fixed site, or some. */
  scopes: readonly (readonly number[])[];
  steps: readonly Step[];
  /** Tables that are left for the result. */
  rest: readonly number[];
  /** Sites of the result, the first fastest. */
  kept: readonly number[];
  /** Sites whose states are given for each run. */
  given: readonly number[];
  /** Entries of the largest table. */
  peak: number;
  /** Multiplications. */
  work: number;
}

/** Plans a sum. @param kept sites of the result; @param given sites whose states are fixed in a run */
export function planSum({ sites, states, factors, present }: FactorGraph, kept: readonly number[], given: readonly number[] = []): Plan {
  const fixed = new Set(given);
  const scopes = factors.map((factor) => factor.sites.filter((site) => !fixed.has(site)));
  const tables: (readonly number[])[] = [...scopes];
  const open = new Set(tables.keys());
  const stays = new Set([...kept, ...given]);
  const left = new Set(Array.from({ length: sites }, (_, site) => site).filter((site) => present(site) && !stays.has(site)));
  const of = Array.from({ length: sites }, () => new Set<number>());
  for (const [table, scope] of tables.entries()) for (const site of scope) of[site].add(table);
  const scopeOf = (site: number) => {
    const scope = new Set<number>();
    for (const table of of[site]) for (const other of tables[table]) scope.add(other);
    scope.delete(site);
    return [...scope];
  };
  const degree = new Map([...left].map((site) => [site, scopeOf(site).length]));
  const steps: Step[] = [];
  let [peak, work] = [states ** kept.length, 0];
  while (left.size > 0) {
    const site = [...left].reduce((best, one) => ((degree.get(one) as number) < (degree.get(best) as number) ? one : best));
    const scope = scopeOf(site);
    const inputs = [...of[site]];
    left.delete(site);
    for (const table of inputs) {
      open.delete(table);
      for (const other of tables[table]) of[other].delete(table);
    }
    const entries = states ** (scope.length + 1);
    peak = Math.max(peak, entries);
    work += entries * (1 + Math.min(inputs.length, MANY_TABLES));
    steps.push({ site, inputs, scope });
    open.add(tables.length);
    for (const other of scope) of[other].add(tables.length);
    tables.push(scope);
    for (const other of scope) if (left.has(other)) degree.set(other, scopeOf(other).length);
  }
  work += states ** kept.length * (1 + Math.min(open.size, MANY_TABLES));
  return { states, scopes, steps, rest: [...open], kept, given, peak, work };
}

/** A sum: its table, and the logarithm of a factor that all entries have in common. */
interface Summed {
  values: Float64Array;
  log: number;
}

/**
 * Runs a plan.
 * @param state of each fixed site
 * @returns (q^kept)
 */
export function runSum(plan: Plan, { factors }: FactorGraph, state: (site: number) => number = () => 0): Summed {
  const { states, scopes, steps, rest, kept } = plan;
  let log = 0;
  const fixed = new Set(plan.given);
  const tables: Float64Array[] = factors.map((factor, i) => {
    const { values, most } = weightsOf(factor.log, factor.sites, states, (site) => (fixed.has(site) ? state(site) : undefined), scopes[i].length);
    log += most;
    return values;
  });
  const every: (readonly number[])[] = [...scopes, ...steps.map(({ scope }) => scope)];
  const product = (inputs: readonly number[], scope: readonly number[]) =>
    productOf(
      inputs.map((input) => ({ sites: every[input], values: tables[input] })),
      scope,
      states,
    );
  for (const { site, inputs, scope } of steps) {
    const table = sumFirst(product(inputs, [site, ...scope]), states);
    log += normalise(table);
    for (const input of inputs) tables[input] = EMPTY;
    tables.push(table);
  }
  const values = product(rest, kept);
  return { values, log };
}

const EMPTY = new Float64Array(0);

/** exp(log - largest) of a factor, with fixed sites at their states. */
function weightsOf(
  logs: Float64Array,
  sites: readonly number[],
  states: number,
  fixed: (site: number) => number | undefined,
  free: number,
): { values: Float64Array; most: number } {
  let [from, stride] = [0, 1];
  const strides: number[] = [];
  for (const site of sites) {
    const state = fixed(site);
    if (state === undefined) strides.push(stride);
    else from += state * stride;
    stride *= states;
  }
  // The largest of the whole factor: its logarithm must not depend on the fixed states.
  const most = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const values = new Float64Array(states ** free);
  const offsets = offsetsOf(strides, states);
  for (let i = 0; i < values.length; i++) values[i] = Math.exp(logs[from + offsets[i]] - most);
  return { values, most };
}

/** A table over some sites, the first fastest. */
interface Table {
  sites: readonly number[];
  values: Float64Array;
}

/** Fewer tables than this are multiplied one by one. */
const MANY_TABLES = 6;

/** The product of tables over a scope. Many tables of few sites are first multiplied in groups, which are smaller than the whole scope. */
function productOf(tables: readonly Table[], scope: readonly number[], states: number): Float64Array {
  const product = new Float64Array(states ** scope.length).fill(1);
  for (const { sites, values } of tables.length > MANY_TABLES ? grouped(tables, scope, states) : tables) multiply(product, scope, values, sites, states);
  return product;
}

/** Tables that lie in two of three parts of a scope, as one table for each two parts; others as they are. */
function grouped(tables: readonly Table[], scope: readonly number[], states: number): readonly Table[] {
  if (scope.length < MANY_TABLES) return tables;
  const third = Math.ceil(scope.length / 3);
  const parts = [scope.slice(0, third), scope.slice(third, 2 * third), scope.slice(2 * third)];
  const unions = [
    [...parts[0], ...parts[1]],
    [...parts[1], ...parts[2]],
    [...parts[0], ...parts[2]],
  ];
  const placeOf = ({ sites }: Table) => unions.findIndex((union) => sites.every((site) => union.includes(site)));
  const places = tables.map(placeOf);
  return [
    ...tables.filter((_, i) => places[i] < 0),
    ...unions.map((sites, union) => {
      const inside = tables.filter((_, i) => places[i] === union);
      return { sites, values: productOf(inside, sites, states) };
    }),
  ];
}

/** Offsets of all states of some sites with given strides, the first site fastest. */
function offsetsOf(strides: readonly number[], states: number): Uint32Array {
  const offsets = new Uint32Array(states ** strides.length);
  let filled = 1;
  for (const stride of strides) {
    for (let state = 1; state < states; state++) {
      for (let i = 0; i < filled; i++) offsets[state * filled + i] = offsets[i] + state * stride;
    }
    filled *= states;
  }
  return offsets;
}

/** Multiplies a table over a scope with a table over some of its sites. */
function multiply(table: Float64Array, scope: readonly number[], factor: Float64Array, sites: readonly number[], states: number): void {
  const strides = scope.map((site) => {
    const place = sites.indexOf(site);
    return place < 0 ? 0 : states ** place;
  });
  const half = scope.length >> 1;
  const [low, high] = [offsetsOf(strides.slice(0, half), states), offsetsOf(strides.slice(half), states)];
  for (let h = 0, i = 0; h < high.length; h++) {
    const from = high[h];
    for (let l = 0; l < low.length; l++) table[i++] *= factor[from + low[l]];
  }
}

/** Sums over the first site, in place; a view of the result. */
function sumFirst(table: Float64Array, states: number): Float64Array {
  const count = table.length / states;
  for (let i = 0, from = 0; i < count; i++) {
    let sum = 0;
    for (const end = from + states; from < end; from++) sum += table[from];
    table[i] = sum;
  }
  return table.slice(0, count);
}

/** Divides by the largest entry. @returns its logarithm */
function normalise(table: Float64Array): number {
  let most = 0;
  for (let i = 0; i < table.length; i++) if (table[i] > most) most = table[i];
  if (most === 0) return 0;
  for (let i = 0; i < table.length; i++) table[i] /= most;
  return Math.log(most);
}
