/** Floors: the shortest possible time of a run on this device, from rates that the same benchmark has measured. */
import type { FloorName, Work } from './row.ts';

/** Rates of the floors: dispatches, bytes or operations per run of the calibration, which takes longer while the machine is slow. */
export type Rates = Readonly<Record<FloorName, number>>;

/** The shortest time of a run by cause, in runs of the calibration or in seconds. */
export interface Floor {
  launch: number;
  bandwidth: number;
  arithmetic: number;
}

/** What limits the speed of a run. */
export type Bottleneck = keyof Floor;

/**
 * The floor of some work.
 * @param cached bytes that fit a cache: work with a smaller footprint is compared with the copy in the cache, if that is faster
 */
export function floorOf(work: Work, rates: Rates, cached: number): Floor {
  const { dispatches, bytes = 0, footprint = Number.POSITIVE_INFINITY, flops = 0, operations = 0 } = work;
  const copy = footprint <= cached ? Math.max(rates['copy in cache'], rates.copy) : rates.copy;
  return { launch: dispatches / rates.dispatch, bandwidth: bytes / copy, arithmetic: flops / rates.fp32 + operations / rates.integer };
}

/** A floor in other units. */
export const times = ({ launch, bandwidth, arithmetic }: Floor, factor: number): Floor => ({
  launch: factor * launch,
  bandwidth: factor * bandwidth,
  arithmetic: factor * arithmetic,
});

/** The largest part of a floor: no run can be faster than this one. */
export function bottleneckOf(floor: Floor): { by: Bottleneck; least: number } {
  const [by, least] = (Object.entries(floor) as [Bottleneck, number][]).reduce((a, b) => (b[1] > a[1] ? b : a));
  return { by, least };
}
