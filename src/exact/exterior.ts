/**
 * Weights of everything outside of block and buffer as a function of the spins next to the buffer. The rows beyond the buffer are summed
 * to a table over the two rows that touch it. The strip beside the buffer is summed to a table over its edges and the rows above and
 * below. A matrix product joins the two tables.
 */
import { contract } from './contraction.ts';
import { type Couplings, type Elimination, reordered, runSchedule, type Schedule, schedule } from './elimination.ts';
import type { Lattice } from './lattice.ts';

/** The sums of the exterior, planned but not computed. */
export interface Exterior {
  rows: Schedule;
  strip: Schedule;
  /** Spins that the two tables share: they are summed over in the product. */
  shared: readonly number[];
  /** Bits of the largest table. */
  peak: number;
  /** Multiplications, roughly. */
  work: number;
}

/**
 * Plans the sums and counts their cost.
 * @param field whether spins have a weight in a field; otherwise the first spin of the shore is fixed, which halves the tables
 */
export function planExterior({ short, long, neighbours, shore, covered, rows }: Lattice, field: boolean): Exterior {
  const rowOf = (site: number) => Math.floor(site / short);
  const beside = (y: number) => y >= rows.first && y < rows.first + rows.count;
  const edge = new Set(shore);
  // From the row after the buffer around the torus (or over the ends of a strip) to the row before it.
  const free = Array.from({ length: long - rows.count }, (_, i) => (rows.first + rows.count + i) % long);
  const freeSites = free.flatMap((y) => Array.from({ length: short }, (_, x) => x + short * y));
  const touches = (site: number) => neighbours(site).some((n) => beside(rowOf(n)));
  const shared = freeSites.filter((site) => touches(site) && !edge.has(site));
  const stripSites = Array.from({ length: rows.count * short }, (_, i) => i + short * rows.first).filter((site) => !covered(site));
  const next = (site: number, y: number) => neighbours(site).some((n) => rowOf(n) === y && !covered(n));
  const before = shared.filter((site) => next(site, rows.first));
  const inStrip = new Set(stripSites);
  const common = { fixed: (site: number) => !field && site === shore[0] };
  const ofRows: Elimination = { ...common, order: freeSites, neighbours, kept: touches, weighed: () => field };
  const ofStrip: Elimination = {
    ...common,
    order: [...new Set([...before, ...stripSites, ...shared])],
    // Bonds within the rows above and below are counted with the rows.
    neighbours: (site) => (inStrip.has(site) ? neighbours(site) : neighbours(site).filter((n) => inStrip.has(n))),
    kept: (site) => edge.has(site) || !inStrip.has(site),
    weighed: (site) => field && inStrip.has(site),
  };
  const [first, second] = [schedule(ofRows), schedule(ofStrip)];
  const bits = first.sites.length + second.sites.length - shared.length;
  return { rows: first, strip: second, shared, peak: Math.max(first.peak, second.peak, bits - shared.length), work: first.work + second.work + 2 ** bits };
}

/**
 * Computes the weights.
 * @param wanted the shore without the fixed spin, if any, lowest bit first
 * @returns (2^wanted), up to a common factor; for the fixed spin up
 */
export function exteriorWeights({ rows, strip, shared }: Exterior, couplings: Couplings, wanted: readonly number[]): Float64Array {
  const up = () => 1;
  const own = (sites: readonly number[]) => sites.filter((site) => !shared.includes(site));
  const part = (plan: Schedule) => reordered(runSchedule(plan, couplings, up, true), plan.sites, [...shared, ...own(plan.sites)]);
  const weights = contract(part(rows), part(strip), 2 ** shared.length);
  return reordered(weights, [...own(strip.sites), ...own(rows.sites)], wanted);
}
