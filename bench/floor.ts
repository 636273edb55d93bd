/** Floors: the least time a run can take on this device, by what was measured in the same run of the benchmark. */
import type { FloorName, Work } from './row.ts';

/** Rates of the floors: dispatches, bytes, operations while the calibration runs once, which lasts longer when all is slow. */
export type Rates = Readonly<Record<FloorName, number>>;

/** What a run takes at least, by cause: runs of the calibration, or seconds. */
export interface Floor {
  launch: number;
  bandwidth: number;
  arithmetic: number;
}

export type Bound = keyof Floor;

/** @param cached bytes that a cache holds: what fits is held against the faster of the two ways of copying */
export function floorOf(work: Work, rates: Rates, cached: number): Floor {
  const { dispatches, bytes = 0, footprint = Number.POSITIVE_INFINITY, flops = 0, operations = 0 } = work;
  const copy = footprint <= cached ? Math.max(rates['copy in cache'], rates.copy) : rates.copy;
  return { launch: dispatches / rates.dispatch, bandwidth: bytes / copy, arithmetic: flops / rates.fp32 + operations / rates.integer };
}

/** The same in other units. */
export const times = ({ launch, bandwidth, arithmetic }: Floor, factor: number): Floor => ({
  launch: factor * launch,
  bandwidth: factor * bandwidth,
  arithmetic: factor * arithmetic,
});

/** The largest of the floors and which it is. */
export function boundOf(floor: Floor): { by: Bound; least: number } {
  const [by, least] = (Object.entries(floor) as [Bound, number][]).reduce((a, b) => (b[1] > a[1] ? b : a));
  return { by, least };
}
